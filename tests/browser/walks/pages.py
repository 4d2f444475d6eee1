"""Every page there is, by the access matrix and the routes: a new one is walked by itself."""

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
#: As a browser sends a form in which nothing was filled in.
EMPTY = {"csrfmiddlewaretoken": "token"}


@dataclass(frozen=True)
class Stop:
    """One page of a walk. `posts`: what is sent, where the page is an answer to a form. `made`:
    its sorts of elements."""

    cell: str
    address: str
    posts: dict[str, Any] | None = None
    made: frozenset[tuple[str, ...]] = frozenset()


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
            answer, posts = _posted(client, where), EMPTY
        else:
            answer, posts = client.get(where, follow=True), None
        led_on = posts is None and answer.redirect_chain  # to a page that is walked by itself
        if (html := page_of(answer)) and not led_on:
            yield Stop(cell, where, posts, kinds(html))
        transaction.savepoint_rollback(point)
        client.cookies = cookies


def _posted(client: Any, where: str) -> Any:
    """The answer to an empty form; what it changed is taken back."""
    point = transaction.savepoint()
    answer = client.post(where, EMPTY)
    transaction.savepoint_rollback(point)
    return answer


def page_of(answer: Any) -> str:
    """The HTML of a whole page; nothing where the answer is something else."""
    if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code >= 500:
        return ""
    html = content(answer).decode(errors="replace")
    return html if html.lstrip()[:9].lower() == "<!doctype" else ""


def kinds(html: str) -> frozenset[tuple[str, ...]]:
    """What a page is made of: its sorts of elements, whatever they say."""
    reader = _Kinds()
    reader.feed(html)
    return frozenset(reader.found)


class _Kinds(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.found.add((tag, said.get("class") or "", said.get("type") or "", *sorted(said)))
