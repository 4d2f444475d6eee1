"""The command palette and the keys of every page, in a real browser."""

import json
import time
from urllib.parse import parse_qs

import pytest

from tests.browser.fake_pages import TRAY

OPENER = (
    '<header class="top"><a class="top-link top-find" href="/search/" data-opens-search'
    ' data-css="/static/css/finding.css" data-key="mod+k /" data-key-name="Search and go to"'
    " data-actions='{actions}'>Search</a></header>"
)
RAIL = (
    '<nav class="rail"><ul><li><a href="/" data-jump="h"><span>Home</span></a></li>'
    '<li><a href="/runs/" data-jump="r"><span>Runs</span></a></li></ul></nav>'
)
MAIN = (
    '<main class="main"><a class="button" href="/projects/1/settings/">Settings</a>'
    '<button class="button" type="button" data-opens="upload">Upload files</button>'
    '<form method="post"><button class="button" data-key="r">Reject</button></form>'
    '<input id="name" aria-label="Name"><dialog class="dialog" id="upload">files</dialog></main>'
)
ACTIONS = json.dumps([{"label": "New project", "url": "/projects/new/", "icon": "plus"}])


def result(title):
    return {"id": "1", "title": title, "url": f"/shots/{title}/", "where": ["Ours", "Film"]} | {
        "text": "",
        "picture": "",
    }


class Searching:
    """The server's side: what was asked, and an answer that may take its time."""

    def __init__(self, fake):
        self.asked, self.waits, self.status, self._other = [], {}, 200, fake.api
        fake.api = self.api

    def api(self, method, path, query, data):
        if path != "/api/v1/search/":
            return self._other(method, path, query, data)
        words = parse_qs(query)["q"][0]
        self.asked.append(words)
        time.sleep(self.waits.get(words, 0))
        if self.status != 200:
            return self.status, {"error": {"code": "api:busy", "message": "Too many calls."}}
        row = {"kind": "shot", "label": "Shots", "icon": "film", "more": False}
        return 200, {
            "words": words,
            "loosely": False,
            "groups": [row | {"results": [result(words)]}],
        }


@pytest.fixture
def searching(fake):
    return Searching(fake)


@pytest.fixture
def open_page(tab, fake, searching):
    frame = OPENER.replace("{actions}", ACTIONS) + RAIL
    frame += TRAY % "/static/js/upload-worker.js"
    fake.page("/film/", frame + MAIN)
    for path in ("/", "/runs/", "/search/", "/projects/new/", "/projects/1/settings/"):
        fake.page(path, frame)
    tab.goto(f"{fake.url}/film/")
    tab.wait_for_function("Boolean(customElements.get('live-badge'))")
    return tab


def names(page):
    return page.locator(
        "#search-palette [role=option] .palette-said > span:first-child"
    ).all_inner_texts()


def chosen(page):
    return page.locator(
        "#search-palette [aria-selected=true] .palette-said > span:first-child"
    ).inner_text()


def opened(page):
    page.keyboard.press("Control+k")
    page.wait_for_selector("#search-palette[open]")
    return page


def test_it_offers_this_pages_links_and_no_button_that_sends_a_form(open_page):
    found = names(opened(open_page))
    assert found[:2] == ["Settings", "Upload files"]
    assert {"Home", "Runs", "New project"} <= set(found)
    assert not any("Reject" in name for name in found)


LINES = (
    '<main class="main"><ul class="lines">'
    '<li class="line"><div class="line-text">Reel <b>one</b></div>'
    '<a class="button" href="/a/">Look</a></li>'
    '<li class="line"><div class="line-text">Reel two</div>'
    '<a class="button" href="/b/">Look</a></li>'
    "</ul></main>"
)


def test_buttons_that_say_the_same_in_each_line_name_the_line(open_page, fake, searching):
    fake.page("/lines/", OPENER.replace("{actions}", ACTIONS) + LINES)
    open_page.goto(f"{fake.url}/lines/")
    open_page.wait_for_function("Boolean(customElements.get('live-badge'))")
    rows = opened(open_page).locator("#search-palette [role=option]:has-text('Look')")
    assert rows.locator(".palette-said").all_inner_texts() == ["Look\nReel one", "Look\nReel two"]
    open_page.keyboard.type("two")
    open_page.wait_for_function(
        "document.querySelectorAll('#search-palette [role=option] .palette-said')[0]"
        ".textContent === 'LookReel two'"
    )


def test_the_field_is_a_combobox_and_escape_gives_the_focus_back(open_page):
    open_page.focus("#name")
    opened(open_page)
    field = open_page.locator("#search-palette [role=combobox]")
    assert field.evaluate("one => one === document.activeElement")
    named = field.get_attribute("aria-activedescendant")
    assert open_page.locator(f"#{named}").get_attribute("aria-selected") == "true"
    open_page.keyboard.press("ArrowDown")
    assert chosen(open_page) == "Upload files"
    open_page.keyboard.press("ArrowUp")
    open_page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") != named
    open_page.keyboard.press("Escape")
    open_page.wait_for_selector("#search-palette", state="detached")
    assert open_page.evaluate("document.activeElement.id") == "name"


def test_what_is_found_follows_the_pages_and_enter_goes_there(open_page, fake):
    fake.page("/shots/sh40/", "here")
    opened(open_page)
    open_page.keyboard.type("sh40")
    open_page.wait_for_selector("#search-palette [role=option]:has-text('Ours ▸ Film')")
    assert names(open_page)[0] == "sh40"
    open_page.keyboard.press("Enter")
    open_page.wait_for_url("**/shots/sh40/")


