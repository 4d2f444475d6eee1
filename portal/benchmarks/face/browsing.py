"""Chromium at the pages: an empty cache each time, a slow line where it is asked for."""

import time
from contextlib import ExitStack
from typing import Any, Self
from urllib.parse import urlsplit

from portal.benchmarks.face.figures import Answer, interactive, weighed
from portal.rehearsal import Rehearsal
from portal.reviewers import FLAGS, chromium

#: Lighthouse's slow 4G, in bytes a second and milliseconds, and its slower processor.
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
SLOWER, STILL, PATIENCE = 4, 1.0, 60.0
VIEW: Any = {"width": 1280, "height": 800}
#: Gathers what the page tells of itself.
TOLD = """(() => {
  const told = window.told = { largest: 0, shift: 0, long: [] };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take))
      .observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => { told.largest = entry.startTime; });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) told.shift += entry.value; });
  watch("longtask", (entry) => { told.long.push([entry.startTime, entry.duration]); });
})()"""
SAYS = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const [first] = performance.getEntriesByName("first-contentful-paint");
  const [scripts, answered] = [page.domContentLoadedEventEnd, page.responseStart];
  return { ...window.told, first: first?.startTime ?? 0, scripts, answered };
}"""


class Line:
    """What comes over the line of one page, as DevTools counts it."""

    def __init__(self, cdp: Any) -> None:
        self.kinds: dict[str, tuple[str, str]] = {}
        self.sizes: dict[str, int] = {}
        self.heard = time.monotonic()
        self.sockets: list[str] = []
        self.waiting: set[str] = set()
        cdp.on("Network.requestWillBeSent", self._asked)
        cdp.on("Network.requestServedFromCache", self._kept)
        cdp.on("Network.responseReceived", self._answered)
        cdp.on("Network.dataReceived", self._came)
        cdp.on("Network.loadingFinished", self._ended)
        cdp.on("Network.loadingFailed", self._ended)
        cdp.on("Network.webSocketCreated", lambda told: self.sockets.append(told["url"]))
        cdp.send("Network.enable")

    def _asked(self, told: dict[str, Any]) -> None:
        self.heard = time.monotonic()
        if told["request"]["url"].startswith("http"):
            path = urlsplit(told["request"]["url"]).path
            self.kinds[told["requestId"]] = (path, told.get("type", "Other"))
            if told.get("type") != "Media":  # a film comes as long as it is looked at
                self.waiting.add(told["requestId"])

    def _kept(self, told: dict[str, Any]) -> None:
        self.kinds.pop(told["requestId"], None)
        self.waiting.discard(told["requestId"])

    def _answered(self, told: dict[str, Any]) -> None:
        self.heard = time.monotonic()
        if told["response"].get("fromDiskCache"):
            self.kinds.pop(told["requestId"], None)
        self.sizes[told["requestId"]] = int(told["response"].get("encodedDataLength", 0))

    def _came(self, told: dict[str, Any]) -> None:
        self.heard = time.monotonic()
        known = self.sizes.get(told["requestId"], 0)
        self.sizes[told["requestId"]] = known + int(told.get("encodedDataLength", 0))

    def _ended(self, told: dict[str, Any]) -> None:
        self.heard = time.monotonic()
        self.waiting.discard(told["requestId"])
        if told.get("encodedDataLength"):
            self.sizes[told["requestId"]] = int(told["encodedDataLength"])

    def forget(self) -> None:
        """What the page before had asked for ends with it, and nobody says so."""
        self.waiting.clear()
        self.kinds.clear()
        self.sockets.clear()

    def answers(self) -> list[Answer]:
        """Of those not taken from the cache; a socket is one without a size."""
        plain = [Answer(*of, self.sizes.get(one, 0)) for one, of in self.kinds.items()]
        return plain + [Answer(urlsplit(url).path, "WebSocket", 0) for url in self.sockets]


class Browser:
    """`known`: what the browser keeps of each person that has come in."""

    def __init__(self, portal: Rehearsal) -> None:
        self.portal, self.ends = portal, ExitStack()
        self.known: dict[str, Any] = {"": None}

    def __enter__(self) -> Self:
        """Raises FileNotFoundError without Chromium, ImportError without Playwright."""
        from playwright.sync_api import sync_playwright

        path = chromium()
        play = self.ends.enter_context(sync_playwright())
        self.browser = play.chromium.launch(executable_path=path, args=FLAGS)
        self.ends.callback(self.browser.close)
        return self

    def __exit__(self, *_error: object) -> None:
        self.ends.close()

    def enter(self, who: str, link: str) -> None:
        context = self.browser.new_context()
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.goto(link)
        page.click("button[type=submit]")
        page.wait_for_url(self.portal.address + "/")
        self.known[who] = context.storage_state()
        context.close()

    def cookies(self, who: str) -> dict[str, str]:
        kept = self.known[who] or {"cookies": []}
        return {cookie["name"]: cookie["value"] for cookie in kept["cookies"]}

    def context(self, who: str) -> Any:
        context = self.browser.new_context(storage_state=self.known[who], viewport=VIEW)
        context.set_default_timeout(1000 * PATIENCE)
        return context

    def on_a_slow_line(self, who: str, path: str) -> dict[str, float]:
        """One visit with an empty cache."""
        context = self.context(who)
        page = context.new_page()
        page.add_init_script(TOLD)
        cdp = context.new_cdp_session(page)
        line = Line(cdp)
        cdp.send("Network.emulateNetworkConditions", SLOW)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(self.portal.address + path)
        still(page, line)
        told = page.evaluate(SAYS)
        context.close()
        return {
            **weighed(line.answers()),
            "first_s": round(told["first"] / 1000, 2),
            "largest_s": round(told["largest"] / 1000, 2),
            "interactive_s": interactive(told["scripts"], told["long"]),
            "server_s": round(told["answered"] / 1000, 2),
            "shift": round(told["shift"], 3),
        }


def still(page: Any, line: Line) -> None:
    """Returns when all has come and nothing more was asked for a second."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not line.waiting and time.monotonic() - line.heard > STILL:
            return
        page.wait_for_timeout(100)
