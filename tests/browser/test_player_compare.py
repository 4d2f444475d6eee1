"""A closer look, and two versions on the same frame."""

import json

import pytest

from .test_player_and_cuts import READ, clip
from .waiting import until

OTHERS = [
    {
        "name": "Version 1",
        "src": "/before.mp4",
        "rate": "24000/1001",
        "frames": 60,
        "times_url": "",
    }
]
PLAYER = """<frame-player data-src="/clip.mp4" data-rate="24000/1001" data-frames="120"
data-start-frame="0" data-drop-frame="0" data-others='%s'></frame-player>"""
OTHER = READ.replace("frame-player video", ".is-other video")
STYLE = "document.querySelector('.player-view').style.getPropertyValue('%s')"


@pytest.fixture
def player(tab, fake, tmp_path):
    def open_(others=OTHERS):
        fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
        fake.files["/before.mp4"] = clip(tmp_path / "before.mp4", frames=60)
        fake.page("/play/", PLAYER % (json.dumps(others) if others else ""))
        tab.set_viewport_size({"width": 900, "height": 800})
        tab.goto(f"{fake.url}/play/")
        until(tab, "document.querySelector('video')?.readyState >= 2")
        return tab

    return open_


def stand(tab, frame):
    tab.evaluate("(n) => document.querySelector('frame-player').seekFrame(n)", frame)
    until(tab, f"({READ})() === {frame}")


def test_the_other_version_stands_on_the_same_frame(player):
    tab = player()
    tab.select_option("[aria-label='Compare with']", "0")
    for frame in (7, 48, 59):
        stand(tab, frame)
        until(tab, f"({OTHER})() === {frame}")
    tab.keyboard.press("ArrowLeft")
    until(tab, f"({OTHER})() === 58")
    stand(tab, 90)
    until(tab, f"({OTHER})() === 59")
    assert tab.inner_text(".player-compare .quiet") == "Version 1 has ended"


def test_it_runs_along_and_stands_again(player):
    tab = player()
    tab.select_option("[aria-label='Compare with']", "0")
    until(tab, "document.querySelector('.is-other video').readyState >= 2")
    tab.keyboard.press("l")
    until(tab, "document.querySelector('.is-other video').currentTime > 0.5")
    tab.keyboard.press("k")
    until(tab, "document.querySelector('frame-player').wanted === null")
    until(tab, f"({OTHER})() === ({READ})()")


def test_wiped_side_by_side_or_as_a_difference(player):
    tab = player()
    tab.select_option("[aria-label='Compare with']", "0")
    other = ".player-pane.is-other"
    style = "(e, name) => getComputedStyle(e)[name]"
    tab.fill("[aria-label='Where the wipe stands']", "25")
    assert tab.locator(other).evaluate(style, "clipPath") == "inset(0px 0px 0px 25%)"
    tab.select_option("[aria-label=How]", "side")
    boxes = [tab.locator(one).bounding_box() for one in (".player-pane >> nth=0", other)]
    assert boxes[0]["x"] + boxes[0]["width"] == pytest.approx(boxes[1]["x"], abs=1)
    assert not tab.locator("[aria-label='Where the wipe stands']").is_visible()
    tab.select_option("[aria-label=How]", "difference")
    assert tab.locator(other).evaluate(style, "mixBlendMode") == "difference"
    tab.select_option("[aria-label='Compare with']", "")
    assert tab.locator(other).count() == 0
    assert "is-difference" not in tab.get_attribute(".player-view", "class")


def test_a_single_version_has_nothing_to_compare_with(player):
    assert player(others=None).locator(".player-compare").count() == 0


def test_a_closer_look_by_keys_choice_and_wheel(player):
    tab = player(others=None)
    for key, level in (("+", "1.5"), ("+", "2"), ("-", "1.5"), ("0", "1"), ("-", "1")):
        tab.keyboard.press(key)
        assert tab.evaluate(STYLE % "--zoom") == level
    tab.select_option("[aria-label=Zoom]", "4")
    assert tab.evaluate(STYLE % "--zoom") == "4"
    tab.keyboard.press("0")
    assert tab.input_value("[aria-label=Zoom]") == "1"


def test_a_closer_look_is_dragged_and_no_further_than_its_edge(player):
    tab = player(others=None)
    tab.keyboard.press("+")
    tab.keyboard.press("+")
    box = tab.locator(".player-view").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x + box["width"] / 4, y, steps=5)
    tab.mouse.up()
    assert float(tab.evaluate(STYLE % "--x").rstrip("%")) == pytest.approx(25, abs=1)
    assert tab.evaluate("document.querySelector('video').paused")
    tab.mouse.down()
    tab.mouse.move(x + 3 * box["width"], y, steps=60)  # held once it moves
    tab.mouse.up()
    assert tab.evaluate(STYLE % "--x") == "50%"


def test_in_and_out_are_cleared(player):
    tab = player(others=None)
    tab.keyboard.press("i")
    assert tab.locator(".player-range").is_visible()
    tab.keyboard.press("x")
    assert not tab.locator(".player-range").is_visible()
