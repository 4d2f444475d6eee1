"""A track by frame below its player: pressed, followed, with the outline over the picture."""

import re

import pytest
from django.template.loader import render_to_string

from projects.track_strips import strips
from projects.views.tracks import _outline
from tests.projects.track_made import TRACK

from .test_player_strip import clip
from .waiting import until

PLAYER = """<frame-player data-src="/clip.mp4" data-rate="24000/1001" data-frames="40"
data-start-frame="12" data-first-number="12" data-name="clip" data-mark="Ada"></frame-player>"""
STYLE = '<link rel="stylesheet" href="/static/css/track.css">'


class _Made:
    result = TRACK


@pytest.fixture
def strip(tab, fake, tmp_path):
    def open_(player=True):
        told = {
            "candidate": _Made,
            "strip": strips(TRACK),
            "outline": _outline(TRACK),
            "jumps": {"marked": 8, "worst": 19},
            "least": "20 %",
            "most": "0.90",
            "player": player,
        }
        fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
        body = render_to_string("projects/_track_strip.html", told)
        fake.page("/track/", STYLE + (PLAYER if player else "") + body)
        tab.set_viewport_size({"width": 800, "height": 1000})
        tab.goto(f"{fake.url}/track/")
        until(tab, "Boolean(customElements.get('track-strip'))")
        if player:
            until(tab, "document.querySelector('video')?.readyState > 1")
            until(tab, "document.querySelectorAll('.track-head').length === 2")
        return tab

    return open_


def frame(tab):
    return tab.evaluate("document.querySelector('frame-player').frame")


def test_buttons_go_to_the_marked_and_the_worst_frame(strip):
    tab = strip()
    tab.click("text=Go to the worst frame")
    assert frame(tab) == 19
    tab.click("text=Go to the marked frame")
    assert frame(tab) == 8
    until(tab, "document.querySelector('.track-head').style.left === '21.25%'")


def test_a_press_in_a_lane_goes_there_and_both_lanes_show_it(strip):
    tab = strip()
    box = tab.locator("[data-part=lane]").nth(1).bounding_box()
    tab.mouse.click(box["x"] + 0.76 * box["width"], box["y"] + 5)
    assert frame(tab) == 30
    places = tab.evaluate("[...document.querySelectorAll('.track-head')].map((h) => h.style.left)")
    assert places == ["76.25%", "76.25%"]


def test_the_outline_follows_the_frames_and_goes_again(strip):
    tab = strip()
    tab.click("[data-part=outline]")
    line = tab.locator(".track-outline polygon")
    assert line.get_attribute("points") == "100,80 220,82 218,150 99,148"
    assert tab.evaluate("document.querySelector('.track-outline').parentElement.className") == (
        "player-pane"
    )
    assert tab.get_attribute("[data-part=outline]", "aria-pressed") == "true"
    tab.click("[data-part=outline]")
    assert not tab.locator(".track-outline").is_visible()


def test_without_a_player_the_lanes_are_a_picture_with_words(strip):
    tab = strip(player=False)
    assert tab.locator("button").count() == 0 and tab.locator(".track-head").count() == 0
    words = tab.locator("svg[role=img]").first.get_attribute("aria-label")
    assert re.fullmatch(r"Certainty by frame, at the least 20 %", words)
