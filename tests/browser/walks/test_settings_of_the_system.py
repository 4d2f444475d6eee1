"""What a person has set for all their software: colours of their own, and no motion."""

import pytest

from tests.browser.walks import examined
from tests.browser.walks.desk import visiting
from tests.contract import visits

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("pictures")]
PAGES = ["home", "projects", "project", "asset", "candidate", "triage", "runs", "run", "review"]
#: Whatever is pressed has an edge; what is chosen is told by more than a shade.
UNEDGED = """() => [...document.querySelectorAll(".button, .chip")].filter((one) => {
  const style = getComputedStyle(one);
  return one.checkVisibility() && style.borderTopStyle === "none";
}).map((one) => one.outerHTML.slice(0, 120))"""
MOVING = """() => document.getAnimations().filter((one) => {
  const timing = one.effect.getComputedTiming();
  return timing.duration > 5 || timing.iterations === Infinity;
}).map((one) => one.effect.target.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("forced", ["active", "none"])
def test_pages_keep_their_edges_and_stand_still(desk, world, as_person, forced):
    client, wrong = as_person(world.visitor("producer")), []
    with visiting(desk, client, forced_colors=forced, reduced_motion="reduce") as visitor:
        for name in PAGES:
            visitor.look(examined.go, visits.address(f"{name} GET", world))
            wrong += [f"{name} moves: {one}" for one in visitor.look(_of, MOVING)]
            if forced == "active":
                wrong += [f"{name} without an edge: {one}" for one in visitor.look(_of, UNEDGED)]
        wrong += visitor.troubles
    assert not wrong, "\n".join(wrong)


def _of(page, question):
    return page.evaluate(question)
