"""A person at the triage board, played: Chromium driven with keys, for the benchmark and tests.

Playwright is of the development group, so it is imported when somebody sits down.
"""

import os
import shutil
import time
from random import Random
from typing import Any, Self

from portal.rehearsal import Rehearsal

FLAGS = "--no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking".split()
REASONS = "12345"
LOOKS = 300  # milliseconds that a quick eye gives to a picture before the key
#: Notes each key with the picture on the screen, and when the next one stands there.
WATCH = """() => {
  const board = document.querySelector("triage-board");
  const onScreen = () => board.querySelector("[data-part=pictures] img.is-shown");
  const stands = (image) => image?.complete && image.naturalWidth > 0;
  window.seen = { pressed: [], shown: [], down: 0 };
  addEventListener("keydown", (event) => {
    if (!/^[aeu1-5]$/.test(event.key)) return;
    const before = onScreen(), began = event.timeStamp;
    const group = board.board.pictures.find((one) => one.id === before.dataset.picture).group;
    const mine = before.dataset.picture;
    const alike = board.items.filter((one) => one.group === group && one.id !== mine);
    const open = alike.filter((one) => !["approved", "rejected"].includes(one.shown?.verdict))
      .map((one) => one.id);
    window.seen.pressed.push([event.key, before.dataset.picture, open]);
    const look = () => {
      const now = onScreen();
      if (now === before || !stands(now)) return requestAnimationFrame(look);
      requestAnimationFrame((at) => window.seen.shown.push(at - began));
    };
    if (event.key !== "u") requestAnimationFrame(look);
  }, { capture: true });
}"""
LOOK = """() => {
  const board = document.querySelector("triage-board"), item = board.item;
  const open = board.items.filter((one) => !["approved", "rejected"].includes(one.shown?.verdict));
  const waits = board.hand.line.entries.length;
  return { current: item.id, shown: board.dataset.shown === item.id, open: open.length, waits,
    is_open: open.includes(item), alike: open.filter((one) => one.group === item.group).length };
}"""


#: The first is Chromium without a window to draw: three times as quick to open and close pages,
#: and Chromium 156 with a window to hide sometimes never finishes closing one.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")


def chromium() -> str:
    """Raises FileNotFoundError, which the commands print as a sentence."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if not found:
        raise FileNotFoundError("no Chromium found: install chromium, or set CHROMIUM to its path")
    return found


class Reviewer:
    """Signs in, opens the board, presses keys. `keys` are all that were pressed."""

    def __init__(self, portal: Rehearsal, link: str, board: str) -> None:
        self.portal, self.link, self.board = portal, link, board
        self.keys, self.shown = 0, list[float]()
        #: (candidate, verdict) of each press that may sign
        self.pressed: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        from playwright.sync_api import sync_playwright

        self._play = sync_playwright().start()
        self._browser = self._play.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = self._browser.new_context(
            viewport={"width": 1440, "height": 900}, bypass_csp=True
        )
        self.page: Any = context.new_page()
        self.page.set_default_timeout(120_000)
        self.page.goto(self.link)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(self.portal.address + "/")
        self.page.goto(f"{self.portal.address}/requests/{self.board}/triage/")
        self.page.wait_for_selector("triage-board[data-shown]")
        self.page.evaluate(WATCH)
        return self

    def __exit__(self, *_error: object) -> None:
        self._browser.close()
        self._play.stop()

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def look(self) -> dict[str, Any]:
        """What is before me; waits until it is really there."""
        for _turn in range(2000):
            seen = self.page.evaluate(LOOK)
            if seen["shown"]:
                return dict(seen)
            time.sleep(0.005)
        raise RuntimeError("the picture was not shown within ten seconds")

    def decide_all(self, chance: Random, *, at_most: int) -> None:
        """Until nothing is open, by the rule that the benchmark tells."""
        while self.keys < at_most and (seen := self.look())["open"]:
            self.page.wait_for_timeout(LOOKS)
            if not seen["is_open"]:
                self.press("n")
            elif seen["alike"] > 1 and chance.random() < 2 / 3:
                self.press("e")
            else:
                self._one(chance)
        self._gather()

    def _one(self, chance: Random) -> None:
        if chance.random() < 1 / 20:
            self.press("Space")
            self.page.wait_for_timeout(150)
            self.press("Space")
        self.press(chance.choice("a" + REASONS))
        if chance.random() < 1 / 30:
            self.look()
            self.press("u")
            self.look()
            self.press(chance.choice(REASONS))

    def decide_plainly(self, chance: Random, *, at_most: int) -> None:
        """One key a picture, as fast as pictures come; what others have decided is left alone."""
        while self.keys < at_most and (seen := self.look())["open"]:
            self.press(chance.choice("a" + REASONS) if seen["is_open"] else "n")
        self._gather()

    def settle(self, seconds: float = 120) -> None:
        """All that was decided has been signed or refused."""
        end = time.monotonic() + seconds
        while self.page.evaluate(LOOK)["waits"]:
            if time.monotonic() > end:
                raise RuntimeError("decisions were still on their way after two minutes")
            time.sleep(0.05)

    def _gather(self) -> None:
        seen = self.page.evaluate("() => window.seen")
        self.shown += seen["shown"]
        for key, candidate, alike in seen["pressed"]:
            if key in "ae":
                self.pressed.append((candidate, "approved"))
            if key == "e":
                self.pressed += [(other, "rejected") for other in alike]
            if key in REASONS:
                self.pressed.append((candidate, "rejected"))
