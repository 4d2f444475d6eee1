"""Every example of the API's help is a call that works, and answers as it says.

To record anew: RECORD=1 uv run pytest tests/contract/test_examples.py
"""

import json
import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from portal.help.api.examples import KEPT
from portal.help.api.reading import document
from portal.help.api.routes import operation_of
from tests.contract import matrix, visits
from tests.contract.examples import breaches, differences, example
from tests.contract.recorded import HOW
from tests.contract.routes import routes
from tests.world import VISITORS, World, make_carrying

#: Cells whose answer is no part of the promise: the description itself.
APART = {"api:schema GET"}
FINE = ("ok", "200", "202")
ROWS = {**matrix.PAGES, **matrix.API}


def cells() -> dict[str, str]:
    """Each cell of the API by the operation of the schema that it calls."""
    found = {}
    for route in routes():
        for cell in route.cells:
            if route.is_api and cell not in APART:
                found[cell] = operation_of(cell.split()[1], route.address)
    return found


#: Rows that a list would be empty without.
BEFORE: dict[str, Callable[[World], Any]] = {
    "api:trash-list GET": visits._thrown,
    "api:opening-list GET": visits._opening,
    "api:finalcut-list GET": visits._final,
    "api:carrying-list GET": lambda w: make_carrying(visits._later(w), w.ours.version),
}


def callers(cell: str) -> list[str]:
    """The kinds of visitors whom the matrix lets do it, people of our studio before others."""
    row = dict(zip(VISITORS, ROWS[cell].split(), strict=True))
    order = [*VISITORS[2:], *VISITORS[:2]]
    return [kind for kind in order if row[kind] in FINE]


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def made(world: World, as_person: Any) -> dict[str, Any]:
    """The examples as they would be recorded now; each call leaves no trace."""
    everybody = {kind: as_person(world.visitor(kind)) for kind in VISITORS if kind != "anonymous"}
    found = {}
    for cell, operation in cells().items():
        for kind in callers(cell):
            found[operation] = called(everybody[kind], cell, world)
            if not is_empty(found[operation]):
                break
    return dict(sorted(found.items()))


def called(client: Any, cell: str, world: World) -> dict[str, Any]:
    method, point = cell.split()[1], transaction.savepoint()
    try:
        BEFORE.get(cell, lambda w: None)(world)
        where, sent = visits.address(cell, world), visits.body(cell, world)
        text = json.dumps(sent) if method not in ("GET", "DELETE") else ""
        answer = client.generic(method, where, text, content_type="application/json")
        return example(where, json.loads(text or "null"), answer)
    finally:
        transaction.savepoint_rollback(point)


def is_empty(told: dict[str, Any]) -> bool:
    """A list without rows: somebody else who may ask has some, perhaps."""
    answer = told.get("answer")
    return answer == [] or (isinstance(answer, dict) and answer.get("results") == [])


def test_every_operation_has_an_example_and_every_example_an_operation(kept):
    offered = {f"{m.upper()} {at}" for at, ms in document()["paths"].items() for m in ms}
    assert set(cells().values()) == offered
    if not os.environ.get("RECORD"):
        assert sorted(offered - set(kept)) == [], HOW.format(test="test_examples.py")
        assert sorted(set(kept) - offered) == []


def test_each_example_is_what_is_sent_and_answers_in_its_form(world, as_person, kept):
    now = made(world, as_person)
    if os.environ.get("RECORD"):
        KEPT.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        kept = now
    wrong = []
    for operation, one in now.items():
        told = kept[operation]
        for part in ("query", "status", "type"):
            if told[part] != one[part]:
                wrong.append(f"{operation}: {part} {told[part]!r}, now {one[part]!r}")
        if told["body"] != one["body"]:
            wrong.append(f"{operation}: sends {one['body']}")
        for part in ("answer", "text"):
            wrong += [
                f"{operation}: {what}" for what in differences(told.get(part), one.get(part), part)
            ]
    assert wrong == [], "\n".join([*wrong, HOW.format(test="test_examples.py")])


#: Where the schema promises something else than what is answered, each with what is wrong there.
#: A line that is no longer needed fails.
LOOSE = {
    "GET /api/v1/tokens/": "the secret is shown once, and promised always",
    "GET /api/v1/webhooks/": "the secret is shown once, and promised always",
    "GET /api/v1/webhooks/{id}/": "the secret is shown once, and promised always",
    "PATCH /api/v1/webhooks/{id}/": "the secret is shown once, and promised always",
    "POST /api/v1/webhooks/": "`disabled_why` may be empty",
    "POST /api/v1/webhooks/{id}/secret/": "`disabled_why` may be empty",
    "POST /api/v1/result-uses/": "answers a list",
    "POST /api/v1/time-entries/{id}/correct/": "takes no `item`",
}


def test_each_example_has_the_form_that_the_schema_promises(kept):
    schema, wrong = document(), {}
    for operation, told in kept.items():
        method, address = operation.split()
        found = broken(told, schema["paths"][address][method.lower()], schema)
        if found:
            wrong[operation] = found
    assert {name: found for name, found in wrong.items() if name not in LOOSE} == {}
    assert set(LOOSE) <= set(wrong)


def broken(told: dict[str, Any], offered: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    answers = offered["responses"].get(str(told["status"]))
    if answers is None:
        return [f"{told['status']} is not promised"]
    found = []
    if "answer" in told and (content := answers.get("content", {}).get("application/json")):
        found += breaches(told["answer"], content["schema"], schema)
    if told["body"]:
        form = offered["requestBody"]["content"]["application/json"]["schema"]
        found += breaches(told["body"], form, schema)
    return found


def test_no_example_tells_a_secret_or_a_moment_of_the_recording(kept):
    text = json.dumps(kept)
    assert "testserver" not in text and "127.0.0.1" not in text
    assert set(re.findall(r'"passphrase": "([^"]*)"', text)) == {"abcd-efgh-ijkl"}
    random = [
        long for long in re.findall(r"[\w:-]{40,}", text) if not re.search("5eed|10e20000", long)
    ]
    assert random == []
    assert "2027" not in text
