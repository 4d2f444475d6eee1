"""The watermark over a player: it is there, it moves along, and it does not stay away."""

import pytest

from .test_player_and_cuts import clip
from .waiting import until

PLAYER = """<frame-player data-src="/clip.mp4" data-rate="24000/1001" data-frames="120"
data-start-frame="0" data-drop-frame="0" data-mark="%s"></frame-player>"""
INK = """() => { const canvas = document.querySelector("view-mark canvas");
if (!canvas?.width) return 0;
const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
let drawn = 0; for (let at = 3; at < data.length; at += 4) drawn += data[at] > 0;
return drawn / (data.length / 4); }"""
COVERS = """() => { const mark = document.querySelector("view-mark").getBoundingClientRect(),
view = document.querySelector(".player-view").getBoundingClientRect();
return Math.abs(mark.width - view.width) < 1 && Math.abs(mark.height - view.height) < 1; }"""


@pytest.fixture
def player(tab, fake, tmp_path):
    def open_(mark="Ada Byron · North Pictures"):
        fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
        fake.page("/play/", PLAYER % mark)
        tab.goto(f"{fake.url}/play/")
        until(tab, "document.querySelector('video')?.readyState >= 2")
        return tab

    return open_


def drawn(tab):
    until(tab, f"({INK})() > 0.01")
    assert tab.evaluate(COVERS)


def test_it_lies_over_the_whole_picture_and_lets_presses_through(player):
    tab = player()
    drawn(tab)
    before = tab.evaluate("document.querySelector('video').paused")
    tab.locator(".player-view").click()
    until(tab, f"document.querySelector('video').paused !== {str(before).lower()}")


def test_without_a_text_there_is_none(player):
    assert player("").locator("view-mark").count() == 0


@pytest.mark.parametrize(
    "harm",
    [
        "mark.remove()",
        "mark.hidden = true",
        "mark.style.opacity = '0'",
        "mark.style.display = 'none'",
        "mark.classList.add('visually-hidden')",
        "mark.replaceChildren()",
        "mark.querySelector('canvas').style.visibility = 'hidden'",
        "mark.closest('.player-view').removeChild(mark)",
    ],
)
def test_it_puts_itself_back(player, harm):
    tab = player()
    drawn(tab)
    tab.evaluate(f"(() => {{ const mark = document.querySelector('view-mark'); {harm}; }})()")
    drawn(tab)
    shown = """() => { const style = getComputedStyle(document.querySelector("view-mark")),
    inner = getComputedStyle(document.querySelector("view-mark canvas"));
    return style.opacity === "1" && style.display !== "none" && inner.visibility === "visible"; }"""
    assert tab.evaluate(shown)


def test_another_text_does_not_stay(player):
    tab = player()
    drawn(tab)
    tab.evaluate("document.querySelector('view-mark').dataset.text = 'Nobody'")
    until(tab, "document.querySelector('view-mark').dataset.text.startsWith('Ada')")


def test_it_goes_along_into_full_screen_and_the_film_alone_does_not(player):
    tab = player()
    drawn(tab)
    tab.evaluate("document.querySelector('frame-player').requestFullscreen()")
    until(tab, "document.fullscreenElement?.matches('frame-player')")
    assert tab.evaluate("document.fullscreenElement.contains(document.querySelector('view-mark'))")
    drawn(tab)
    tab.evaluate("document.exitFullscreen()")
    until(tab, "!document.fullscreenElement")
    tab.evaluate("document.querySelector('video').requestFullscreen()")
    until(tab, "document.fullscreenElement?.tagName !== 'VIDEO'")


def test_it_tells_the_time(player):
    tab = player()
    drawn(tab)
    told = tab.evaluate("document.querySelector('view-mark').time")
    assert told.endswith("UTC") and len(told) == len("2026-03-01 12:00 UTC")
