"""A guest's files go through the portal in pieces; no address of the storage is given away."""

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory

from portal.storage import files
from projects import relaying
from tests.guests import came_in

BODY = bytes(range(100))


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(relaying, "PIECE", 40)


@pytest.fixture
def ask():
    files.save("renditions/x/film", ContentFile(BODY))

    def asked(wanted=""):
        headers = {"Range": wanted} if wanted else {}
        request = RequestFactory().get("/", headers=headers)
        return relaying.piece_of(request, "renditions/x/film", "video/mp4")

    return asked


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-", 0, 39),
        ("bytes=10-19", 10, 19),
        ("bytes=90-", 90, 99),
        ("bytes=90-500", 90, 99),
        ("bytes=-5", 95, 99),
        ("bytes=-500", 0, 39),
        ("bytes= 3 - 4", 3, 4),
        ("frames=1-2", 0, 39),
        ("bytes=" + "1" * 5000 + "-", 0, 39),
        ("bytes=0-1,5-6", 0, 39),
        ("", 0, 39),
    ],
)
def test_each_answer_holds_one_piece(ask, wanted, first, last):
    answer = ask(wanted)
    assert answer.status_code == 206 and answer.content == BODY[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/100"


def test_the_pieces_make_the_whole(ask):
    found = b""
    while len(found) < 100:
        found += ask(f"bytes={len(found)}-").content
    assert found == BODY


def test_a_small_file_comes_as_a_whole(ask, monkeypatch):
    monkeypatch.setattr(relaying, "PIECE", 100)
    answer = ask()
    assert (answer.status_code, answer.content) == (200, BODY)
    assert "Content-Range" not in answer and answer["Content-Type"] == "video/mp4"


@pytest.mark.parametrize("wanted", ["bytes=100-", "bytes=-0", "bytes=7-3"])
def test_what_is_beyond_the_end_is_refused(ask, wanted):
    answer = ask(wanted)
    assert answer.status_code == 416 and answer["Content-Range"] == "bytes */100"


def test_where_people_get_an_address_guests_get_bytes(world, client, monkeypatch):
    monkeypatch.setattr(type(files._wrapped), "link", lambda self, *args: "https://s3.example/x")
    came_in(client, world.ours.share)
    row = world.ours.version.rendition("proxy")
    answer = client.get(f"/shared/media/{row.pk}/", headers={"Range": "bytes=0-"})
    assert answer.status_code == 206 and "Location" not in answer
    assert answer.content == files.piece(row.storage_key, 0, 40)
    assert answer["Cache-Control"] == "private, no-store"
