"""Takes ticked, put in order and sent; their marks lead into the player."""

import json

import pytest

from .fake_pages import problem
from .waiting import until

PLAYER = json.dumps({"src": "/no.mp4", "rate": "24/1", "frames": "96", "name": "a <b>.mp4"})
ROW = """<li data-name="%(name)s" data-whole="4" data-kept="%(kept)s"%(hidden)s>
<span>%(name)s <span data-part="length"></span></span>
<button type="button" data-move="-1">Up %(name)s</button>
<button type="button" data-move="1">Down %(name)s</button></li>"""
TAKE = """<li class="take"><button type="button" data-plays='%(player)s'>Play %(name)s</button>
<label><input type="checkbox" name="take" value="%(name)s"%(checked)s>%(name)s</label>
<button type="button" data-at="30">Dead air of %(name)s</button></li>"""
PAGE = """<button type="button" data-opens="approve">Approve</button>
<take-choice data-url="/api/revisions/" data-base="3"><p data-part="standing">As it is</p>
<ol data-part="list">%s</ol>
<label><input type="radio" name="whole" value="" checked>Without</label>
<label><input type="radio" name="whole" value="1">Whole</label><ol>%s</ol>
<span data-part="told" role="status"></span><span data-part="hint" hidden>first</span>
<button type="button" data-part="make">Make</button></take-choice>
<dialog class="dialog" id="take-player"><h2 data-part="name"></h2>
<button type="button" data-closes>Close</button><div data-part="stage"></div></dialog>"""
NAMES = "[...document.querySelectorAll('[data-name]:not([hidden])')].map((r) => r.dataset.name)"


@pytest.fixture
def sent(tab, fake):
    """What the portal was told; three takes, the first of them in the string-out."""
    told = []
    fake.answers["POST", "/api/revisions/"] = lambda data: (told.append(data), (201, {}))[1]
    rows = "".join(
        ROW % {"name": name, "kept": kept, "hidden": hidden}
        for name, kept, hidden in (("a", 2.5, ""), ("b", 3, " hidden"), ("c", 4, " hidden"))
    )
    takes = "".join(
        TAKE % {"name": name, "player": PLAYER, "checked": " checked" * (name == "a")}
        for name in "abc"
    )
    fake.page("/takes/", PAGE.replace("%s", rows, 1).replace("%s", takes, 1))
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto(f"{fake.url}/takes/")
    tab.wait_for_selector("[data-part=told]:has-text('1 take, 2.5 s')")
    return told


def test_nothing_to_make_until_something_changes(tab, sent):
    assert tab.is_disabled("text=Make") and tab.is_enabled("text=Approve")
    tab.check("input[value=b]")
    tab.wait_for_selector("[data-part=told]:has-text('2 takes, 5.5 s')")
    assert tab.is_enabled("text=Make")
    assert tab.is_disabled("text=Approve") and tab.is_visible("[data-part=hint]")
    assert tab.is_hidden("[data-part=standing]")
    tab.uncheck("input[value=b]")
    assert tab.is_disabled("text=Make") and tab.is_enabled("text=Approve")


def test_what_is_ticked_comes_last_and_is_moved_by_its_buttons(tab, sent):
    tab.check("input[value=c]")
    tab.check("input[value=b]")
    assert tab.evaluate(NAMES) == ["a", "c", "b"]
    tab.focus("text=Up b")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    assert tab.evaluate(NAMES) == ["b", "a", "c"]
    assert tab.evaluate("document.activeElement.textContent") == "Up b"
    assert tab.get_attribute("text=Up b", "aria-disabled") == "true"
    tab.check("text=Whole")
    tab.wait_for_selector("[data-part=told]:has-text('3 takes, 12.0 s')")
    tab.click("text=Make")
    tab.wait_for_selector("[data-part=told]:has-text('1 take, 2.5 s')")  # loaded anew
    edit = {"op": "choose", "takes": ["b", "a", "c"], "whole": True}
    assert sent == [{"base": 3, "edit": edit}]


def test_without_a_take_there_is_nothing_to_make(tab, sent):
    tab.uncheck("input[value=a]")
    tab.wait_for_selector("[data-part=told]:has-text('No take is ticked')")
    assert tab.is_disabled("text=Make")


def test_what_is_refused_is_told_and_stays(tab, fake, sent):
    stale = problem("revision:stale", "Ines was faster.")
    fake.answers["POST", "/api/revisions/"] = (409, stale)
    tab.check("input[value=b]")
    tab.click("text=Make")
    tab.wait_for_selector(".toast >> text=Ines was faster.")
    assert tab.evaluate(NAMES) == ["a", "b"] and tab.is_enabled("text=Make")


def test_a_mark_opens_the_player_on_its_frame_and_closing_ends_it(tab, sent):
    tab.click("text=Dead air of b")
    tab.wait_for_selector("dialog[open] frame-player")
    assert tab.evaluate("document.querySelector('frame-player').frame") == 30
    assert tab.inner_text("dialog h2") == "a <b>.mp4"
    tab.click("text=Close")
    until(tab, "!document.querySelector('frame-player')")
    tab.click("text=Play a")
    tab.wait_for_selector("dialog[open] frame-player")
    assert tab.evaluate("document.querySelector('frame-player').frame") == 0
