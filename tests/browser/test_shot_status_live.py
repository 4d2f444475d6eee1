"""Shot status while it is open: what changes elsewhere changes here, and nothing is taken away."""

import pytest

from .waiting import until

SOURCE = "/api/v1/projects/1/shot-status/"
PAGE = f"""<link rel="stylesheet" href="/static/css/shot-status.css">
<shot-status class="stack" data-source="{SOURCE}">
<form><input type="search" name="find" aria-label="find"><select name="sort" aria-label="order">
<option value="story">story</option></select><button data-part="send">Show</button></form>
<div role="table" data-part="table"><div class="shots-head">Shot</div>
<div class="shots-body" data-part="rows"></div></div><div data-part="empty" hidden>none</div>
<b data-part="count"></b><span data-part="said"></span></shot-status>
<script type="module" src="/static/js/shot-status.js"></script>"""
TOP = "document.querySelector('[data-id=\"S30\"]').getBoundingClientRect().top"


def answer(names, work=None):
    """Shots of these names; `work`: name → state of the one request that was made for it."""
    none = [None] * len(names)
    asked = [[["cut", work[name], 1]] if work and name in work else None for name in names]
    empty = dict.fromkeys(("scene", "film", "first", "end", "poster"), none)
    columns = {"id": names, "code": names, "name": [""] * len(names), "work": asked}
    numbers = {"notes": [0] * len(names), "changed": [1_700_000_000] * len(names)}
    words = {"running": "running", "ready": "ready"}
    return 200, {
        **{"count": len(names), "start": 0, "tools": {"cut": "Breakdown"}, "states": words},
        **{"parts": [], "scenes": [], "columns": columns | empty | numbers},
    }


NAMES = [f"S{number:02}" for number in range(80)]


@pytest.fixture
def page(tab, fake):
    fake.answers["GET", SOURCE] = answer(NAMES)
    fake.page("/shots/", PAGE)
    tab.goto(f"{fake.url}/shots/")
    until(tab, "document.querySelector('[data-part=count]').textContent === '80'")
    tab.wait_for_selector("[data-id=S00]")
    return tab


def told(page, fake, *what):
    fake.answers["GET", SOURCE] = answer(*what)
    page.evaluate("document.body.dispatchEvent(new CustomEvent('news'))")


def test_a_state_changes_in_its_row(page, fake):
    page.evaluate("document.querySelector('[data-id=S01]').seen = true")
    told(page, fake, NAMES, {"S00": "running"})
    page.wait_for_selector("[data-id=S00] .status.is-running")
    told(page, fake, NAMES, {"S00": "ready"})
    page.wait_for_selector("[data-id=S00] .status.is-ready")
    assert page.evaluate("document.querySelector('[data-id=S01]').seen")  # others were not touched


def test_the_focus_stays_in_a_row_that_changes(page, fake):
    page.focus("[data-id=S02] a")
    told(page, fake, NAMES, {"S02": "running"})
    page.wait_for_selector("[data-id=S02] .status.is-running")
    assert page.evaluate("document.activeElement.textContent") == "S02"


def test_shots_that_come_above_move_nothing_from_under_the_eyes(page, fake):
    page.evaluate("document.documentElement.style.paddingBottom = '2000px'")
    page.keyboard.press("j")
    for _press in range(30):
        page.keyboard.press("j")
    page.wait_for_selector("[data-id=S30]")
    assert page.evaluate("document.activeElement.textContent") == "S30"
    before = page.evaluate(TOP)
    told(page, fake, ["A1", "A2", *NAMES], {"S30": "ready"})
    page.wait_for_selector("[data-id=S30] .status.is-ready")
    assert abs(page.evaluate(TOP) - before) <= 1
    assert page.evaluate("document.activeElement.textContent") == "S30"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "S31"
    assert page.get_attribute("[data-id=S31]", "aria-rowindex") == "35"


def test_shots_that_go_leave_no_row_behind(page, fake):
    page.focus("[data-id=S02] a")
    told(page, fake, NAMES[:2], {"S00": "ready"})
    page.wait_for_selector("[data-id=S00] .status.is-ready")
    shown = page.eval_on_selector_all(".shots-row", "rows => rows.map(row => row.dataset.id)")
    assert shown == ["S00", "S01"]
    assert page.inner_text("[data-part=count]") == "2"


def test_what_is_typed_to_find_stays_and_is_asked_of_the_new_rows(page, fake):
    page.fill("[name=find]", "S7")
    until(page, "document.querySelector('[data-part=count]').textContent === '10'")
    told(page, fake, [*NAMES, "S7X"])
    page.wait_for_selector("[data-id=S7X]")
    assert page.input_value("[name=find]") == "S7"
    assert page.inner_text("[data-part=count]") == "11"


def test_an_answer_that_does_not_come_leaves_the_rows(page, fake):
    calls = len(fake.calls)
    fake.answers["GET", SOURCE] = (503, {"error": {"code": "x", "message": "Gone."}})
    page.evaluate("document.body.dispatchEvent(new CustomEvent('work:changed'))")
    page.wait_for_timeout(2_500)
    assert len([one for one in fake.calls[calls:] if one[1] == SOURCE]) == 1
    assert page.locator(".shots-row").count() > 10


CODE = '<span class="shots-code"><a href="/s/">S00</a></span>'
ROWS = f'<div class="shots-row" data-id="S00">{CODE}</div>'


def test_what_came_with_the_page_is_seen_and_used_before_the_rest_is_asked_for(tab, fake):
    held, body = [], 'data-part="rows">'
    fake.page("/shots/", PAGE.replace(body, body + ROWS))
    tab.route(f"**{SOURCE}", lambda route: held.append(route))
    tab.add_init_script(
        "const asks = fetch; let drawn = false; requestAnimationFrame(() => { drawn = true; });"
        "globalThis.fetch = (...what) => { globalThis.wasDrawn = drawn; return asks(...what); };"
    )
    tab.goto(f"{fake.url}/shots/")
    until(tab, "globalThis.wasDrawn !== undefined")
    assert tab.evaluate("wasDrawn")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.textContent") == "S00"
    held[0].fulfill(json=answer(NAMES)[1])
    until(tab, "document.querySelector('[data-part=count]').textContent === '80'")
    assert tab.evaluate("document.activeElement.textContent") == "S00"
