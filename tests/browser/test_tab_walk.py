"""Main pages by the Tab key alone: each stop is seen, and none is a trap."""

import pytest

from .test_whole_job import LINK, PRODUCER

pytestmark = pytest.mark.browser
PAGES = (
    *("/", "/projects/", "/runs/", "/review/", "/studio/"),
    *("/search/?q=film", "/feedback/mine/"),
)
MOST = 150
#: The stop, and whether it, or a label that stands for it, is marked as focused.
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const drawn = (e) => {
    const style = getComputedStyle(e);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    return outline || style.boxShadow !== "none";
  };
  let seen = drawn(one);
  let around = one;
  for (let n = 0; !seen && around.parentElement && n < 3; n++) {
    around = around.parentElement;
    seen = drawn(around);
  }
  const box = one.getBoundingClientRect();
  return {
    name: one.outerHTML.slice(0, 120), seen,
    shown: one.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    inside: box.bottom > 0 && box.top < innerHeight,
  };
}"""


@pytest.fixture(scope="module")
def signed_in(portal, chromium):
    """What the browser of somebody keeps who came in by a link, which works once."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(portal.shell(LINK.format(who=PRODUCER)))
    page.click("main form button")
    page.wait_for_url(f"{portal.address}/")
    yield context.storage_state()
    context.close()


@pytest.fixture
def page(signed_in, chromium):
    size = {"width": 1280, "height": 800}
    context = chromium.new_context(viewport=size, storage_state=signed_in)
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_each_stop_of_the_tab_key_is_seen_and_none_holds_it(page, portal, path):
    page.goto(portal.address + path)
    page.wait_for_selector("live-badge")
    stops = []
    for _press in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) < MOST, "the end was never reached"
    assert "skip" in stops[0]["name"]
    assert [s["name"] for s in stops if not (s["seen"] and s["shown"] and s["inside"])] == []


def test_the_skip_link_leads_past_the_rail(page, portal):
    page.goto(portal.address + "/projects/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_closes_by_escape_and_gives_the_focus_back(page, portal):
    page.goto(portal.address + "/projects/")
    page.focus("details.menu summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("details.menu[open]")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.matches('details.menu summary')")
