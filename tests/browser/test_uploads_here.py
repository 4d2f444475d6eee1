"""A file that is here already is offered, not sent: the person decides."""

import hashlib
import os

import pytest

from .fake_pages import TRAY
from .test_uploader import WORKER, ZONE, choose, state
from .waiting import until

CONTENT = os.urandom(64 * 1024 * 3 + 5)


def tree(content, part):
    cut = (content[at : at + part] for at in range(0, len(content), part))
    return hashlib.sha256(b"".join(hashlib.sha256(piece).digest() for piece in cut)).hexdigest()


@pytest.fixture
def known(fake):
    """A version of another part size than new uploads have: its own counts."""
    row = {"id": "v7", "asset": "a7", "name": "Reel", "number": 2, "part_size": 50_000}
    fake.known = [{**row, "tree_sha256": tree(CONTENT, 50_000)}]
    return fake.known[0]


def offer(tab, fake, worker=WORKER):
    fake.page("/up/", ZONE + TRAY % worker)
    tab.goto(f"{fake.url}/up/")
    choose(tab, ("a.mp4", CONTENT))


@pytest.mark.parametrize("worker", [WORKER, ""], ids=["shared-worker", "page"])
def test_it_says_so_and_sends_nothing(tab, fake, known, worker):
    offer(tab, fake, worker)
    state(tab, "here")
    assert "This file is already here: version 2 of Reel." in tab.inner_text(".tray-item")
    assert fake.puts == []
    tab.click("text=Leave it")
    until(tab, "document.querySelectorAll('.tray-item').length === 0")
    tab.wait_for_timeout(200)
    assert fake.puts == [] and fake.uploads["u1"]["state"] == "aborted"


def test_it_can_be_sent_all_the_same(tab, fake, known):
    offer(tab, fake)
    state(tab, "here")
    tab.click("text=Send anyway")
    state(tab, "done")
    assert fake.uploads["u1"]["state"] == "complete" and len(fake.uploads) == 1


def test_it_can_become_the_next_version(tab, fake, known):
    offer(tab, fake)
    state(tab, "here")
    tab.click("text=Send as a new version")
    state(tab, "done")
    assert [one["state"] for one in fake.uploads.values()] == ["aborted", "complete"]
    asked = [
        data for method, path, data in fake.calls if (method, path[-9:]) == ("POST", "/uploads/")
    ]
    assert [data.get("asset") for data in asked] == [None, "a7"]


def test_one_that_only_begins_and_ends_alike_is_sent(tab, fake, known):
    known["tree_sha256"] = "0" * 64
    offer(tab, fake)
    state(tab, "done")
    assert len(fake.puts) == 4


def test_the_portal_is_told_what_it_begins_and_ends_with(tab, fake):
    offer(tab, fake)
    state(tab, "done")
    (asked,) = [data for method, path, data in fake.calls if path.endswith("/uploads/") and data]
    assert asked["fingerprint"] == hashlib.sha256(CONTENT + CONTENT).hexdigest()
