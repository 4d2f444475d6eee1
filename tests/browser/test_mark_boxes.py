"""People marked on frames: by hand, by key, by number, with names; written as the tool reads it."""

import json
from html import escape

import cv2
import numpy as np
import pytest

from projects.assist.tools.character_continuity_words import by_shot, written_marks

from .waiting import until

SIZE = (640, 360)
HTML = """<link rel="stylesheet" href="/static/css/portal.css">
<link rel="stylesheet" href="/static/css/components.css">
<link rel="stylesheet" href="/static/css/mark-boxes.css">
<form><mark-boxes data-field="marks" data-shots="shots" data-frame-url="/frames/{frame}.jpg"
data-frames="48" data-width="640" data-height="360" data-rate="24/1" data-start="24" data-mark="">
<datalist id="mark-names"><option value="Bo"></datalist></mark-boxes>
<input id="shots" value="SHOTS"><textarea id="marks">MARKS</textarea>
<button id="send">Send</button></form>"""


def picture(number):
    shown = np.full((SIZE[1], SIZE[0], 3), 3 * number + 40, np.uint8)
    return cv2.imencode(".png", shown)[1].tobytes()


@pytest.fixture
def marking(tab, fake):
    def open_(shots="0-12,12-24,24-48", marks=""):
        for number in range(48):
            fake.files[f"/frames/{number}.jpg"] = picture(number)
        body = HTML.replace("SHOTS", escape(shots)).replace("MARKS", escape(marks))
        fake.page("/marking/", body)
        tab.set_viewport_size({"width": 1000, "height": 900})
        tab.goto(f"{fake.url}/marking/")
        until(tab, "Boolean(customElements.get('mark-boxes'))")
        ready(tab)
        return tab

    return open_


def ready(tab):
    until(tab, "document.querySelector('.mark-view')?.ariaBusy === 'false'")


def written(tab):
    return json.loads(tab.input_value("#marks") or "[]")


def drag(tab, start, end):
    """Parts of the picture."""
    box = tab.locator(".mark-view").bounding_box()
    (x, y), (to_x, to_y) = [
        (box["x"] + px * box["width"], box["y"] + py * box["height"]) for px, py in (start, end)
    ]
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move((x + to_x) / 2, (y + to_y) / 2)
    tab.mouse.move(to_x, to_y)
    tab.mouse.up()


def press(tab, *keys):
    tab.focus(".mark-view")
    for key in keys:
        tab.keyboard.press(key)


def near(mark, **sides):
    return all(mark[side] == pytest.approx(value, abs=0.006) for side, value in sides.items())


def test_a_box_is_drawn_named_and_written_as_the_tool_reads_it(marking):
    tab = marking()
    assert tab.text_content(".mark-said") == "00:00:01:06 · frame 6"
    drag(tab, (0.2, 0.3), (0.4, 0.6))
    tab.keyboard.type(" Ada ")
    tab.keyboard.press("Enter")
    (mark,) = written(tab)
    assert near(mark, x=0.2, y=0.3, width=0.2, height=0.3)
    assert (mark["frame"], mark["character"]) == (6, "Ada")
    assert by_shot(written_marks(tab.input_value("#marks")), [(0, 12), (12, 24)])[0]
    assert "1 mark · 1 of 3 shots are marked" in tab.text_content(".mark-count")
    assert "/marking/" in tab.url and "?" not in tab.url, "Enter in a name sends nothing"
    assert tab.evaluate("document.activeElement.className") == "mark-view"


def test_a_drawn_box_is_moved_sized_and_removed_by_hand(marking):
    tab = marking()
    drag(tab, (0.2, 0.3), (0.4, 0.6))
    drag(tab, (0.3, 0.45), (0.5, 0.45))
    assert near(written(tab)[0], x=0.4, y=0.3, width=0.2, height=0.3)
    drag(tab, (0.6, 0.6), (0.7, 0.8))
    assert near(written(tab)[0], x=0.4, y=0.3, width=0.3, height=0.5)
    drag(tab, (0.55, 0.5), (1.4, 0.5))
    assert near(written(tab)[0], x=0.7, width=0.3), "it stays within the picture"
    tab.click("[aria-label='Remove the mark']")
    assert tab.input_value("#marks") == "" and tab.locator(".mark-line").count() == 0


def test_a_press_without_a_way_is_no_box(marking):
    tab = marking()
    drag(tab, (0.5, 0.5), (0.5, 0.5))
    assert written(tab) == []


