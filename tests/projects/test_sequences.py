"""A sequence in the portal: its name, its kind, its page, and what tools may do with it."""

from pathlib import Path

import pytest

from portal.storage import files
from projects.file_names import asset_name, safe_folder
from projects.models import Asset, State
from tests.projects import sending
from tests.projects.media.frame_files import frames, tar
from tests.projects.test_ingesting import examined, roles

NAME = "shot.[1001-1004].png.tar"


def test_it_is_examined_at_the_rate_of_the_project(world):
    project = world.ours.project
    project.rate_label = "25"
    project.save()
    job = examined(world, NAME, tar(frames([1001, 1002, 1004])))
    version = job.version
    assert job.state == State.READY and version.asset.kind == "sequence"
    assert roles(job) == ["poster", "proxy", "strip"]
    assert (version.frames, version.rate_num, version.rate_den) == (4, 25, 1)
    assert version.facts["sequence"]["missing"] == [[1003, 1003]]


def test_one_that_lies_is_refused_in_a_sentence(world):
    job = examined(world, NAME, tar({"a.1.png": b"x", "../b.2.png": b"x"}))
    assert job.state == State.FAILED and job.error_code == "media:bad_sequence"
    assert "entry 2 is not named like a frame" in str(job.event()["error"]["message"])


def test_its_page_names_gaps_and_counts_as_its_files_do(world, client):
    job = examined(world, NAME, tar(frames([1001, 1002, 1004])))
    client.force_login(world.ours.people["artist"])
    page = client.get(f"/assets/{job.version.asset_id}/").content.decode()
    assert "Frames are missing: 1003." in page and 'data-first-number="1001"' in page
    assert "1001\N{EN DASH}1004 in 3 files" in page and "Shot breakdown" in page
    listed = client.get(f"/projects/{job.version.project_id}/?kind=sequence")
    assert listed.status_code == 200 and b"image sequence" in listed.content


def test_tools_work_on_the_viewing_copy(world):
    job = examined(world, NAME, tar(frames([1001, 1002, 1003])))
    version = job.version
    copy = version.renditions.get(role="proxy")
    assert version.workable_key == copy.storage_key and Path(files.path(copy.storage_key)).exists()
    film = examined(world, "a.fountain", b"INT. KITCHEN - NIGHT\n\nRain.\n").version
    assert film.workable_key == film.storage_key


@pytest.mark.parametrize(
    ("file", "asset"),
    [
        ("shot.[1001-1096].exr.tar", "shot.[1001-1096].exr"),
        ("[1-3].JPG.tar", "[1-3].JPG"),
        ("rushes.tar", "rushes.tar"),
        ("shot.[1001-1096].mov.tar", "shot.[1001-1096].mov.tar"),
        ("shot.[1-2].exr", "shot.[1-2].exr"),
    ],
)
def test_what_an_asset_is_called(file, asset):
    assert asset_name(file) == asset


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("A001/CLIP", "A001/CLIP"),
        ("\\\\card\\A001\\", "card/A001"),
        ("../../etc/./x", "etc/x"),
        ("a\x00\u202eb/\n", "ab"),
        ("x" * 300, "x" * 255),
        ("y" * 200 + "/" + "x" * 200, "x" * 200),
        ("", ""),
    ],
)
def test_what_a_folder_is_called(told, kept):
    assert safe_folder(told) == kept


def test_the_folder_stays_with_the_asset(world):
    upload = sending.begin(world.ours, name=NAME, folder="A001_CARD/two")
    sending.send(upload)
    version = upload.complete(tree_sha256=sending.tree(upload))
    asset = Asset.objects.get(pk=version.asset_id)
    assert (asset.name, asset.folder) == ("shot.[1001-1004].png", "A001_CARD/two")
    assert version.file_name == NAME
