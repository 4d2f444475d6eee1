"""Parts that come along with the announcement of their file."""

import pytest

from portal.errors import PortalError
from portal.storage import files
from projects.announcing import start_upload
from projects.models import Upload
from tests.projects.sending import BODY, PART, announced, begin, piece, put, tree

URL = "/api/v1/uploads/"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr("projects.announcing.part_size_for", lambda *_asked: PART)


@pytest.fixture
def announce(world, as_person):
    def call(*numbers, key="", **changes):
        parts = [announced(Upload(size=len(BODY), part_size=PART), n) for n in numbers]
        body = {"project": str(world.ours.project.pk), "file_name": "a.mov", "size": len(BODY)}
        body |= {"part_size": PART, "parts": parts, **changes}
        headers = {"Idempotency-Key": key} if key else {}
        artist = as_person(world.ours.people["artist"])
        return artist.post(URL, body, "application/json", headers=headers)

    return call


def test_they_get_their_addresses_at_once(announce):
    told = announce(1, 2).json()
    assert [part["number"] for part in told["signed"]["parts"]] == [1, 2]
    assert told["signed"]["expires_in"] == 900 and told["confirmed"] == []
    upload = Upload.objects.get(pk=told["id"])
    for part in told["signed"]["parts"]:
        assert put(part["url"], piece(upload, part["number"])).status_code == 200
    assert [part.number for part in upload.confirmed()] == [1, 2]


def test_without_parts_there_are_no_addresses(announce):
    assert announce().json()["signed"] is None


def test_in_another_size_than_the_portals_they_get_none(announce, monkeypatch):
    monkeypatch.setattr("projects.announcing.part_size_for", lambda *_asked: 2 * PART)
    told = announce(1, 2).json()
    assert told["signed"] is None and told["part_size"] == 2 * PART
    assert not Upload.objects.get(pk=told["id"]).parts.exists()


def test_an_answer_that_is_given_again_holds_no_address(announce):
    first, second = announce(1, key="k"), announce(1, key="k")
    assert first.json()["signed"]["parts"] and second["Idempotent-Replay"] == "true"
    assert second.json() == {**first.json(), "signed": None}


@pytest.mark.parametrize("key", ["", "k"])
@pytest.mark.parametrize(
    ("part", "code"),
    [
        ({"number": 4, "size": PART, "sha256": "a" * 64}, "upload:part_number"),
        ({"number": 1, "size": PART - 1, "sha256": "a" * 64}, "upload:part_size"),
    ],
)
def test_a_part_of_another_file_is_refused_and_nothing_is_open(announce, world, part, code, key):
    open_before = Upload.objects.filter(state="open").count()
    answer = announce(key=key, parts=[part])
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert Upload.objects.filter(state="open").count() == open_before
    assert announce(1, key=key).status_code == 201


@pytest.mark.parametrize(
    "parts",
    [[{"number": 0, "size": 1, "sha256": "a" * 64}], [{}], "x", {"number": 1}]
    + [[{"number": 1, "size": 1, "sha256": "A" * 64}]]
    + [[{"number": n, "size": PART, "sha256": "a" * 64} for n in range(1, 102)]],
    ids=["nothing", "empty", "text", "one", "capitals", "many"],
)
def test_what_is_no_list_of_parts_is_told(announce, parts):
    answer = announce(parts=parts)
    assert answer.status_code == 400 and "parts" in answer.json()["error"]["fields"]


def test_the_storage_is_asked_before_the_studio_is_locked(world, monkeypatch):
    seen = []
    begun = files.begin

    def begin_at_storage(key, **more):
        seen.append("storage")
        return begun(key, **more)

    def must_fit(project, size):
        seen.append("studio")

    monkeypatch.setattr(files, "begin", begin_at_storage)
    monkeypatch.setattr("projects.announcing._must_fit", must_fit)
    begin(world.ours)
    assert seen == ["storage", "studio"]


def test_a_refused_file_leaves_nothing_in_the_storage(world, monkeypatch):
    begun = []
    monkeypatch.setattr(
        files, "begin", lambda key, begin=files.begin, **more: begun.append(begin(key)) or begun[-1]
    )
    world.ours.studio.quota_bytes = 1
    world.ours.studio.save()
    with pytest.raises(PortalError, match="upload:quota"):
        begin(world.ours)
    (ref,) = begun
    assert not files._upload(ref).exists()


def test_parts_signed_with_the_announcement_make_a_version(announce):
    told = announce(1, 2, 3).json()
    upload = Upload.objects.get(pk=told["id"])
    for part in told["signed"]["parts"]:
        put(part["url"], piece(upload, part["number"]))
    assert upload.complete(tree_sha256=tree(upload)).size == len(BODY)


def test_the_function_takes_what_the_interface_gives(world):
    upload = start_upload(
        actor=world.ours.people["artist"],
        project=world.ours.project,
        file_name="card/clip.mov",
        size=10,
        asset=None,
        shot=None,
        folder="A001",
    )
    assert (upload.file_name, upload.folder, upload.part_size) == ("clip.mov", "A001", PART)
