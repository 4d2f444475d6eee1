"""A server that ends sends all its pages away at once; they come back one by one."""

import pytest

from .test_live_news import BELL

BADGE = "<live-badge><span data-part='badge'></span></live-badge>"


@pytest.mark.parametrize(("chance", "least", "most"), [(0.0, 0, 3_000), (0.8, 3_500, 9_000)])
def test_pages_come_back_one_by_one_and_ask_nothing_meanwhile(tab, fake, chance, least, most):
    """Each draws its own moment within five seconds."""
    fake.page("/quiet/", BELL + BADGE)
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.evaluate("(chance) => { Math.random = () => chance; }", chance)
    begun = tab.evaluate("performance.now()")
    fake.restart()
    tab.wait_for_selector("live-badge[data-state=polling]")
    tab.wait_for_selector("live-badge[data-state=connected]", timeout=15_000)
    waited = tab.evaluate("performance.now()") - begun
    assert least <= waited <= most
    assert [url for url in asked if "/api/" in url] == []
