"""Where a person goes on after a form came back wrong, and what a finger does to a picture."""

import pytest

from .waiting import until

pytestmark = pytest.mark.browser
FORM = """<form method="post"><input id="right" name="a" value="kept">
<input type="hidden" name="h" aria-invalid="true">
<input id="first" name="b" aria-invalid="true" aria-describedby="why" value="31 June">
<p id="why">June has 30 days.</p><input id="second" name="c" aria-invalid="true"></form>"""
FOCUSED = "document.activeElement.id"


def shown(tab, fake, body):
    fake.page("/form/", f"<main>{body}</main>")
    tab.goto(f"{fake.url}/form/")
    return tab


def test_the_first_wrong_field_has_the_focus_and_everything_is_kept(tab, fake):
    page = shown(tab, fake, FORM)
    until(page, f"{FOCUSED} === 'first'")
    assert page.input_value("#right") == "kept"
    assert page.input_value("#first") == "31 June"


def test_a_field_that_was_folded_away_is_unfolded(tab, fake):
    page = shown(tab, fake, f"<details><summary>More</summary>{FORM}</details>")
    until(page, f"{FOCUSED} === 'first'")
    assert page.locator("#first").is_visible()


def test_a_dialog_that_comes_back_open_holds_the_page_again(tab, fake):
    page = shown(tab, fake, f'<dialog class="dialog" open>{FORM}</dialog><a href="/">Away</a>')
    until(page, f"{FOCUSED} === 'first'")
    assert page.evaluate("document.querySelector('dialog').matches(':modal')")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('dialog').open")


def test_words_about_the_whole_form_have_the_focus_where_no_field_is_to_blame(tab, fake):
    told = '<div id="told" class="problem" role="alert"><p>The dates overlap.</p></div>'
    page = shown(tab, fake, f'<form method="post">{told}<input id="fine" name="a"></form>')
    until(page, f"{FOCUSED} === 'told'")


def test_nothing_is_moved_where_nothing_is_wrong(tab, fake):
    page = shown(tab, fake, '<p role="alert"></p><form method="post"><input name="a"></form>')
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement === document.body")


SWIPE = """async ([x, y, held]) => {
  const view = document.querySelector("#view"), told = window.told = [];
  const { swipes } = await import("/static/js/triage-swipe.js");
  swipes(view, (step) => told.push(step), () => held);
  const finger = { pointerType: "touch", pointerId: 1, isPrimary: true };
  const at = (kind, clientX, clientY) => view.dispatchEvent(
    new PointerEvent(kind, { ...finger, clientX, clientY }));
  at("pointerdown", 200, 200);
  at("pointerup", 200 + x, 200 + y);
  return told;
}"""


@pytest.mark.parametrize(
    ("x", "y", "held", "steps"),
    [(-90, 10, False, [1]), (90, -10, False, [-1]), (-20, 0, False, []), (-90, 80, False, [])]
    + [(-90, 0, True, [])],
)
def test_a_finger_across_the_picture_moves_one_on_and_no_more(tab, fake, x, y, held, steps):
    page = shown(tab, fake, '<div id="view">A picture</div>')
    assert page.evaluate(SWIPE, [x, y, held]) == steps
