"""Playlists: put together, put in order, said and closed; no decision, and nothing of the trash."""

import csv
import io

import pytest
from django.urls import reverse

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.models import Decision, Playlist, PlaylistItem, Version
from projects.models.playlists import make_playlist
from tests.world import for_good, make_version


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def producer(house):
    return house.people["producer"]


@pytest.fixture
def films(house, producer):
    """Three more versions, behind the one that is in the list."""
    made = [make_version(house.project, producer, name=f"{n}.mp4") for n in "abc"]
    house.playlist.add(made, actor=producer)
    return [house.version, *made]


def order(playlist):
    rows = playlist.items.order_by("position")
    return [item.version.file_name for item in rows.select_related("version")]


def code_of(call, *args, **fields):
    with pytest.raises(PortalError) as refusal:
        call(*args, **fields)
    return refusal.value.code


def test_versions_come_at_the_end_and_never_twice(house, producer, films):
    assert house.playlist.add([films[2], films[0]], actor=producer) == 0
    assert order(house.playlist) == ["clip.mp4", "a.mp4", "b.mp4", "c.mp4"]
    assert [i.position for i in house.playlist.items.order_by("position")] == [1, 2, 3, 4]


def test_only_versions_of_its_own_project(world, house, producer):
    assert code_of(house.playlist.add, [world.theirs.version], actor=producer) == (
        "playlist:elsewhere"
    )
    assert house.playlist.items.count() == 1


def test_a_list_has_an_end(house, producer, films, monkeypatch):
    monkeypatch.setattr("projects.models.playlists.ITEMS_AT_MOST", 4)
    more = make_version(house.project, producer, name="d.mp4")
    assert code_of(house.playlist.add, [more], actor=producer) == "playlist:full"


def test_the_order_named_stands_and_the_rest_follows(house, producer, films):
    ids = {i.version_id: str(i.pk) for i in house.playlist.items.all()}
    wanted = [ids[films[3].pk], ids[films[1].pk], "nonsense", ids[films[3].pk]]
    house.playlist.put_in_order(wanted, actor=producer)
    assert order(house.playlist) == ["c.mp4", "a.mp4", "clip.mp4", "b.mp4"]


@pytest.mark.parametrize(
    ("place", "step", "expected"), [(0, -1, 0), (0, 1, 1), (2, -1, 1), (3, 1, 3)]
)
def test_a_row_moves_by_one_and_stops_at_the_ends(house, producer, films, place, step, expected):
    item = house.playlist.items.get(version=films[place])
    item.move(step, actor=producer)
    assert order(house.playlist).index(films[place].file_name) == expected


def test_a_row_moves_past_one_that_is_in_the_trash(house, producer, films):
    films[1].asset.delete_by(producer)
    house.playlist.items.get(version=films[2]).move(-1, actor=producer)
    assert order(house.playlist)[0] == "b.mp4"


def test_what_is_in_the_trash_keeps_its_place_whatever_is_moved(house, producer, films):
    films[1].asset.delete_by(producer)
    house.playlist.items.get(version=films[3]).move(-1, actor=producer)
    films[1].asset.take_back(actor=producer)
    assert order(house.playlist) == ["clip.mp4", "a.mp4", "c.mp4", "b.mp4"]


def test_two_people_take_the_same_one_out(house, producer, films):
    mine, theirs = (house.playlist.items.get(version=films[1]) for _n in "ab")
    mine.remove(actor=producer)
    for late in (theirs.remove, theirs.move, theirs.say):
        given = {"move": {"step": 1}, "say": {"result": "work"}}.get(late.__name__, {})
        assert code_of(late, actor=producer, **given) == "not_found"
    assert [i.position for i in house.playlist.items.order_by("position")] == [1, 2, 3]
    assert AuditEvent.objects.filter(verb="playlist:removed").count() == 1


def test_an_old_page_changes_nothing_of_a_session_that_was_closed(house, producer, films):
    before = Playlist.objects.get(pk=house.playlist.pk)
    house.playlist.close(actor=producer, summary="")
    ids = [str(pk) for pk in before.items.values_list("pk", flat=True)]
    assert code_of(before.put_in_order, ids[::-1], actor=producer) == "playlist:closed"


def test_taking_one_out_closes_the_gap(house, producer, films):
    house.playlist.items.get(version=films[1]).remove(actor=producer)
    assert [i.position for i in house.playlist.items.order_by("position")] == [1, 2, 3]
    assert Version.objects.filter(pk=films[1].pk).exists()


def test_a_result_is_no_decision_and_opens_nothing(house, producer):
    before = Decision.objects.count()
    house.item.say(actor=producer, result="for_now", remark="  Nice  ")
    item = PlaylistItem.objects.get(pk=house.item.pk)
    assert (item.result, item.remark, item.said_by_name) == ("for_now", "Nice", str(producer))
    assert Decision.objects.count() == before
    said = AuditEvent.objects.filter(verb="playlist:said").get()
    assert "good for now" in said.sentence and "Nice" not in said.sentence


