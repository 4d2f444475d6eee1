"""Every form of the portal, sent with nonsense: what was typed comes back, and each wrong field
is marked and told about. Read from the access matrix: a new form is tried by itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.contract import matrix, visits
from tests.contract.answered_forms import Answer
from tests.world import VISITORS, World

NONSENSE = "zz 4711 zz"
#: As a browser sends a form in which nothing was filled in.
EMPTY = {"csrfmiddlewaretoken": "token"}
#: What is typed here is not given back, and why.
NOT_KEPT: dict[str, str] = {}


def answers(client: Any, kind: str, world: World) -> Iterator[tuple[str, dict[str, str], Answer]]:
    """Each page that comes back from a form that was filled in wrongly, and what was sent."""
    at = VISITORS.index(kind)
    for cell, row in matrix.PAGES.items():
        if not cell.endswith(" POST") or row.split()[at] in ("in", "404", "403"):
            continue
        cookies, point = client.cookies.copy(), transaction.savepoint()
        where = visits.address(cell, world)
        first = _page(client.post(where, EMPTY))
        sent = {one.name: NONSENSE for one in first.typed()} if first else {}
        again = _page(client.post(where, _hidden(first) | sent)) if first and sent else None
        if first and first.wrong():
            yield cell, {}, first
        if again and again.wrong():
            yield cell, sent, again
        transaction.savepoint_rollback(point)
        client.cookies = cookies


def _page(answer: Any) -> Answer | None:
    if answer.status_code >= 500 or answer.streaming:
        return None
    if not answer.get("Content-Type", "").startswith("text/html"):
        return None
    return Answer(answer.content.decode())


def _hidden(page: Answer) -> dict[str, str]:
    """What the page sends by itself, such as which of its forms it is."""
    return {one.name: one.value for one in page.beside_wrong() if one.kind == "hidden"}


def _lost(cell: str, sent: dict[str, str], page: Answer) -> list[str]:
    """Names of fields whose words are gone. A browser refuses nonsense in a number by itself."""
    same = [one for one in page.typed() if one.name in sent and one.kind in ("text", "textarea")]
    return [
        one.name
        for one in same
        if one.value.strip() != NONSENSE and f"{cell} {one.name}" not in NOT_KEPT
    ]


@pytest.mark.parametrize("kind", ["producer", "beta_lead", "anonymous"])
def test_a_wrong_form_comes_back_with_what_was_typed_and_says_where(world, as_person, kind):
    client = as_person(world.visitor(kind))
    wrong, tried = [], set()
    for cell, sent, page in answers(client, kind, world):
        tried.add(cell)
        wrong += [f"{cell}: {name} is not given back" for name in _lost(cell, sent, page)]
        wrong += [f"{cell}: nothing is said of {name}" for name in page.untold()]
    assert len(tried) >= {"producer": 8, "beta_lead": 2, "anonymous": 1}[kind], tried
    assert not wrong, "\n".join(wrong)
