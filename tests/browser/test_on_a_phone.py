"""What a thumb has to reach: verdicts, the rail, the way back."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from .waiting import until

pytestmark = pytest.mark.browser
STYLE = """<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/css/portal.css">"""
PLACES = [SimpleNamespace(label=f"Place {n}", url=f"/{n}/", icon="home") for n in range(9)]
BOXES = """(found) => found.map((one) => {
  const { x, right, y, bottom, width, height } = one.getBoundingClientRect();
  return { x, right, y, bottom, width, height };
})"""


@pytest.fixture
def phone(chromium, fake):
    """`phone(body, width=…)`: a page under a thumb."""
    contexts = []

    def shown(body, width=390):
        look = {"viewport": {"width": width, "height": 844}, "has_touch": True, "is_mobile": True}
        contexts.append(chromium.new_context(**look))
        page = contexts[-1].new_page()
        fake.page("/phone/", STYLE + body)
        page.goto(f"{fake.url}/phone/")
        return page

    yield shown
    for context in contexts:
        context.close()


def boxes(page, selector):
    return page.locator(selector).evaluate_all(BOXES)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [390, 360])
def test_every_verdict_is_on_the_screen_and_as_high_as_a_thumb(phone, language, width):
    told = {"may": {"decide": True}, "decision": None, "revision": None}
    with override(language):
        buttons = render_to_string("projects/_verdict_buttons.html", told)
    page = phone(f'<div class="work"><div class="actions is-thumb">{buttons}</div></div>', width)
    found = boxes(page, ".is-thumb .button")
    assert len(found) == 3
    assert all(one["x"] >= 0 and one["right"] <= width and one["height"] >= 44 for one in found)
    assert page.locator(".is-thumb").evaluate("(one) => one.scrollWidth <= one.clientWidth")


def test_more_acts_than_fit_a_row_take_a_second_and_cover_nothing(phone):
    acts = '<button class="button">Change it and ask again</button>' * 5
    page = phone(
        f"""<div class="work"><div class="actions is-thumb">{acts}</div>
        <main class="main"><div id="long"></div><p id="last">The end</p></main></div>"""
    )
    page.evaluate("document.getElementById('long').style.height = '2000px'")
    assert all(one["x"] >= 0 and one["right"] <= 390 for one in boxes(page, ".is-thumb .button"))
    page.evaluate("scrollTo(0, 5000)")
    assert boxes(page, "#last")[0]["bottom"] <= boxes(page, ".is-thumb")[0]["y"]


def rail(current):
    nav = [SimpleNamespace(**vars(one), current=one is PLACES[current]) for one in PLACES]
    return f'<div class="frame">{render_to_string("components/_rail.html", {"nav": nav})}</div>'


@pytest.mark.parametrize("current", [0, 5, 8])
def test_the_place_where_one_is_stands_in_the_rail_in_sight(phone, current):
    page = phone(rail(current))
    until(page, "document.querySelector('.rail').scrollWidth > innerWidth")
    page.wait_for_timeout(200)
    here = boxes(page, ".rail [aria-current]")[0]
    assert here["x"] >= 0 and here["right"] <= 390
    assert page.evaluate("scrollY") == 0


def test_the_way_back_is_as_large_as_its_neighbours_beside_many_badges(phone):
    badge = '<a class="top-link" href="/x/"><b>8</b> <span class="count is-needed">99+</span></a>'
    page = phone(
        f"""<div class="frame"><header class="top"><nav class="top-where"><ol class="crumbs">
        <li><a href="/p/">Project</a></li><li><span>Here</span></li></ol></nav>
        <div class="top-tools">{badge * 3}</div></header></div>"""
    )
    back = boxes(page, ".crumbs a")[0]
    assert back["width"] >= 44 and back["height"] >= 44
    assert back["right"] <= boxes(page, ".top-tools")[0]["x"]