def test_a_closed_session_stands_until_it_is_opened_again(house, producer, films):
    playlist, item = house.playlist, house.item
    playlist.close(actor=producer, summary="Two go back.")
    item.playlist = playlist
    assert code_of(item.say, actor=producer, result="work") == "playlist:closed"
    assert code_of(playlist.add, films, actor=producer) == "playlist:closed"
    assert code_of(playlist.close, actor=producer, summary="") == "playlist:closed"
    playlist.reopen(actor=producer)
    assert (playlist.closed_at, playlist.summary) == (None, "Two go back.")
    item.say(actor=producer, result="work")


def test_what_was_deleted_is_told_and_comes_back_in_its_place(house, producer, films, as_person):
    films[1].asset.delete_by(producer)
    page = as_person(producer).get(house.playlist.get_absolute_url())
    assert "1 version of this playlist was deleted" in page.content.decode()
    assert "a.mp4" not in page.content.decode()
    films[1].asset.take_back(actor=producer)
    page = as_person(producer).get(house.playlist.get_absolute_url()).content.decode()
    assert "a.mp4" in page and "was deleted and" not in page
    assert order(house.playlist)[1] == "a.mp4"


def test_what_is_removed_for_good_leaves_the_list(house, producer, films):
    from projects.sweeping import remove_deleted_assets

    for_good(films[1].asset, producer)
    remove_deleted_assets()
    assert order(house.playlist) == ["clip.mp4", "b.mp4", "c.mp4"]
    assert house.playlist.missing == 0


def test_a_reviewer_sees_the_lists_of_granted_projects_only(house, as_person):
    seen = {
        kind: Playlist.objects.visible_to(house.people[kind]).exists()
        for kind in ("reviewer", "ungranted")
    }
    assert seen == {"reviewer": True, "ungranted": False}


def test_the_page_goes_from_one_version_to_the_next(house, producer, films, as_person):
    client, where = as_person(producer), house.playlist.get_absolute_url()
    first = client.get(where).context["turn"]
    second = client.get(f"{where}?item={first.after.pk}").context["turn"]
    assert (first.number, first.before, second.number) == (1, None, 2)
    assert second.before == first.item
    assert client.get(f"{where}?item={house.project.pk}").status_code == 404
    assert client.get(f"{where}?item=x").status_code == 404


def test_versions_are_added_on_the_page_and_those_of_others_left_out(
    world, house, producer, as_person
):
    more = make_version(house.project, producer, name="d.mp4")
    chosen = [str(more.pk), str(world.theirs.version.pk), "nonsense"]
    where = reverse("playlist_add", args=[house.playlist.pk])
    as_person(producer).post(where, {"version": chosen})
    assert order(house.playlist) == ["clip.mp4", "d.mp4"]


def test_from_the_page_of_its_asset_into_a_new_list(house, producer, as_person):
    client, where = as_person(producer), reverse("version_playlists", args=[house.version.pk])
    assert "to-playlist" in client.get(reverse("asset", args=[house.asset.pk])).content.decode()
    client.post(where, {"playlist": str(house.playlist.pk), "name": "Tuesday"})
    made = Playlist.objects.get(name="Tuesday")
    assert order(made) == ["clip.mp4"] and made.project == house.project
    assert client.post(where, {"playlist": "x"}).status_code == 404
    assert client.post(where, {"name": "a\u202eb"}).status_code == 400


def test_a_version_goes_into_lists_of_its_own_project_only(house, producer, as_person):
    from projects.models import Project

    other = Project.objects.create(studio=house.studio, name="Second", code="SEC")
    elsewhere = make_playlist(actor=producer, project=other, name="Elsewhere")
    where = reverse("version_playlists", args=[house.version.pk])
    answer = as_person(producer).post(where, {"playlist": str(elsewhere.pk)})
    assert answer.status_code == 404 and not elsewhere.items.exists()


def test_an_unknown_result_is_refused_in_words(house, producer, as_person):
    where = reverse("item_result", args=[house.item.pk])
    answer = as_person(producer).post(where, {"result": "approved"})
    assert answer.status_code == 400
    assert PlaylistItem.objects.get(pk=house.item.pk).result == ""


def test_the_result_is_taken_away_as_harmless_csv(house, producer, as_person):
    house.item.say(actor=producer, result="work", remark="=1+1")
    answer = as_person(producer).get(reverse("playlist_csv", args=[house.playlist.pk]))
    [_head, row] = csv.reader(io.StringIO(answer.content.decode()))
    assert row[:6] == ["1", "clip.mp4", "1", "clip.mp4", "needs work", "'=1+1"]
    assert "Monday%20review.csv" in answer["Content-Disposition"]


def test_deleting_asks_once_more_and_keeps_versions_and_notes(house, producer, as_person):
    client, where = as_person(producer), reverse("playlist_delete", args=[house.playlist.pk])
    assert client.post(where).status_code == 200
    assert Playlist.objects.filter(pk=house.playlist.pk).exists()
    assert client.post(where, {"sure": "yes"}).status_code == 302
    assert not Playlist.objects.filter(pk=house.playlist.pk).exists()
    assert house.version.notes.exists()