def test_all_of_it_by_keys(marking):
    tab = marking()
    press(tab, "ArrowRight", "ArrowRight", "Shift+ArrowRight", ",")
    assert "frame 17" in tab.text_content(".mark-said")
    ready(tab)
    press(tab, "Enter")
    tab.keyboard.type("Ada")
    before = written(tab)[0]
    press(tab, "ArrowLeft", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowUp")
    after = written(tab)[0]
    assert (before["frame"], after["character"]) == (17, "Ada")
    assert near(after, x=before["x"] - 0.005, y=before["y"] + 0.005)
    assert after["width"] > before["width"] and after["height"] < before["height"]
    press(tab, "Escape", "ArrowRight")
    assert "frame 18" in tab.text_content(".mark-said") and len(written(tab)) == 1
    tab.click(".mark-line .button")
    press(tab, "Delete")
    assert written(tab) == []


def test_a_place_can_be_given_in_numbers(marking):
    tab = marking()
    tab.click("text=Add a box")
    tab.click(".mark-place summary")
    tab.locator(".mark-sides input").first.fill("10")
    tab.locator(".mark-sides input").first.press("Tab")
    assert written(tab)[0]["x"] == pytest.approx(0.1)


def test_shots_are_offered_one_by_one(marking):
    tab = marking()
    assert tab.locator(".mark-shot").count() == 3
    tab.click("text=Add a box")
    tab.click("text=Next shot without a mark")
    assert "frame 18" in tab.text_content(".mark-said")
    tab.click(".mark-shot >> nth=2")
    assert "frame 36" in tab.text_content(".mark-said")
    ready(tab)
    tab.click("text=Add a box")
    assert tab.locator(".mark-shot.is-marked").count() == 2
    assert tab.text_content(".mark-shot.is-marked >> nth=0") == "Shot 1, marked"
    assert tab.get_attribute(".mark-shot >> nth=2", "aria-current") == "true"
    tab.click("text=Next shot without a mark")
    assert "frame 18" in tab.text_content(".mark-said")


def test_what_the_tool_would_refuse_is_told_and_not_sent(marking):
    twice = [
        {"frame": n, "x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1, "character": "Ada"}
        for n in (3, 5)
    ]
    tab = marking(marks=json.dumps(twice))
    assert "marked twice in this shot" in tab.text_content(".mark-lines")
    tab.click("#send")
    assert "?" not in tab.url
    tab.locator(".mark-line input[type=text]").nth(1).fill("Bo")
    assert "twice" not in tab.text_content(".mark-lines")
    tab.fill("#shots", "12-24")
    tab.locator("#shots").press("Tab")
    assert "in none of the shots" in tab.text_content(".mark-lines")


def test_marks_of_a_request_before_are_read_in_every_way_they_are_written(marking):
    told = [
        {"shot": 1, "x": 64, "y": 36, "width": 64, "height": 36, "character": "<b>Zoë"},
        {"frame": 30, "x": 0.5, "y": 0.5, "width": 0.1, "height": 0.1},
        {"odd": True},
    ]
    tab = marking(shots='[{"start": 0, "end": 12}, [12, 48]]', marks=json.dumps(told))
    assert tab.locator(".mark-line").count() == 2
    assert tab.input_value(".mark-line input[type=text] >> nth=0") == "<b>Zoë"
    tab.locator(".mark-line input[type=text]").nth(1).fill("Bo")
    rows = written(tab)
    assert near(rows[0], frame=30, x=0.1, y=0.1, width=0.1, height=0.1)
    assert rows[1]["character"] == "Bo" and rows[2] == {"odd": True}, "nothing is lost"


def test_without_shots_any_frame_can_be_marked(marking):
    tab = marking(shots="")
    assert "frame 24" in tab.text_content(".mark-said")
    assert not tab.locator(".mark-shots").is_visible()
    assert "Nobody is marked." in tab.text_content(".mark-count")
    tab.evaluate("(document.querySelector('.mark-bar input').focus(), 0)")
    tab.keyboard.press("ArrowRight")
    until(tab, "document.querySelector('.mark-said').textContent.includes('frame 25')")


def test_what_cannot_be_read_is_told_and_kept(marking):
    tab = marking(marks="{no")
    assert "cannot be read" in tab.text_content(".mark-count")
    assert tab.input_value("#marks") == "{no"


def test_names_are_offered_again(marking):
    tab = marking()
    tab.click("text=Add a box")
    tab.keyboard.type("Ada")
    press(tab, "Escape")
    names = tab.evaluate("[...document.querySelectorAll('#mark-names option')].map((o) => o.value)")
    assert names == ["Bo", "Ada"]


def test_a_frame_that_cannot_be_shown_is_told_and_takes_no_box(marking, fake):
    tab = marking()
    del fake.files["/frames/7.jpg"]
    press(tab, "ArrowRight")
    until(tab, "document.querySelector('.mark-said').textContent.includes('cannot be shown')")
    tab.click("text=Add a box")
    assert written(tab) == []


def test_it_fits_a_phone(marking):
    tab = marking()
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.click("text=Add a box")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
