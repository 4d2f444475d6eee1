"""Four corners marked in a frame: by hand, by key, in the film's own pixels, told when wrong."""

import json
import uuid
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from projects.forms import parameters_form
from projects.media.planar.quads import wrong
from projects.models import Version

from .waiting import until

FACTS = {"width": 1920, "height": 1080, "sample_aspect": "1/1", "rotation": 0}
FIELDS = """<link rel="stylesheet" href="/static/css/player.css">
<link rel="stylesheet" href="/static/css/mark-quad.css">
<form><input name="corners" id="c"><input name="at" value="0"><input name="first_frame"
 value="0"><input name="last_frame">%s<button id="send">Send</button></form>"""
READY = "!document.querySelector('mark-quad').hidden"


def frame(number):
    """Black but for a white dot in the middle; darker as the film goes on."""
    shown = np.full((90, 160, 3), 200 - number, np.uint8)
    return cv2.imencode(".jpg", shown)[1].tobytes()


@pytest.fixture
def region(tab, fake):
    def open_(**facts):
        version = Version(pk=uuid.uuid4(), frames=100, rate_num=24, rate_den=1)
        version.facts = {**FACTS, **facts, "timecode": "01:00:00:00"}
        form = parameters_form(_tool().parameters)()
        told = {"version": version, "form": form, "mark": "Ada · Ours", "tool": SimpleNamespace()}
        for number in range(100):
            fake.files[reverse("frame", args=[version.pk, number])] = frame(number)
        fake.page("/ask/", FIELDS % render_to_string("projects/_ask_region.html", told))
        tab.set_viewport_size({"width": 1000, "height": 1000})
        tab.goto(f"{fake.url}/ask/")
        until(tab, READY)
        tab.evaluate("document.forms[0].addEventListener('submit', (e) => {"
                     "window.sent = !e.defaultPrevented; e.preventDefault(); })")  # fmt: skip
        until(tab, "document.querySelector('[data-part=picture]').naturalWidth > 0")
        return tab

    return open_


def _tool():
    from projects.assist.tools import TOOLS

    return TOOLS["scope_extension"]


def corners(tab):
    return json.loads(tab.input_value("[name=corners]") or "[]")


def said(tab):
    return tab.text_content("[data-part=said]")


def press(tab, x, y, to=None):
    """In parts of the view; `to` is where the hand lets go."""
    box = tab.locator("[data-part=view]").bounding_box()
    at = [
        (box["x"] + a * box["width"], box["y"] + b * box["height"])
        for a, b in [(x, y), to or (x, y)]
    ]
    tab.mouse.move(*at[0])
    tab.mouse.down()
    tab.mouse.move(*at[1], steps=4)
    tab.mouse.up()


def placed(tab, *parts):
    for x, y in parts:
        press(tab, x, y)


SQUARE = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]


def near(found, parts, width=1920, height=1080):
    wanted = [(x * width - 0.5, y * height - 0.5) for x, y in parts]
    assert np.abs(np.array(found) - wanted).max() < 3, found


def test_four_presses_mark_the_region_in_the_films_pixels(region):
    tab = region()
    assert "Upper left corner: press" in said(tab)
    placed(tab, *SQUARE)
    near(corners(tab), SQUARE)
    assert wrong(corners(tab), 1920, 1080) is None
    assert said(tab) == "Marked in frame 0 (01:00:00:00)."
    assert tab.locator(".quad-handle:visible").count() == 4
    assert tab.locator("view-mark").count() == 1


@pytest.mark.parametrize("order", [(0, 3, 2, 1), (0, 2, 1, 3)])
def test_corners_are_put_clockwise_the_first_stays(region, order):
    tab = region()
    placed(tab, *(SQUARE[n] for n in order))
    near(corners(tab), SQUARE)


@pytest.mark.parametrize(
    ("facts", "size"),
    [
        ({"width": 1440, "height": 576, "sample_aspect": "2/1"}, (720, 576)),
        ({"width": 576, "height": 1440, "sample_aspect": "2/1", "rotation": 90}, (576, 720)),
        ({"width": 1080, "height": 1920, "rotation": 270}, (1080, 1920)),
    ],
)
def test_turned_films_and_pixels_that_are_no_squares(region, facts, size):
    tab = region(**facts)
    placed(tab, *SQUARE)
    near(corners(tab), SQUARE, *size)


def test_a_corner_is_dragged_with_a_magnifier_beside_it(region):
    tab = region()
    placed(tab, *SQUARE)
    box = tab.locator("[data-part=view]").bounding_box()
    tab.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 0.25 * box["height"])
    tab.mouse.down()
    tab.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.35 * box["height"], steps=4)
    assert tab.locator(".quad-glass").is_visible()
    tab.mouse.up()
    assert not tab.locator(".quad-glass").is_visible()
    near(corners(tab), [(0.3, 0.35), *SQUARE[1:]])


