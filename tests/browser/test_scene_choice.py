"""Ticking scenes of a script, and who and what is in them: what the form then sends."""

import json

import pytest

from .waiting import until

PAGE = """<scene-choice data-episode="e1">
<div class="script-strips" tabindex="0" role="group" aria-label="Strips">
<a tabindex="-1" href="#a">a</a><a tabindex="-1" href="#b">b</a>
<a tabindex="-1" href="#c">c</a></div>
<input type="checkbox" data-check-all="new-scene" checked aria-label="all">
<input type="checkbox" name="new-scene" data-scene="1" data-state="new" checked aria-label="1">
<input type="checkbox" data-character="BOB" data-of="1" checked aria-label="Bob in 1">
<input type="checkbox" data-element="0" data-of="1" checked aria-label="gun in 1">
<input type="checkbox" name="new-scene" data-scene="2" data-state="new" checked aria-label="2">
<input type="checkbox" data-character="BOB" data-of="2" checked aria-label="Bob in 2">
<input type="checkbox" name="known-scene" data-scene="3" data-state="differs" aria-label="3">
<input type="checkbox" data-person="BOB" checked aria-label="Bob">
<form data-part="form" action="/nowhere/"><input type="hidden" name="choice">
<span data-part="told" role="status"></span><button>Import</button></form></scene-choice>"""
CHOICE = "document.querySelector('[name=choice]').value"


@pytest.fixture
def page(tab, fake):
    fake.page("/script/", PAGE)
    tab.goto(f"{fake.url}/script/")
    tab.wait_for_selector("[data-part=told]:has-text('2 new scenes')")
    tab.evaluate("document.forms[0].addEventListener('submit', (e) => e.preventDefault())")
    return tab


def sent(page):
    page.click("button")
    until(page, f"{CHOICE} !== ''")
    return json.loads(page.evaluate(CHOICE))


def test_everything_ticked_leaves_nothing_out(page):
    assert sent(page) == {"scenes": [1, 2], "people": [], "without": {}, "episode": "e1"}


def test_what_is_unticked_is_left_out_of_its_scene(page):
    page.uncheck("[aria-label='Bob in 1']")
    page.uncheck("[aria-label='gun in 1']")
    page.uncheck("[aria-label='2']")
    choice = sent(page)
    assert choice["scenes"] == [1]
    assert choice["without"] == {"1": {"characters": ["BOB"], "elements": [0]}}


def test_a_name_that_is_nobodys_is_so_in_every_scene(page):
    page.uncheck("[aria-label='Bob']")
    assert page.is_disabled("[aria-label='Bob in 1']")
    assert page.is_disabled("[aria-label='Bob in 2']")
    assert sent(page)["people"] == ["BOB"]
    page.check("[aria-label='Bob']")
    assert page.is_enabled("[aria-label='Bob in 1']")


def test_replacing_is_told_before_it_happens(page):
    page.check("[aria-label='3']")
    page.wait_for_selector("[data-part=told]:has-text('1 that is there is replaced')")
    assert sent(page)["scenes"] == [1, 2, 3]


def test_without_a_scene_there_is_nothing_to_import(page):
    page.uncheck("[aria-label='all']")
    page.wait_for_selector("[data-part=told]:has-text('No scene is ticked')")
    assert page.is_disabled("button")
    page.check("[aria-label='all']")
    assert page.is_enabled("button")


def test_strips_are_walked_by_arrow_keys(page):
    page.focus(".script-strips")
    for key, where in (("Right", "a"), ("Right", "b"), ("End", "c"), ("Right", "c"), ("Left", "b")):
        page.keyboard.press(key if key == "End" else f"Arrow{key}")
        assert page.evaluate("document.activeElement.textContent") == where
    page.keyboard.press("Enter")
    until(page, "location.hash === '#b'")
