"""What is done to a portal at work, one mishap after the other, and what it said meanwhile."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from portal.workday.book import Book, is_good


@dataclass(frozen=True)
class Mishap:
    """`strike` breaks something, `heal` gives all of it back; `seconds` in between."""

    name: str
    seconds: float
    strike: Callable[[], None]
    heal: Callable[[], None] = lambda: None
    part: str = ""  # of readiness: what has to be told as failed, where that lasts


@dataclass
class Watch:
    """Readiness as it was told: (moment, part → whether it holds) of each answer."""

    address: str
    told: list[tuple[float, dict[str, str]]] = field(default_factory=list)

    def look(self) -> dict[str, str]:
        try:
            answer = httpx.get(f"{self.address}/healthz/ready/", timeout=10)
            checks = answer.json().get("checks", {})
        except (httpx.HTTPError, ValueError):
            checks = {}
        self.told.append((time.monotonic(), checks))
        return checks


def go_through(
    book: Book, watch: Watch, mishaps: list[Mishap], *, between: float
) -> list[dict[str, Any]]:
    """Each mishap after so many quiet seconds; what was told and answered during each."""
    found = []
    for mishap in mishaps:
        _wait(watch, between)
        begun = time.monotonic()
        mishap.strike()
        _wait(watch, mishap.seconds)
        mishap.heal()
        book.fault(mishap.name, begun)
        found.append(_told(book, watch, mishap, begun, book.now()))
    _wait(watch, between)
    return found


def _wait(watch: Watch, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        watch.look()
        time.sleep(min(1.0, max(0.0, until - time.monotonic())))


def _told(book: Book, watch: Watch, mishap: Mishap, begun: float, ended: float) -> dict[str, Any]:
    during = [a for a in list(book.answers) if begun <= a.at <= ended and a.seconds]
    pages = [a for a in during if a.lane == "page"]
    told = [checks for at, checks in watch.told if begun <= at <= ended]
    ready = {"ready_told": any(c.get(mishap.part) == "failed" for c in told)}
    return {
        "mishap": mishap.name,
        "seconds": round(ended - begun, 1),
        "pages": len(pages),
        "pages_answered": sum(is_good(a) for a in pages),
        "writes_done": sum(is_good(a) for a in during if a.lane == "write"),
        "slowest_page": round(max((a.seconds for a in pages), default=0), 1),
        **(ready if mishap.part else {}),
    }
