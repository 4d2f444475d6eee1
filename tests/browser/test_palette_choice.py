"""Choosing providers: the button says what is sent to whom."""

import pytest

PAGE = """<form action="/nowhere/"><palette-choice data-what="script.fountain">
<input type="checkbox" name="to" value="a" data-to="Anthropic (Claude, us)" checked aria-label="a">
<input type="checkbox" name="to" value="b" data-to="Own machine (Llama)" aria-label="b">
<input type="checkbox" name="to" value="c" data-to="Runway (Gen-4)" disabled aria-label="c">
</palette-choice><button data-part="send">as the server wrote it</button></form>"""
REFUSED = """<form><palette-choice data-what="x"><input type="checkbox" name="to" disabled
aria-label="a"></palette-choice><button data-part="send">No provider may be sent this</button>
</form>"""


@pytest.fixture
def page(tab, fake):
    fake.page("/ask/", PAGE)
    tab.goto(f"{fake.url}/ask/")
    tab.wait_for_selector("button:has-text('Send')")
    return tab


def test_the_button_says_what_is_sent_to_whom(page):
    assert page.inner_text("button") == "Send script.fountain to Anthropic (Claude, us)"
    page.check("[aria-label=b]")
    expected = "Send script.fountain to Anthropic (Claude, us), Own machine (Llama)"
    assert page.inner_text("button") == expected


def test_without_a_choice_nothing_can_be_sent(page):
    page.uncheck("[aria-label=a]")
    assert page.inner_text("button") == "Choose a provider" and page.is_disabled("button")
    page.focus("[aria-label=b]")
    page.keyboard.press("Space")
    assert page.is_enabled("button") and "Own machine" in page.inner_text("button")


def test_whoever_comes_back_finds_the_key_of_the_form_again(tab, fake):
    """Also where the page is fetched anew, with another key in it."""
    key = '<input type="hidden" name="once" value="{}">'
    for number, name in enumerate(("ask", "other"), 1):
        fake.page(f"/{name}/", PAGE.replace("<palette", key.format(number) + "<palette"))
    tab.goto(f"{fake.url}/ask/")
    tab.wait_for_selector("button:has-text('Send')")
    tab.goto(f"{fake.url}/other/")
    tab.wait_for_selector("button:has-text('Send')")
    assert tab.input_value("[name=once]") == "2"
    fake.page("/ask/", PAGE.replace("<palette", key.format(3) + "<palette"))
    tab.go_back()
    tab.reload()
    tab.wait_for_selector("button:has-text('Send')")
    assert tab.input_value("[name=once]") == "1"


def test_where_all_are_refused_the_button_keeps_its_word(tab, fake):
    fake.page("/ask/", REFUSED)
    tab.goto(f"{fake.url}/ask/")
    tab.wait_for_selector("button:disabled")
    assert tab.inner_text("button") == "No provider may be sent this"
