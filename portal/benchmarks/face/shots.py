"""A page of very many rows: until it can be used, what it blocks, and how it scrolls."""

import json
import os
from typing import Any, Self

from PIL import Image

from portal.benchmarks.face.browsing import SAYS, TOLD, VIEW, Browser, Line, still
from portal.benchmarks.face.figures import Task, blocking, main_tasks, middle, noise, weighed
from portal.rehearsal import Rehearsal

#: A producer of the studio whose productions they are.
WHO = "producer of Lantern Row"
BEGUN, SCROLLS, BY, SPEED = "bench-begun", "bench-scrolls", 12_000, 6_000
KINDS = ["blink.user_timing", "disabled-by-default-devtools.timeline"]
#: Rows that fill the first screen, and the part whose script listens to keys, by what is shown.
READY = """(() => {
  performance.mark("bench-begun");
  const filled = (rows) => rows.length && rows.at(-1).getBoundingClientRect().bottom
    >= Math.min(innerHeight, document.documentElement.scrollHeight);
  const there = () => {
    const list = document.querySelector("shot-status");
    if (document.readyState === "loading" || !document.querySelector("main")) return false;
    if (!performance.getEntriesByName("first-contentful-paint").length) return false;
    const listens = customElements.get("shot-status");
    return !list || listens && filled([...list.querySelectorAll(".shots-row")]);
  };
  const painted = () => setTimeout(() => { window.usable = performance.now(); });
  const look = () => requestAnimationFrame(there() ? painted : look);
  look();
})()"""
FOCUS = "() => Boolean(document.activeElement?.closest('.shots-row'))"


def pictures(portal: Rehearsal) -> None:
    """What the rows of the productions name: one drawn picture, under every name."""
    folder = portal.var / "media"
    drawn = folder / "bench.jpg"
    Image.effect_mandelbrot((320, 180), (-2.0, -1.2, 1.0, 1.2), 60).save(drawn, quality=80)
    for (key,) in portal.query("select storage_key from projects_rendition where size = 9000"):
        place = folder / key
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            os.link(drawn, place)


def measured(browser: Browser, path: str, rounds: int) -> dict[str, Any]:
    """Medians of the rounds, each with an empty cache and then once more."""
    found = [_round(browser, path) for _n in range(rounds)]
    each = [row["cold_usable_s"] for row in found]
    return {"path": path, **middle(found), "cold_each_s": each, "noise": noise(each)}


def _round(browser: Browser, path: str) -> dict[str, float]:
    """Tracing takes the page's own time, so that what it tells is of visits of their own."""
    return {**_timed(browser, path), **_traced(browser, path)}


def _timed(browser: Browser, path: str) -> dict[str, float]:
    with _Visitor(browser, path) as visitor:
        cold = visitor.come()
        weight = weighed(visitor.line.answers())
        warm = visitor.come()
        again = weighed(visitor.line.answers())["requests"]
    return {
        **{f"cold_{name}": value for name, value in cold.items()},
        **{f"warm_{name}": value for name, value in warm.items()},
        **weight,
        "warm_requests": again,
    }


def _traced(browser: Browser, path: str) -> dict[str, float]:
    """The worse of a cold and a warm visit."""
    with _Visitor(browser, path) as visitor:
        told = []
        for _visit in range(2):
            traced = _Traced(browser, visitor.page)
            first = visitor.come()["first_s"]
            told.append(blocking(traced.tasks(BEGUN), 1000 * first))
        scrolled = _scrolled(browser, visitor.context, visitor.page)
    return {**{name: max(one[name] for one in told) for name in told[0]}, **scrolled}


class _Visitor:
    """Somebody with an empty cache."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.address = browser.portal.address + path
        self.context = browser.context(WHO)
        self.page = self.context.new_page()
        self.page.add_init_script(TOLD)
        self.page.add_init_script(READY)
        self.line = Line(self.context.new_cdp_session(self.page))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.context.close()

    def come(self) -> dict[str, float]:
        """Until the page is still; then a key must move the focus to a row."""
        self.line.forget()
        answer = self.page.goto(self.address, wait_until="commit")
        if answer.status != 200:  # a page that says no is soon there
            raise RuntimeError(f"{self.address} answered {answer.status}")
        self.page.wait_for_function("() => window.usable")
        usable, told = self.page.evaluate("() => window.usable"), self.page.evaluate(SAYS)
        still(self.page, self.line)
        if self.page.query_selector("shot-status"):
            self.page.keyboard.press("j")
            self.page.wait_for_function(FOCUS)
        return {
            "usable_s": round(usable / 1000, 3),
            "first_s": round(told["first"] / 1000, 3),
            "server_s": round(told["answered"] / 1000, 3),
        }


def _scrolled(browser: Browser, context: Any, page: Any) -> dict[str, float]:
    """From the top down in one gesture."""
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    page.wait_for_timeout(500)
    traced = _Traced(browser, page)
    page.evaluate(f"() => performance.mark('{SCROLLS}')")
    middle_of = {"x": VIEW["width"] // 2, "y": VIEW["height"] // 2}
    gesture = {**middle_of, "yDistance": -BY, "speed": SPEED, "gestureSourceType": "mouse"}
    context.new_cdp_session(page).send("Input.synthesizeScrollGesture", gesture)
    page.wait_for_timeout(300)
    found = blocking(traced.tasks(SCROLLS))
    return {f"scroll_{name}": found[name] for name in ("longest_ms", "longest_cpu_ms")}


class _Traced:
    """Tracing from here on; `tasks` ends it."""

    def __init__(self, browser: Browser, page: Any) -> None:
        self.browser = browser.browser
        self.browser.start_tracing(page=page, categories=KINDS)

    def tasks(self, mark: str) -> list[Task]:
        events = json.loads(self.browser.stop_tracing())["traceEvents"]
        return main_tasks(events, mark)
