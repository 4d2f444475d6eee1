"""Every page there is, read from the access matrix and the routes: a new one is walked by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.db import transaction

from tests.browser.walks.desk import content
from tests.contract import matrix, visits
from tests.contract.routes import routes
from tests.world import VISITORS, World

#: The packages' own pages, which nobody's matrix has: signing in, second factors, sessions.
PACKAGED = re.compile(r"^(account|mfa|usersessions)_")


@dataclass(frozen=True)
class Stop:
    """One page of a walk. `posts`: what is sent, where the page is an answer to a form."""

    cell: str
    address: str
    posts: dict[str, Any] | None = None


def open_to(kind: str) -> Iterator[str]:
    """`name GET` of the pages that the matrix opens to a visitor, and of the packages' own."""
    at = VISITORS.index(kind)
    yield from (cell for cell, row in matrix.PAGES.items() if _opens(cell, row.split()[at]))
    for route in routes():
        if PACKAGED.match(route.name) and "<" not in route.address:
            yield f"{route.name} GET"


def _opens(cell: str, said: str) -> bool:
    return cell.endswith(" GET") and said == "ok"


def wrongly_filled(kind: str) -> Iterator[str]:
    """`name POST` of the pages that a visitor may send something to."""
    at, never = VISITORS.index(kind), ("in", "404", "403")
    for cell, row in matrix.PAGES.items():
        if cell.endswith(" POST") and row.split()[at] not in never:
            yield cell


def stops(cells: Iterator[str], client: Any, world: World) -> Iterator[Stop]:
    """Each whole HTML page among them, while the rows that it names are there: what was made for
    a page goes when the next is asked for."""
    for cell in cells:
        cookies, point = client.cookies.copy(), transaction.savepoint()
        where = visits.address(cell, world)
        if cell.endswith(" POST"):
            found = [Stop(cell, where, {})] if is_page(_posted(client, where)) else []
        else:
            found = [Stop(cell, where)] if is_page(client.get(where, follow=True)) else []
        yield from found
        transaction.savepoint_rollback(point)
        client.cookies = cookies


def _posted(client: Any, where: str) -> Any:
    """The answer to an empty form; what it changed is taken back."""
    point = transaction.savepoint()
    answer = client.post(where, {})
    transaction.savepoint_rollback(point)
    return answer


def is_page(answer: Any) -> bool:
    if not answer.get("Content-Type", "").startswith("text/html"):
        return False
    return answer.status_code < 500 and content(answer).lstrip()[:9].lower() == b"<!doctype"


def kinds(html: str) -> set[tuple[str, ...]]:
    """What a page is made of: its sorts of elements, whatever they say."""
    reader = _Kinds()
    reader.feed(html)
    return reader.found


class _Kinds(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.found.add((tag, said.get("class") or "", said.get("type") or "", *sorted(said)))