def test_the_latest_words_win_over_an_answer_that_comes_late(open_page, searching):
    searching.waits["first"] = 0.6
    opened(open_page)
    open_page.keyboard.type("first")
    for _turn in range(200):
        if searching.asked:
            break
        open_page.wait_for_timeout(20)
    open_page.fill("#search-palette input", "second")
    open_page.wait_for_selector("#search-palette [role=option]:has-text('second')")
    open_page.wait_for_timeout(700)
    assert "first" not in names(open_page) and searching.asked == ["first", "second"]


def test_typing_fast_asks_once(open_page, searching):
    opened(open_page)
    open_page.keyboard.type("sq010_sh0040")
    open_page.wait_for_selector("#search-palette [role=option]:has-text('Film')")
    assert len(searching.asked) <= 2 and searching.asked[-1] == "sq010_sh0040"


def test_with_the_server_gone_the_actions_stay_and_it_says_so(open_page):
    opened(open_page)
    open_page.route("**/api/v1/search/**", lambda route: route.abort())
    open_page.keyboard.type("new")
    open_page.wait_for_selector("#search-palette [role=status]:has-text('does not answer')")
    assert "New project" in names(open_page)


def test_a_refusal_is_told_in_the_servers_words(open_page, searching):
    searching.status = 429
    opened(open_page)
    open_page.keyboard.type("film")
    open_page.wait_for_selector("#search-palette [role=status]:has-text('Too many calls.')")


def test_names_of_rows_are_text_and_never_markup(open_page):
    opened(open_page)
    open_page.keyboard.type("<img src=x>")
    open_page.wait_for_selector("#search-palette [role=option]:has-text('Film')")
    assert open_page.locator("#search-palette .palette-said img").count() == 0


def test_a_page_that_was_seen_is_offered_again_to_the_same_person_only(open_page, fake):
    open_page.goto(f"{fake.url}/runs/")
    found = open_page.evaluate("JSON.parse(localStorage.getItem('recent.1'))")
    assert [row["url"] for row in found] == ["/runs/", "/film/"]
    assert open_page.evaluate("localStorage.getItem('recent.7')") is None
    opened(open_page)
    assert open_page.locator(".palette-title").first.inner_text() == "Recent"


def test_an_address_that_is_a_secret_is_not_remembered(open_page, fake):
    kept = "Object.keys(localStorage).filter((name) => name.startsWith('recent'))"
    open_page.evaluate("localStorage.setItem('recent.', '[]')")  # as it was kept once
    fake.page("/invitation/s3cret/", "<main>Welcome</main>")
    open_page.goto(f"{fake.url}/invitation/s3cret/")
    open_page.wait_for_function(f"{kept}.join() === 'recent.1'")
    assert "s3cret" not in open_page.evaluate("JSON.stringify(localStorage)")


def test_it_is_fetched_when_it_is_first_opened(open_page):
    loaded = "performance.getEntriesByType('resource').map((one) => one.name).join()"
    assert "search-palette" not in open_page.evaluate(loaded)
    assert "search-palette" in opened(open_page).evaluate(loaded)


class TestKeys:
    def test_g_and_a_letter_go_to_a_place_and_the_letter_does_nothing_else(self, open_page):
        open_page.evaluate(
            "document.querySelector('form').onsubmit = () => { window.sent = 1; return false }"
        )
        open_page.keyboard.press("g")
        open_page.keyboard.press("r")
        open_page.wait_for_url("**/runs/")

    def test_a_letter_that_leads_nowhere_is_swallowed_after_g(self, open_page):
        open_page.keyboard.press("g")
        open_page.keyboard.press("/")
        open_page.wait_for_timeout(150)
        assert open_page.locator("#search-palette").count() == 0

    def test_typed_into_a_field_they_are_letters(self, open_page):
        open_page.focus("#name")
        open_page.keyboard.type("gr/?")
        assert open_page.input_value("#name") == "gr/?" and open_page.url.endswith("/film/")

    def test_switched_off_single_keys_do_nothing_and_ctrl_k_still_opens(self, open_page):
        open_page.keyboard.press("?")
        open_page.locator("#keys-sheet input[type=checkbox]").uncheck()
        open_page.keyboard.press("Escape")
        for key in ("?", "/", "g", "r"):
            open_page.keyboard.press(key)
        open_page.wait_for_timeout(150)
        assert open_page.locator("dialog[open]").count() == 0
        assert open_page.url.endswith("/film/")
        opened(open_page)

    def test_the_sheet_lists_each_key_once_and_where_g_leads(self, open_page):
        open_page.keyboard.press("?")
        open_page.wait_for_selector("#keys-sheet[open]")
        told = open_page.locator("#keys-sheet dt").all_inner_texts()
        assert {"GH", "GR", "?", "R"} <= {text.replace(" ", "").replace("\n", "") for text in told}

    def test_the_sheet_keeps_the_page_s_own_keys_apart_from_those_of_every_page(self, open_page):
        open_page.keyboard.press("?")
        open_page.wait_for_selector("#keys-sheet[open]")
        parts = {
            part.locator("h3").inner_text(): part.locator("dt").all_inner_texts()
            for part in open_page.locator("#keys-sheet section").all()
        }
        assert "R" in parts["On this page"] and "R" not in parts["Everywhere"]
        assert "?" in parts["Everywhere"] and "?" not in parts["On this page"]
