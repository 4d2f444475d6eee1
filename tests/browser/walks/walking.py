"""A walk through every page that a visitor can open, and what was found wrong on the way."""

from collections.abc import Iterable
from typing import Any

from tests.browser.walks import examined
from tests.browser.walks.desk import Visitor
from tests.browser.walks.pages import Stop


class Walk:
    """Remembers what it has seen: a page of another role that is made of nothing new is passed."""

    def __init__(self) -> None:
        self.seen: dict[str, set[tuple[str, ...]]] = {}
        self.dialogs: set[str] = set()
        self.wrong: list[str] = []
        self.count = 0

    def note(self, stop: Stop) -> bool:
        """Whether a page has something new on it; it is known from now on."""
        new = stop.made - self.seen.get(stop.cell, set())
        self.seen.setdefault(stop.cell, set()).update(stop.made)
        return bool(new) or not stop.made

    def through(self, visitor: Visitor, stops: Iterable[Stop], who: str) -> None:
        for stop in stops:
            if self.note(stop):
                self.count += 1
                self.wrong += [
                    f"{stop.cell} as {who} ({stop.address}): {said}"
                    for said in self._at(visitor, stop)
                ]

    def _at(self, visitor: Visitor, stop: Stop) -> list[str]:
        visitor.posts = {} if stop.posts is None else {stop.address: stop.posts}
        first = self.count == 1
        found = visitor.look(self._examine, stop.address, first)
        found += visitor.troubles
        visitor.troubles.clear()
        return found

    def _examine(self, page: Any, address: str, first: bool) -> list[str]:
        examined.go(page, address)
        found = examined.shifted(page) + examined.unled(page)
        page.evaluate(examined.OPEN)
        found += examined.axe(page) + examined.in_light(page)
        found += examined.menus(page, "body" if first else "main")
        found += examined.dialogs(page, self.dialogs)
        return found + examined.narrow(page)
