"""What sidecars say reaches the clips they speak of, in whatever order both arrive."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.models import Asset, State
from projects.sidecars import stem_of
from tests.projects.interchange.test_ale import log
from tests.projects.interchange.test_cdl import one
from tests.projects.media.frame_files import frames, png, tar
from tests.projects.test_ingesting import examined

COLUMNS = ["Name", "Tape", "Start", "Scene", "Take"]
TAKE = ["A001C002", "A001", "01:00:00:00", "12A", "3"]
OTHER = ["B009C001", "B009", "02:00:00:00", "40", "1"]
CUBE = "LUT_3D_SIZE 2\n" + "0 0 0\n" * 8


def sidecar(world, name="A001.ale", *rows, columns=COLUMNS):
    return examined(world, name, log(columns, *(rows or (TAKE, OTHER))).encode()).version


def clip(world, name="A001C002.png", folder=""):
    version = examined(world, name, png(1)).version
    if folder:
        Asset.objects.filter(pk=version.asset_id).update(folder=folder)
    return version.asset


def said(asset):
    told = Asset.objects.get(pk=asset.pk).log
    return {key: value for key, value in told.items() if key != "from"}


FOUND = {"scene": "12A", "take": "3", "reel": "A001"}


def test_the_log_may_come_first(world):
    version = sidecar(world)
    found = clip(world)
    assert said(found) == FOUND
    source = {"asset": str(version.asset_id), "name": "A001.ale", "lines": [9]}
    assert Asset.objects.get(pk=found.pk).log["from"] == [source]


def test_or_after_the_clip(world):
    found, other = clip(world), clip(world, "A001C003.png")
    sidecar(world)
    assert said(found) == FOUND and said(other) == {}


@pytest.mark.parametrize(
    "name", ["a001c002.PNG", "A001C002_230101_R1AB.png", "A001C002.001.png", "x\\A001C002.png"]
)
def test_names_as_cameras_and_copies_write_them(world, name):
    sidecar(world)
    assert said(clip(world, name)) == FOUND


def test_a_sequence_is_called_by_what_its_frames_begin_with(world):
    row = ["shot_010", "", "", "7", "1"]
    sidecar(world, "vfx.ale", row)
    name = "shot_010.[1001-1002].png.tar"
    job = examined(world, name, tar(frames([1001, 1002], stem="shot_010.")))
    assert said(job.version.asset) == {"scene": "7", "take": "1"}


def test_by_reel_and_timecode(world):
    rows = (
        ["1A-1", "shot", "00:00:41:17", "1A", "1"],
        ["1A-2", "shot", "00:09:00:00", "1A", "2"],
    )
    sidecar(world, "day1.ale", *rows)
    job = examined(world, "shot.[1001-1002].png.tar", tar(frames([1001, 1002])))
    assert said(job.version.asset) == {"scene": "1A", "take": "1", "reel": "shot"}


def test_grade_and_look_beside_the_log(world):
    sidecar(world)
    examined(world, "A001C002.cc", one(id="").encode())
    examined(world, "A001C002.cube", CUBE.encode())
    told = said(clip(world))
    assert told["look"] == "A001C002.cube" and told["slope"] == [1.1, 1.0, 1.0]
    assert told["saturation"] == 0.7 and told["scene"] == "12A"


def placed(version, folder):
    Asset.objects.filter(pk=version.asset_id).update(folder=folder)


def test_cards_that_all_begin_with_the_same_names(world):
    """Each C0001 hears its own card's log; one for the whole day is heard by both."""
    logs = [sidecar(world, f"{n}.ale", ["C0001", "", "", f"card {n}", ""]) for n in (1, 2)]
    for number, version in enumerate(logs, 1):
        placed(version, f"CARD_{number}/LOGS")
    day = sidecar(world, "day.ale", ["C0001", "R1", "", "day", "7"])
    placed(day, "REPORTS")
    clips = [examined(world, "C0001.png", png(n)).version for n in (1, 2, 3)]
    for number, version in enumerate(clips, 1):
        placed(version, f"CARD_{number}/CLIP")
    sidecar(world, "other.ale", OTHER)  # all are told anew
    found = [said(version.asset) for version in clips]
    assert [one["scene"] for one in found] == ["card 1", "card 2", "day"]
    assert {(one["take"], one["reel"]) for one in found} == {("7", "R1")}


