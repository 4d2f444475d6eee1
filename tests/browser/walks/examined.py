"""What is asked of a page in the browser: axe-core's rules, and what must not move or be cut."""

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

#: WCAG 2.0 to 2.2, A and AA, and best practices. Off by default in axe, and asked for here: the
#: size of targets, a name that begins with what is seen, cells of large tables with their heads.
RULES = {
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
    ],
    "rules": {name: {"enabled": True} for name in ("target-size", "label-content-name-mismatch")},
    "resultTypes": ["violations"],
    "preload": False,  # it would ask for what a sheet takes in by the page's address
    "iframes": False,  # a mail that is shown runs no script: nobody answers the examiner there
}
#: All that a theme changes.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "preload": False,
    "iframes": False,
}

QUIET = """
async () => {
  let before = -1;
  for (let turn = 0; turn < 40; turn += 1) {
    const now = performance.getEntriesByType("resource").length;
    if (now === before && document.readyState === "complete") break;
    before = now;
    await new Promise((go) => setTimeout(go, 60));
  }
}
"""
RUN = """
async ([within, options]) => (await axe.run(within ?? document, options)).violations.flatMap((found) =>
  found.nodes.map((node) => `${found.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)} | ${node.failureSummary.split("\\n").slice(1).join(";").slice(0, 300)}`))
"""  # noqa: E501
OPEN = "document.querySelectorAll('details:not(.menu)').forEach((one) => { one.open = true; })"
#: As WCAG 1.4.12 spaces text.
SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}
"""  # noqa: E501
#: Two dimensions are needed by tables, pictures, players and time lines; they scroll by themselves.
WIDE = """
() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const held = (one) => one && one !== document.documentElement && (getComputedStyle(one).overflowX !== "visible" || held(one.parentElement));
  const over = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1 && !held(one.parentElement));
  const inner = over.filter((one) => !over.some((other) => one !== other && one.contains(other)));
  return [document.documentElement.scrollWidth, ...inner.slice(0, 4).map((one) => one.outerHTML.slice(0, 120))];
}
"""  # noqa: E501
#: Words that stand in a box too small for them, and are not said to be shortened.
CUT = """
() => [...document.querySelectorAll("body *")].filter((one) => {
  if (!one.checkVisibility({ visibilityProperty: true }) || !one.innerText?.trim()) return false;
  const style = getComputedStyle(one);
  if (style.clipPath !== "none" || style.textOverflow === "ellipsis" || one.closest("svg, .crumbs, .thumb, .visually-hidden, frame-player")) return false;
  const tall = style.overflowY === "hidden" || style.overflowY === "clip", long = style.overflowX === "hidden" || style.overflowX === "clip";
  return (tall && one.scrollHeight > one.clientHeight + 2) || (long && one.scrollWidth > one.clientWidth + 2);
}).map((one) => one.outerHTML.slice(0, 140))
"""  # noqa: E501
#: Wrong fields in sight, of which the first has the focus.
UNLED = """
() => {
  const wrong = [...document.querySelectorAll("[aria-invalid=true]:not([type=hidden])")];
  if (!wrong.length || wrong.includes(document.activeElement)) return [];
  return [`focus is on ${document.activeElement?.outerHTML.slice(0, 100)}, not on ${wrong[0].outerHTML.slice(0, 140)}`];
}
"""  # noqa: E501
DIALOGS = "[...document.querySelectorAll('dialog')].map((one) => one.id || one.className + one.getAttribute('aria-labelledby'))"  # noqa: E501


def go(page: Page, address: str) -> None:
    page.goto(address, wait_until="load")
    page.evaluate(QUIET)


def axe(page: Page, within: str | None = None, options: dict[str, Any] = RULES) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(RUN, [within, options]))


#: Colours that turn do so within a moment, even without motion, and what inherits one turns after
#: it; what is not drawn never ends. What was closed while a theme turned begins when it is opened.
TURN = """async (theme) => {
  if (theme) document.documentElement.dataset.theme = theme;
  const turning = () => document.getAnimations().some((one) => one instanceof CSSTransition);
  const until = performance.now() + 1000;
  do await new Promise((go) => setTimeout(go, 40)); while (turning() && performance.now() < until);
}"""


def in_light(page: Page) -> list[str]:
    page.evaluate(TURN, "light")
    found = [f"light {said}" for said in axe(page, options=COLOURS)]
    page.evaluate(TURN, "dark")
    return found


def shifted(page: Page) -> list[str]:
    moved, what = page.evaluate("[window.shifted, window.shifts]")
    return [f"moved by {moved:.3f}: {json.dumps(what)[:500]}"] if moved > 0.05 else []


def unled(page: Page) -> list[str]:
    """After a form came back wrong: where the person is not led to what is wrong."""
    return [str(what) for what in page.evaluate(UNLED)]


def menus(page: Page, where: str) -> list[str]:
    """Each menu opened by itself."""
    found = []
    for one in page.locator(f"{where} details.menu").all():
        if one.is_visible():
            one.evaluate("(menu) => { menu.open = true; }")
            page.evaluate(TURN, "")
            found += axe(page, "details.menu[open]")
            found += [f"light {said}" for said in in_light(page)]
            one.evaluate("(menu) => { menu.open = false; }")
    return found


def dialogs(page: Page, known: set[str]) -> list[str]:
    """Each dialog that was not seen before, opened as its button does."""
    found: list[str] = []
    for number, name in enumerate(page.evaluate(DIALOGS)):
        if name in known:
            continue
        known.add(name)
        one = page.locator("dialog").nth(number)
        if one.evaluate("(box) => box.open || (box.showModal(), false)"):
            continue
        page.evaluate(TURN, "")
        found += axe(page, "dialog[open]") + in_light(page)
        one.evaluate("(box) => box.close()")
    return found


def narrow_now(page: Page) -> list[str]:
    """What stands over the edge at the size the page has."""
    return [str(what) for what in page.evaluate(WIDE)]


#: Two frames: what answers to a new size (the badge of the line, rows in sight) has done so.
DRAWN = "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"


def narrow(page: Page) -> list[str]:
    """1280 × 1024 at 400 %, and then with text set wide."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 256})
    page.evaluate(DRAWN)
    found = [f"wider than 320 px: {what}" for what in page.evaluate(WIDE)]
    found += [f"cut off at 320 px: {what}" for what in page.evaluate(CUT)]
    page.evaluate(SPACED)
    found += [f"spaced, wider than 320 px: {what}" for what in page.evaluate(WIDE)]
    found += [f"spaced, cut off: {what}" for what in page.evaluate(CUT)]
    page.evaluate("document.adoptedStyleSheets = []")
    if before:
        page.set_viewport_size(before)
    return found
