"""A review session in Chromium: made, shared with a guest, looked at, and ended at once."""

import os
import re
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

from .test_whole_job import LINK, PRODUCER
from .waiting import until

pytestmark = pytest.mark.browser
#: A folder for pictures of what the test saw; nothing is kept without it.
LOOKS = os.environ.get("LOOKS", "")


@pytest.fixture
def pages(chromium):
    """Fresh contexts; scripts must run without an error or a breach of the policy."""
    contexts, troubles = [], []

    def fresh(**options):
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("response", lambda r: troubles.append(r.url) if r.status >= 500 else None)
        page.on("websocket", lambda socket: page.sockets.append(socket.url))
        page.on(
            "console", lambda line: "Content Security" in line.text and troubles.append(line.text)
        )
        page.sockets = []
        return page

    yield fresh
    for context in contexts:
        context.close()
    assert troubles == []


def look(page, name):
    if LOOKS:
        page.screenshot(path=Path(LOOKS) / f"{name}.png", full_page=True)


def test_a_session_is_made_shared_and_ended(portal, pages):
    producer, guest = pages(), pages(viewport={"width": 1280, "height": 900})
    producer.goto(portal.shell(LINK.format(who=PRODUCER)))
    producer.click("button[type=submit]")
    producer.wait_for_url(portal.address + "/")
    _made(portal, producer)
    link, phrase = _shared(producer)
    _looked_at(guest, link, phrase)
    _written(guest)
    producer.goto(producer.list_url)
    producer.wait_for_selector(".note:has-text('Gina Guest (guest)')")
    look(producer, "producer-sees-the-note")
    _withdrawn(producer, guest)
    _closed(producer)


def _made(portal, page):
    page.goto(portal.address + "/projects/")
    page.click("table a")
    page.click("nav.tabs a:has-text('Playlists')")
    look(page, "playlists-empty")
    _opened(page, ".empty button", "#new-playlist")
    page.fill("#new-playlist input[name=name]", "Monday review")
    page.click("#new-playlist .is-primary")
    page.wait_for_selector("h1:has-text('Monday review')")
    page.list_url = page.url
    _opened(page, ".empty button", "#add-versions")
    page.check("#add-versions label:has-text('TSR_reel_01') input")
    look(page, "add-versions")
    page.click("#add-versions .is-primary")
    page.wait_for_selector("frame-player")
    look(page, "playlist")


def _opened(page, button, dialog):
    """A page that has just come may not have its scripts yet: who clicks too early clicks again."""
    for _n in range(60):
        with suppress(TimeoutError):  # it may have opened meanwhile, and be in the way
            page.click(button, timeout=1_000)
        page.wait_for_timeout(250)
        if page.locator(f"{dialog}[open]").count():
            return
    raise AssertionError(f"{dialog} did not open")


def _shared(page):
    page.click("a:has-text('Share with guests')")
    page.fill("input[name=guest_name]", "Gina Guest")
    page.fill("input[name=expires_at]", page.evaluate(SOON))
    page.check("input[name=may_comment]")
    page.click("form .is-primary")
    link, phrase = page.inner_text("#share-link"), page.inner_text("#share-passphrase")
    look(page, "share")
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", phrase)
    return link, phrase


SOON = "new Date(Date.now() + 5 * 864e5).toISOString().slice(0, 10)"


def _looked_at(page, link, phrase):
    page.goto(link)
    look(page, "guest-door")
    page.check("input[name=terms]")
    page.fill("input[name=passphrase]", "something else")
    page.click(".is-primary")
    page.wait_for_selector(".errorlist, .is-wrong")
    look(page, "guest-wrong")
    page.fill("input[name=passphrase]", f" {phrase} ")
    page.check("input[name=terms]")
    page.click(".is-primary")
    page.wait_for_selector("frame-player view-mark canvas")
    until(page, "document.querySelector('video')?.readyState >= 2")
    assert (
        page.locator("frame-player view-mark")
        .get_attribute("data-text")
        .startswith("Gina Guest (guest) · ")
    )
    assert link.rsplit("/", 2)[1] not in page.content()
    page.keyboard.press("k")
    page.evaluate("document.querySelector('frame-player').video.play()")
    until(page, "document.querySelector('video').currentTime > 0.2")
    look(page, "guest")
    assert page.sockets == []


def _written(page):
    page.evaluate("document.querySelector('frame-player').video.pause()")
    page.keyboard.press("n")
    page.keyboard.type("The hand is soft")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".note")
    assert page.locator(".note-actions button").all_inner_texts() == ["Change", "Delete"]
    look(page, "guest-note")


def _withdrawn(producer, guest):
    guest.evaluate("document.querySelector('guest-watch').dataset.every = 1")
    producer.click("a:has-text('Share with guests')")
    producer.click("text=Withdraw")
    producer.click("main .is-primary, main .is-danger")
    producer.wait_for_selector("text=withdrawn on")
    guest.wait_for_selector("text=This link was withdrawn")  # by itself, within seconds
    look(guest, "guest-over")
    assert not guest.locator("video").count()


def _closed(page):
    page.goto(page.list_url)
    page.fill("#remark", "Darker at the end")
    page.keyboard.press("Tab")
    page.keyboard.press("2")
    page.wait_for_selector(".playlist .tag:has-text('needs work')")
    _opened(page, "text=Close the session", "#close-session")
    page.fill("#close-session input[name=summary]", "One goes back to the artists.")
    look(page, "close")
    page.click("#close-session .is-primary")
    page.wait_for_selector("text=One goes back to the artists.")
    look(page, "closed")
    page.set_viewport_size({"width": 390, "height": 800})
    look(page, "closed-narrow")
