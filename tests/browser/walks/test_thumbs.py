"""With one thumb, on a phone and on a tablet, in both languages: decide, answer, follow a
run, and look at a film."""

import pytest

from feedback.models import Ask
from projects.models import State
from tests.browser.walks import examined
from tests.browser.walks.desk import visiting
from tests.contract import visits

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("pictures")]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True}
HANDS = [(PHONE, "en-GB"), (PHONE, "fr-FR"), (TABLET, "en-GB"), (TABLET, "fr-FR")]
NAMES = ["phone-en", "phone-fr", "tablet-en", "tablet-fr"]


#: Questions answered by a point or a row.
NAMES_OF_POINTS = """[...new Set([...document.querySelectorAll(
  "ask-form .asked:not([hidden]) :is(.point, .choice) input")].map((one) => one.name))]"""


@pytest.fixture(params=HANDS, ids=NAMES)
def come(request, desk, world, as_person):
    """A page of a role at a cell of the matrix, on each device; closed at the end."""
    opened = []
    device, locale = request.param

    def at(role, cell):
        client = as_person(world.visitor(role))
        visitor = visiting(desk, client, locale=locale, reduced_motion="reduce", **device)
        opened.append(visitor)
        entered = visitor.__enter__()
        entered.look(examined.go, visits.address(cell, world))
        assert entered.look(lambda page: page.get_attribute("html", "lang")) == locale[:2]
        return entered

    yield at
    for visitor in opened:
        visitor.__exit__(None, None, None)


def in_reach(page, target):
    """Its box: a thumb's size, in sight, and on a phone in the lower half."""
    box, seen = page.locator(target).first.bounding_box(), page.viewport_size
    assert box["height"] >= 44 and box["width"] >= 44, box
    assert box["x"] >= 0 and box["x"] + box["width"] <= seen["width"] + 1, box
    if seen["width"] < 600:
        assert seen["height"] / 2 <= box["y"], box
        assert box["y"] + box["height"] <= seen["height"], box


def sent(page, target):
    with page.expect_navigation(wait_until="commit"):
        page.locator(target).tap()


def small(page):
    """Buttons, links that look like one and fields of the page's own that are below 44 px."""
    return page.evaluate("""() => [...document.querySelectorAll("main :is(.button, select)")]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
      .map((one) => one.outerHTML.slice(0, 120))""")


def test_a_cut_is_approved_and_that_is_asked_once_more(come, world):
    def decide(page):
        in_reach(page, "[data-opens=approve]")
        assert small(page) == [] and examined.narrow_now(page) == []
        page.locator("[data-opens=approve]").tap()
        assert page.locator("#approve[open]").count() == 1
        sent(page, "#approve .is-primary")

    candidate = visits._undecided(world)[0]
    come("producer", "candidate GET").look(decide)
    assert [one.verdict for one in world.ours.candidate.decisions.all()] == ["approved"], candidate


def test_a_questionnaire_is_answered(come, world):
    def answer(page):
        in_reach(page, ".asked-foot .button")
        assert small(page) == [] and examined.narrow_now(page) == []
        for name in page.evaluate(NAMES_OF_POINTS):
            page.locator(f"input[name='{name}']:visible").first.tap(force=True)
        for place, choice in enumerate(page.locator("ask-form .place select:visible").all(), 1):
            choice.select_option(index=place)
        for field in page.locator("ask-form :is(textarea, input[inputmode]):visible").all():
            field.fill("3")
        sent(page, ".asked-foot .button")

    visitor = come("director", "answering GET")
    visitor.look(answer)
    assert Ask.objects.get(pk=world.ours.ask.pk).state == "answered"


def test_a_run_is_followed_and_cancelled(come, world):
    def follow(page):
        in_reach(page, ".actions.is-thumb button")
        assert page.locator("job-progress progress").is_visible()
        assert small(page) == [] and examined.narrow_now(page) == []
        sent(page, ".actions.is-thumb button")

    type(world.ours.run).objects.filter(pk=world.ours.run.pk).update(state=State.QUEUED)
    come("artist", "run GET").look(follow)
    world.ours.run.refresh_from_db()
    assert world.ours.run.state == State.CANCELLED


def test_a_film_is_looked_at_where_it_stands(come, world):
    def look(page):
        assert examined.narrow_now(page) == [] and small(page) == []
        films = page.locator("frame-player video")
        return films.evaluate_all("(films) => films.map((film) => film.playsInline)")

    assert come("reviewer", "asset GET").look(look) == [True]
