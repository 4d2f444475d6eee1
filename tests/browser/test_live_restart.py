"""A server that ends sends all its pages away at once; they come back one by one."""

import pytest

from .test_live_news import BELL
from .waiting import until

#: Every draw comes out alike, and what the badge says is noted with its moment.
WATCH = """(chance) => {
  Math.random = () => chance;
  globalThis.states = [];
  const badge = document.querySelector("live-badge");
  new MutationObserver(() => {
    const state = badge.dataset.state;
    if (states.at(-1)?.[0] !== state) states.push([state, performance.now()]);
  }).observe(badge, { attributeFilter: ["data-state"] });
}"""
BADGE = "<live-badge><span data-part='badge'></span></live-badge>"


@pytest.mark.parametrize(("chance", "least", "most"), [(0.0, 0, 3_000), (0.8, 3_500, 9_000)])
def test_pages_come_back_one_by_one_and_ask_nothing_meanwhile(tab, fake, chance, least, most):
    """Each draws its own moment within five seconds."""
    fake.page("/quiet/", BELL + BADGE)
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.evaluate(WATCH, chance)
    begun = tab.evaluate("performance.now()")
    fake.restart()
    until(tab, "states.at(-1)?.[0] === 'connected'", seconds=20)
    states = tab.evaluate("states")
    assert [state for state, _when in states] == ["polling", "connected"]
    assert least <= states[-1][1] - begun <= most
    assert [url for url in asked if "/api/" in url] == []