def test_a_log_that_goes_is_forgotten_and_one_that_comes_back_is_known(world):
    version, found = sidecar(world), clip(world)
    producer = world.ours.people["producer"]
    version.asset.delete_by(producer)
    assert said(found) == {}
    Asset.objects.get(pk=version.asset_id).take_back(actor=producer)
    assert said(found) == FOUND


def test_who_changes_what_logs_say_takes_a_turn_before_holding_a_row(world):
    """In another order, one would hold a clip and wait for the other, and the other for it."""
    version, boss = sidecar(world), world.visitor("producer")
    for act in (
        lambda: clip(world),
        lambda: sidecar(world, "B.ale"),
        lambda: version.asset.delete_by(boss),
        lambda: Asset.objects.get(pk=version.asset_id).take_back(actor=boss),
    ):
        with CaptureQueriesContext(connection) as asked:
            act()
        told = [row["sql"] for row in asked]
        # A claim passes by what is held, and waits for nobody.
        waits = [n for n, sql in enumerate(told) if sql.endswith("FOR NO KEY UPDATE")]
        turn = waits[0]
        assert '"projects_project"' in told[turn]
        written = [n for n, sql in enumerate(told) if sql.startswith('UPDATE "projects_asset"')]
        assert written and min(written) > turn


def test_other_projects_and_studios_hear_nothing(world):
    theirs = Asset.objects.create(project=world.theirs.project, name="A001C002.png", kind="image")
    sidecar(world)
    assert said(theirs) == {}


def test_one_that_cannot_be_read_is_refused_with_its_line(world):
    bad = log(["Name", "ASC_SAT"], ["a", "much"]).encode()
    job = examined(world, "bad.ale", bad)
    assert job.state == State.FAILED and job.error_code == "media:bad_log"
    assert "line 9: ASC_SAT is no number" in str(job.event()["error"]["message"])


def test_pages_tell_it(world, client):
    version, found = sidecar(world), clip(world)
    client.force_login(world.ours.people["artist"])
    page = client.get(f"/assets/{found.pk}/").content.decode()
    assert "12A" in page and "A001.ale, line 9" in page
    page = client.get(f"/assets/{version.asset_id}/").content.decode()
    assert "1 entry speaks of no clip in this project." in page
    assert page.index("B009C001") < page.index("A001C002")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("b/A001C002.mov", "a001c002"),
        ("C:\\x\\A001.R3D", "a001"),
        ("A005.C010", "a005.c010"),
        ("shot_.[1-9].exr", "shot"),
        ("[1-9].exr", ""),
        ("", ""),
    ],
)
def test_stems(name, stem):
    assert stem_of(name) == stem


def test_it_can_be_found(world, client):
    sidecar(world)
    found, other = clip(world), clip(world, "B.png", folder="CARD_2/x")
    client.force_login(world.ours.people["artist"])

    def names(**query):
        page = client.get(f"/projects/{found.project_id}/", query)
        return {asset.name for asset in page.context["page"].rows}

    assert names(find="12a") == {found.name} == names(find="a001", kind="image")
    assert names(find="card_2") == {other.name} and names(find="2A") == set()
    page = client.get(f"/projects/{found.project_id}/?find=nowhere&view=table").content.decode()
    assert "Nothing is called so" in page and 'value="nowhere"' in page
    page = client.get(f"/projects/{found.project_id}/?find=card_2%26x=1").content.decode()
    assert "find=card_2%26x%3D1" in page