def test_arrows_move_a_corner_finely_and_coarsely(region):
    tab = region()
    tab.click("[data-do=box]")
    near(corners(tab), [(0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7)])
    x, y = corners(tab)[0]
    assert tab.evaluate("document.activeElement.dataset.corner") == "0"
    for key in ("ArrowRight", "Shift+ArrowDown", "Alt+ArrowRight", "Alt+ArrowRight"):
        tab.keyboard.press(key)
    assert corners(tab)[0] == pytest.approx([x + 1.2, y + 10])
    assert tab.locator(".quad-glass").is_visible()
    assert f"x {x + 1.2:.1f}" in tab.get_attribute("[data-corner='0']", "aria-label").replace(
        ",", ""
    )


def test_a_corner_stays_in_the_picture_and_its_edge_is_told(region):
    tab = region()
    placed(tab, *SQUARE)
    press(tab, 0.25, 0.25, to=(-0.2, -0.2))
    assert corners(tab)[0] == [-0.5, -0.5]
    assert "at the edge" in said(tab)


def test_crossing_sides_are_told_at_once_and_not_sent(region):
    tab = region()
    placed(tab, *SQUARE)
    press(tab, 0.25, 0.25, to=(0.9, 0.6))
    assert "The sides cross" in said(tab) and wrong(corners(tab), 1920, 1080) == "turned"
    tab.click("#send")
    assert tab.evaluate("window.sent") is False
    press(tab, 0.9, 0.6, to=(0.25, 0.25))
    tab.click("#send")
    assert tab.evaluate("window.sent") is True


def test_without_corners_nothing_is_sent(region):
    tab = region()
    tab.click("#send")
    assert tab.evaluate("window.sent") is False and "Mark the four corners" in said(tab)


def test_numbers_written_by_hand_are_shown_and_judged(region):
    tab = region()
    for text, words in [
        ("[[-50,80],[400,80],[400,300],[100,300]]", "outside the picture"),
        ("[[100,80],[110,80],[110,90],[100,90]]", "too small"),
        ("[[100,80],[400,80],[400,300],[100,300]]", "Marked in frame 0"),
        ("nonsense", "Upper left corner: press"),
    ]:
        tab.fill("[name=corners]", text)
        assert words in said(tab)


def test_frames_go_by_keys_and_slider_and_the_mark_stays_in_its_frame(region):
    tab = region()
    tab.focus("[data-part=slider]")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press(".")
    tab.keyboard.press("Shift+.")
    assert tab.text_content("[data-part=frame]") == "01:00:00:12 · 12"
    until(tab, "document.querySelector('[data-part=picture]').src.includes('/12.jpg?large=1')")
    placed(tab, *SQUARE)
    assert tab.input_value("[name=at]") == "12"
    tab.keyboard.press(",")
    assert "those of frame 12" in said(tab) and tab.locator(".quad-handle:visible").count() == 0
    press(tab, 0.25, 0.25, to=(0.4, 0.4))
    near(corners(tab), SQUARE)
    tab.click("[data-do=back]")
    assert tab.locator(".quad-handle:visible").count() == 4
    tab.click("[data-step='1']")
    tab.click("[data-do=along]")
    assert tab.input_value("[name=at]") == "13" and "frame 13" in said(tab)


def test_from_here_to_here_and_the_whole_film(region):
    tab = region()
    placed(tab, *SQUARE)
    tab.locator("[data-part=slider]").fill("10")
    tab.click("[data-do=from]")
    assert "marked frame is not among them" in tab.text_content("[data-part=range]")
    tab.locator("[data-part=slider]").fill("40")
    tab.click("[data-do=to]")
    assert [tab.input_value(f"[name={n}]") for n in ("first_frame", "last_frame")] == ["10", "40"]
    tab.click("[data-do=whole]")
    assert "Frames 0 to 99 are tracked." in tab.text_content("[data-part=range]")
    assert [tab.input_value(f"[name={n}]") for n in ("first_frame", "last_frame")] == ["0", ""]


def test_the_next_corner_becomes_the_upper_left_and_all_can_be_begun_anew(region):
    tab = region()
    placed(tab, *SQUARE)
    tab.click("[data-do=turn]")
    near(corners(tab), [*SQUARE[1:], SQUARE[0]])
    tab.click("[data-do=clear]")
    assert corners(tab) == [] and tab.locator(".quad-handle:visible").count() == 0


def test_a_finger_marks_on_a_phone(region):
    tab = region()
    tab.set_viewport_size({"width": 390, "height": 800})
    placed(tab, *SQUARE)
    near(corners(tab), SQUARE)
    assert tab.evaluate("document.documentElement.scrollWidth <= 390")
