"""Two pictures compared: alone, wiped by hand and by key, side by side, with a mask over one."""

import cv2
import numpy as np
import pytest
from django.template.loader import render_to_string

from .waiting import until

WIDE, HIGH = 320, 180
STYLE = '<link rel="stylesheet" href="/static/css/pictures.css">'
RED, GREEN, BLUE = (40, 40, 220), (40, 200, 40), (220, 40, 40)


def picture(colour):
    shown = np.full((HIGH, WIDE, 3), colour, np.uint8)
    return cv2.imencode(".png", shown)[1].tobytes()


def laid():
    """Blue over the left half."""
    over = np.zeros((HIGH, WIDE, 4), np.uint8)
    over[:, : WIDE // 2] = (*BLUE, 255)
    return cv2.imencode(".png", over)[1].tobytes()


@pytest.fixture
def compare(tab, fake):
    """Red first, green second."""

    def open_(**facts):
        pictures = {"/first.png": picture(RED), "/second.png": picture(GREEN), "/over.png": laid()}
        fake.files |= pictures
        told = {
            "first": "/first.png",
            "first_name": "Frame",
            "first_said": "the shot",
            "second": "/second.png",
            "second_name": "Plate",
            "second_said": "the plate",
            "overlay": "/over.png",
            "width": WIDE,
            "height": HIGH,
            "shows": "second",
            "keys": True,
        }
        body = render_to_string("components/_picture_compare.html", told | facts)
        fake.page("/compare/", STYLE + body)
        tab.set_viewport_size({"width": 800, "height": 1000})  # the whole picture, without bars
        tab.goto(f"{fake.url}/compare/")
        until(tab, "Boolean(customElements.get('picture-compare'))")
        until(tab, "[...document.images].every((one) => one.complete)")
        return tab

    return open_


def colours(tab, *parts):
    """What stands in the middle of the height, at parts of the view's width, as blue green red."""
    shot = tab.locator(".compare-view").screenshot()
    seen = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR)
    row = seen[seen.shape[0] // 2]
    return [tuple(int(c) for c in row[int(part * (len(row) - 1))]) for part in parts]


def test_the_second_is_shown_alone_and_the_first_by_its_key(compare):
    tab = compare()
    assert colours(tab, 0.1, 0.9) == [GREEN, GREEN]
    tab.keyboard.press("f")
    assert colours(tab, 0.1, 0.9) == [RED, RED]
    assert tab.get_attribute("[data-mode=first]", "aria-pressed") == "true"
    assert tab.get_attribute("[data-mode=second]", "aria-pressed") == "false"


def test_the_wipe_follows_the_slider_and_a_hand(compare):
    tab = compare()
    assert not tab.locator("[data-part=wipe]").is_visible()
    tab.keyboard.press("c")
    assert colours(tab, 0.4, 0.6) == [RED, GREEN]
    tab.locator("[data-part=wipe] input").fill("30")
    assert colours(tab, 0.25, 0.4) == [RED, GREEN]
    box = tab.locator(".compare-view").bounding_box()
    across = box["y"] + box["height"] / 3
    tab.mouse.move(box["x"] + 20, across)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 0.8, across)
    tab.mouse.up()
    assert colours(tab, 0.75, 0.85) == [RED, GREEN]
    tab.mouse.move(box["x"] + 20, across)
    assert colours(tab, 0.75) == [RED]


def test_side_by_side_and_on_a_phone_one_over_the_other(compare):
    tab = compare()
    tab.keyboard.press("s")
    assert colours(tab, 0.25, 0.75) == [RED, GREEN]
    tab.set_viewport_size({"width": 390, "height": 800})
    first, second = (tab.locator(f".is-{name}").bounding_box() for name in ("first", "second"))
    assert second["y"] >= first["y"] + first["height"]


def test_the_mask_lies_over_the_second_with_its_legend(compare):
    tab = compare()
    assert not tab.locator(".compare-legend").is_visible()
    tab.keyboard.press("f")
    tab.keyboard.press("m")
    assert colours(tab, 0.25, 0.75) == [BLUE, GREEN]
    assert tab.locator(".compare-legend").is_visible()
    tab.keyboard.press("m")
    assert colours(tab, 0.25) == [GREEN]


def test_without_a_mask_and_without_keys_there_are_none(compare):
    tab = compare(overlay="", keys=False)
    assert tab.locator("[data-part=overlay], kbd").count() == 0
    tab.keyboard.press("f")
    assert colours(tab, 0.5) == [GREEN]
