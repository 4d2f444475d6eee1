"""One asset's page fetches what sends files when somebody comes near, and says when it cannot."""

import os

import pytest

from .fake_pages import TRAY
from .test_folders import asked
from .test_uploader import WORKER, choose, state
from .waiting import until

SENDS = ("drop-send.js", "upload-tray.js", "uploader.js")
ZONE = (
    '<drop-zone data-project="p1" data-asset="{asset}">'
    '<label>Add<input type="file"></label></drop-zone>'
)


@pytest.fixture
def fetched(tab):
    names = []
    tab.on("request", lambda request: names.append(request.url.rsplit("/", 1)[-1]))
    return names


def opened(tab, fake, asset="a1"):
    fake.page("/light/", ZONE.format(asset=asset) + TRAY % WORKER)
    tab.goto(f"{fake.url}/light/")
    until(tab, "Boolean(customElements.get('drop-zone'))")


def test_who_only_looks_fetches_nothing_that_sends(tab, fake, fetched):
    tab.mouse.move(600, 400)
    opened(tab, fake)
    tab.wait_for_timeout(400)
    assert "drop-zone.js" in fetched
    assert not set(SENDS) & set(fetched)


def test_where_all_files_come_it_is_asked_what_was_begun_elsewhere(tab, fake, fetched):
    opened(tab, fake, asset="")
    until(tab, "Boolean(customElements.get('upload-tray'))")
    assert "drop-send.js" not in fetched


@pytest.mark.parametrize("near", ["hover", "focus"])
def test_who_comes_near_has_it_soon(tab, fake, fetched, near):
    opened(tab, fake)
    getattr(tab.locator("drop-zone input" if near == "focus" else "drop-zone label"), near)()
    until(tab, "Boolean(customElements.get('upload-tray'))")
    assert fetched.count("drop-send.js") == 1


def test_a_file_goes_as_a_version_of_this_asset(tab, fake):
    opened(tab, fake)
    choose(tab, ("a.mp4", os.urandom(1000)))
    state(tab, "done")
    assert [(row["project"], row["asset"]) for row in asked(fake)] == [("p1", "a1")]


def test_out_of_reach_it_says_so_and_takes_the_file_once_it_is_back(tab, fake):
    tab.route("**/drop-send.js", lambda route: route.abort())
    opened(tab, fake)
    choose(tab, ("a.mp4", b"film"))
    tab.wait_for_selector(".toast >> text=out of reach")
    assert fake.uploads == {}
    tab.unroute("**/drop-send.js")
    choose(tab, ("a.mp4", b"film"))
    state(tab, "done")
