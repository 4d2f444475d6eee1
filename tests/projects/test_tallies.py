"""How much a project holds is kept by the database, whatever changes assets and versions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.utils import timezone

from projects.keyset import key_of, page_of
from projects.models import Asset, Tally, Version
from tests.world import make_version

ROWS = "select ctid from projects_tally where project_id = %s"


@pytest.fixture
def house(world):
    return world.ours


def kept(house):
    rows = Tally.objects.filter(project=house.project)
    return {
        row.kind: (row.assets, row.versions, row.size, float(row.seconds))
        for row in rows
        if row.assets
    }


def counted(house):
    """The slow way."""
    found = {}
    for kind in set(house.project.assets.filter(deleted_at=None).values_list("kind", flat=True)):
        assets = house.project.assets.filter(kind=kind, deleted_at=None)
        total = Version.objects.filter(asset__in=assets).aggregate(n=Count("pk"), s=Sum("size"))
        newest = [asset.versions.order_by("-number").first() for asset in assets]
        length = sum(float(v.frames / v.rate) for v in newest if v and v.frames and v.rate)
        found[kind] = (assets.count(), total["n"], total["s"] or 0, length)
    return found


def test_one_film_is_there(house):
    assert kept(house) == counted(house) == {"film": (1, 1, house.version.size, 4.0)}


def test_a_new_version_takes_the_place_of_the_length(house):
    later = make_version(house.project, house.people["artist"], asset=house.asset)
    assert kept(house)["film"][1:] == (2, house.version.size + later.size, 4.0)
    Version.objects.filter(pk=later.pk).update(frames=48)
    assert kept(house)["film"][3] == 2.0
    Version.objects.filter(pk=house.version.pk).update(frames=4800)
    assert kept(house) == counted(house) and kept(house)["film"][3] == 2.0
    later.delete()
    assert kept(house)["film"][3] == 200.0


def test_the_kind_the_trash_and_the_end(house):
    other = make_version(house.project, house.people["artist"], name="b.mp4")
    Asset.objects.filter(pk=other.asset_id).update(kind="sound")
    assert kept(house) == counted(house) and set(kept(house)) == {"film", "sound"}
    other.asset.delete_by(house.people["artist"])
    assert kept(house) == counted(house) and set(kept(house)) == {"film"}
    other.asset.take_back(actor=house.people["producer"])
    assert kept(house) == counted(house) and set(kept(house)) == {"film", "sound"}
    Asset.objects.get(pk=other.asset_id).delete()
    assert kept(house) == counted(house) and set(kept(house)) == {"film"}


def test_a_statement_of_many_rows_and_one_of_none(house):
    rows = [Asset(project=house.project, studio=house.studio, name=f"{n}") for n in range(50)]
    Asset.objects.bulk_create(rows)
    assert kept(house)[""] == (50, 0, 0, 0.0)
    Asset.objects.filter(name__startswith="1").update(kind="image")
    Asset.objects.filter(name="nobody").update(kind="image")
    Asset.objects.filter(name="nobody").delete()
    assert kept(house) == counted(house) and kept(house)["image"][0] == 11
    Asset.objects.filter(project=house.project, kind="").delete()
    assert kept(house) == counted(house) and "" not in kept(house)


def test_a_change_that_does_not_count_writes_nothing(house):
    with connection.cursor() as cursor:
        cursor.execute(
            "select xmin, ctid from projects_tally where project_id = %s", [house.project.pk]
        )
        before = cursor.fetchall()
        Asset.objects.filter(pk=house.asset.pk).update(name="new.mp4")
        Version.objects.filter(pk=house.version.pk).update(fingerprint="x")
        cursor.execute(
            "select xmin, ctid from projects_tally where project_id = %s", [house.project.pk]
        )
        assert cursor.fetchall() == before


def test_a_project_goes_with_its_tallies(house):
    project = house.project.pk
    house.project.uploads.all().delete()
    house.project.delete()
    connection.check_constraints()
    assert not Tally.objects.filter(project=project).exists()


def test_what_others_hold_does_not_count(world):
    make_version(world.theirs.project, world.theirs.people["artist"])
    assert kept(world.ours)["film"][0] == 1 and kept(world.theirs)["film"][0] == 2


@pytest.fixture
def many(house):
    """Seven assets, four of one moment, the newest first as lists show them."""
    now = timezone.now() + timedelta(days=1)
    rows = [Asset(project=house.project, studio=house.studio, name=f"{n}") for n in range(6)]
    Asset.objects.bulk_create(rows)
    for number, row in enumerate(rows):
        moment = now - timedelta(seconds=max(0, number - 3))
        Asset.objects.filter(pk=row.pk).update(created_at=moment)
    return house.project.assets.all()


def names(page):
    return [row.pk for row in page.rows]


def test_pages_follow_each_other_both_ways_and_leave_nothing_out(many):
    whole = [row.pk for row in many.order_by("-created_at", "pk")]
    page, found, pages = page_of(many, {}, 2), [], []
    assert not page.before
    while True:
        found += names(page)
        pages.append(page)
        if not page.after:
            break
        page = page_of(many, {"after": page.after}, 2)
    assert found == whole and [len(one.rows) for one in pages] == [2, 2, 2, 1]
    back = page_of(many, {"before": pages[-1].before}, 2)
    assert names(back) == names(pages[-2]) and back.after
    first = page_of(many, {"before": pages[1].before}, 2)
    assert names(first) == names(pages[0]) and not first.before


def test_the_last_page_is_found_from_its_end(many):
    last = page_of(many, {"last": "1"}, 2)
    assert names(last) == [row.pk for row in many.order_by("-created_at", "pk")][-2:]
    assert last.before and not last.after


def test_what_comes_meanwhile_shifts_no_page(many, house):
    page = page_of(many, {}, 2)
    make_version(house.project, house.people["artist"], name="new.mp4")
    after = page_of(many, {"after": page.after}, 2)
    assert not set(names(page)) & set(names(after))


@pytest.mark.parametrize("text", ["x", "", "é", "AAAA", "MjAyNiBub25lIHg", "%00"])
def test_a_place_that_is_none_leads_to_the_first_page(many, text):
    assert names(page_of(many, {"after": text}, 2)) == names(page_of(many, {}, 2))
    assert names(page_of(many, {"before": text}, 2)) == names(page_of(many, {}, 2))


def test_the_pages_of_a_project_keep_its_filters(house, as_person, monkeypatch):
    monkeypatch.setattr("projects.views.projects.PAGE", 2)
    client = as_person(house.people["reviewer"])
    for number in range(5):
        made = make_version(house.project, house.people["artist"], name=f"{number}.png")
        Version.objects.filter(pk=made.pk).update(frames=None)
    images = Asset.objects.filter(project=house.project, name__endswith=".png")
    images.update(kind="image")
    address = f"/projects/{house.project.pk}/?kind=image&view=table"
    first = client.get(address).content.decode()
    assert "after=" in first and "before=" not in first and "kind=image&amp;view=table" in first
    second = client.get(f"{address}&after={key_of(images.order_by('-created_at', 'pk')[1])}")
    text = second.content.decode()
    assert "before=" in text and ("2.png" in text, "4.png" in text) == (True, False)
    assert "<b>5</b> assets" in text and "in all" not in text
    everything = client.get(f"/projects/{house.project.pk}/").content.decode()
    assert "<b>6</b> assets" in everything and "<b>0:04</b> in all" in everything


def test_what_could_not_be_read_is_found_under_a_word_of_its_own(house, as_person):
    client = as_person(house.people["reviewer"])
    for name, kind in (("read.png", "image"), ("broken.mxf", "")):
        made = make_version(house.project, house.people["artist"], name=name)
        Asset.objects.filter(pk=made.asset_id).update(kind=kind)
    found = client.get(f"/projects/{house.project.pk}/?kind=none")
    shown = {row.name for row in found.context["page"].rows}
    assert "broken.mxf" in shown and "read.png" not in shown
    assert next(c for c in found.context["chips"] if c["current"])["count"] == len(shown)
    assert found.context["chips"][-1]["label"] == "without a kind"
    odd = client.get(f"/projects/{house.project.pk}/?kind=nonsense")
    assert {"read.png", "broken.mxf"} <= {row.name for row in odd.context["page"].rows}


def test_a_kind_that_is_chosen_stays_in_sight_though_none_is_left_of_it(house, as_person):
    client = as_person(house.people["reviewer"])
    page = client.get(f"/projects/{house.project.pk}/?kind=sound")
    chosen = next(c for c in page.context["chips"] if c["current"])
    assert (chosen["label"], chosen["count"]) == ("sound", 0)
    assert "None of this kind" in page.text and "No footage yet" not in page.text
