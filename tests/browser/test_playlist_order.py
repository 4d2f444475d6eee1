"""The order of a playlist: dragged, moved by its buttons, and put back when it cannot be kept."""

import pytest

from .fake_pages import problem
from .waiting import until

ROW = """<li data-item="%(id)s" data-name="%(id)s.mp4"><span data-part="place"></span>
<div class="what">%(id)s</div><form class="moves" method="post" action="/nowhere/">
<button name="move" value="up">Up %(id)s</button>
<button name="move" value="down">Down %(id)s</button>
</form></li>"""
PAGE = """<link rel="stylesheet" href="/static/css/playlists.css">
<playlist-order data-url="/api/order/" data-status="said">
<ol class="playlist">%s</ol></playlist-order>
<p id="said" role="status"></p>"""
CLOSED = problem("playlist:closed", "The session is closed.")
ORDER = "[...document.querySelectorAll('li')].map((row) => row.dataset.item).join('')"


@pytest.fixture
def sent(tab, fake):
    """What the portal was told; the page holds three rows."""
    told = []
    fake.answers["POST", "/api/order/"] = lambda data: (told.append(data["items"]), (200, {}))[1]
    fake.page("/list/", PAGE.replace("%s", "".join(ROW % {"id": one} for one in "abc")))
    tab.goto(f"{fake.url}/list/")
    tab.wait_for_selector("li[draggable=true]")
    return told


def test_a_row_is_moved_by_its_buttons_and_keeps_the_focus(tab, sent):
    tab.focus("text=Down a")
    tab.keyboard.press("Enter")
    until(tab, f"{ORDER} === 'bac'")
    tab.keyboard.press("Enter")
    until(tab, f"{ORDER} === 'bca'")
    tab.wait_for_selector("#said:has-text('a.mp4 is now 3 of 3.')")
    assert sent == [["b", "a", "c"], ["b", "c", "a"]]
    assert tab.evaluate("document.activeElement.textContent") == "Down a"
    assert tab.locator("[data-part=place]").all_inner_texts() == ["1", "2", "3"]


def test_at_the_ends_nothing_is_sent(tab, sent):
    assert tab.get_attribute("text=Up a", "aria-disabled") == "true"
    tab.click("text=Up a", force=True)
    tab.click("text=Down c", force=True)
    assert tab.evaluate(ORDER) == "abc" and sent == []


def test_a_row_is_dragged(tab, sent):
    tab.drag_and_drop(
        "li[data-item=c] .what", "li[data-item=a] .what", target_position={"x": 4, "y": 2}
    )
    until(tab, f"{ORDER} === 'cab'")
    tab.wait_for_selector("#said:has-text('c.mp4 is now 1 of 3.')")
    assert sent == [["c", "a", "b"]]


def test_what_cannot_be_kept_is_put_back_and_told(tab, fake, sent):
    fake.answers["POST", "/api/order/"] = lambda data: (409, CLOSED)
    tab.click("text=Down a")
    tab.wait_for_selector("text=The session is closed.")
    assert tab.evaluate(ORDER) == "abc"
