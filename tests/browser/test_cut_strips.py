"""Two cuts as strips: arrows walk through the shots, Enter goes to one, folded ones open."""

import pytest
from django.template.loader import render_to_string

from projects.change_strips import strips
from tests.projects.files_made import CHANGES

from .waiting import until

STYLE = '<link rel="stylesheet" href="/static/css/changes.css">'
FOLDED = '<details id="fold"><summary>kept</summary><p id="shot-1">Shot 1</p></details>'


@pytest.fixture
def page(tab, fake):
    def clock(start, end):
        return f"{start}–{end}"

    films = [{"label": name, "name": "a.mp4", "url": "#", "length": "4 s"} for name in ("E", "L")]
    told = {"films": films, "strips": strips(CHANGES, clock, clock)}
    body = render_to_string("projects/_change_strips.html", told)
    entries = "".join(f'<p id="{one}">{one}</p>' for one in ("lost-2", "shot-2", "shot-3"))
    fake.page("/strips/", STYLE + body + '<div id="after">' + FOLDED + entries + "</div>")
    tab.set_viewport_size({"width": 800, "height": 600})
    tab.goto(f"{fake.url}/strips/")
    until(tab, "Boolean(customElements.get('cut-strips'))")
    until(tab, "document.querySelectorAll('cut-strips a[tabindex=\"0\"]').length === 1")
    return tab


def at(tab):
    """Which block has the focus, as it is read out."""
    return tab.evaluate("document.activeElement.getAttribute('aria-label')")


def begin(tab):
    tab.locator('cut-strips svg a[tabindex="0"]').focus()


def test_all_shots_are_one_stop_at_the_first_that_was_changed(page):
    begin(page)
    assert at(page) == "E: Shot 2, lost, 24–72"
    page.keyboard.press("ArrowRight")
    assert at(page) == "E: Shot 3, moved, 72–96"
    assert page.locator('cut-strips svg a[tabindex="0"]').count() == 1


def test_arrows_go_from_a_shot_to_what_it_became(page):
    begin(page)
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    assert at(page) == "L: Shot 2, moved, 24–43"
    page.keyboard.press("ArrowUp")
    assert at(page) == "E: Shot 3, moved, 72–96"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")  # nothing is before the first
    assert at(page) == "E: Shot 1, kept, 0–24"


def test_enter_goes_to_the_shot_and_marks_it_in_both_cuts(page):
    begin(page)
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    until(page, "location.hash === '#shot-2'")
    until(page, "document.querySelectorAll('cut-strips a[aria-current]').length === 2")


def test_a_folded_shot_opens_when_it_is_gone_to(page):
    page.locator('cut-strips a[href="#shot-1"]').first.click()
    until(page, "document.getElementById('fold').open")


def test_blocks_are_as_wide_as_their_shots_are_long(page):
    wide = page.evaluate(
        "[...document.querySelectorAll('.strips-block')].map((one) => one.getBBox().width)"
    )
    whole = sum(wide[:3])
    assert [round(one / whole, 2) for one in wide] == [0.25, 0.5, 0.25, 0.25, 0.2, 0.3]
