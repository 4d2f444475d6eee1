"""The picture of a page: boxes and words; no pixel of media, no letter that was typed."""

import pytest

SHEET = """<main class="frame"><h1 id="word">The Salt Road</h1>
<canvas id="film" width="200" height="100"></canvas>
<p><input id="typed" value="x"></p><dialog id="own">words of the dialog</dialog></main>"""
RED = """() => { const film = document.getElementById("film"), pen = film.getContext("2d");
pen.fillStyle = "#ff0000"; pen.fillRect(0, 0, 200, 100); }"""
DRAW = """async () => { const { drawn } = await import("/static/js/page-drawing.js");
const canvas = drawn(document.querySelector(".frame")), pen = canvas.getContext("2d");
const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
let red = 0;
for (let at = 0; at < data.length; at += 4)
  if (data[at] > 240 && data[at + 1] < 40 && data[at + 2] < 40) red += 1;
return { red, width: canvas.width, height: canvas.height, url: canvas.toDataURL() }; }"""


@pytest.fixture
def page(tab, fake):
    fake.page("/sheet/", SHEET)
    tab.set_viewport_size({"width": 800, "height": 600})
    tab.goto(f"{fake.url}/sheet/")
    tab.evaluate(RED)
    return tab


def test_media_are_covered_and_the_rest_is_as_large_as_the_window(page):
    found = page.evaluate(DRAW)
    assert (found["width"], found["height"], found["red"]) == (800, 600, 0)


def test_words_are_drawn_and_what_was_typed_is_a_bar_of_one_length(page):
    before = page.evaluate(DRAW)["url"]
    page.fill("#typed", "the name of a film that nobody knows")
    page.evaluate("document.activeElement.blur()")
    assert page.evaluate(DRAW)["url"] == before
    page.evaluate("document.getElementById('word').textContent = 'Another road'")
    assert page.evaluate(DRAW)["url"] != before


def test_an_open_dialog_is_no_part_of_it(page):
    before = page.evaluate(DRAW)["url"]
    page.evaluate("document.getElementById('own').show()")
    assert page.evaluate(DRAW)["url"] == before
    page.evaluate("document.getElementById('own').textContent = 'Zebra'")
    assert page.evaluate(DRAW)["url"] == before
