"""Whatever the schema allows, and what it does not, by people: an answer, never a failure.

Each call is made by three of the six kinds of people, and each kind makes half of the calls to
every operation.
"""

import json
import warnings
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from tests.contract.recorded import HERE
from tests.world import World

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own imports
    import schemathesis
    from schemathesis.generation import GenerationMode

ROLES = ("producer", "director", "artist", "reviewer", "beta_lead", "admin")
EXAMPLES = 5
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def operations() -> list[Any]:
    """Each operation of the committed schema."""
    schema = schemathesis.openapi.from_dict(yaml.safe_load((HERE / "openapi.yaml").read_text()))
    return [result.ok() for result in schema.get_all_operations()]


def address(case: Any) -> str:
    """The path filled in; half of the generated ids are strange, so they are quoted."""
    path = case.path
    for name, value in (case.path_parameters or {}).items():
        path = path.replace("{" + name + "}", quote(str(value), safe="") or "x")
    return path


def known_ids(case: Any, world: World) -> None:
    """Every other call names a row that is there: deeper than "not found"."""
    kind = case.path.split("/")[3].rstrip("s")
    kind = {"membership": "", "token": "token", "openin": ""}.get(kind, kind)
    row = world.ours.rows.get(kind)
    if row is not None and case.path_parameters and "id" in case.path_parameters:
        case.path_parameters["id"] = str(row.pk)


def call(client: Any, case: Any) -> Any:
    body = case.body if isinstance(case.body, dict | list | str | int | float | None) else None
    query = {k: v for k, v in (case.query or {}).items() if v is not None}
    point = transaction.savepoint()
    try:
        return client.generic(
            case.method,
            address(case),
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            query_params={k: str(v) for k, v in query.items()},
        )
    finally:
        transaction.savepoint_rollback(point)


@pytest.fixture(scope="module")
def cases() -> list[Any]:
    """Generated once: what a call looks like does not depend on who makes it."""
    found: list[Any] = []
    for operation in operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                strategy = operation.as_strategy(generation_mode=mode)
                BOUNDED(given(case=strategy)(lambda case: found.append(case)))()
            except Unsatisfiable:  # nothing can be wrong about a call without parameters
                continue
    return found


@pytest.mark.parametrize("kind", ROLES)
def test_no_call_makes_the_portal_fail(world, as_person, cases, kind):
    client = as_person(world.visitor(kind))
    client.raise_request_exception = False
    failed, turn = [], ROLES.index(kind)
    for number, case in enumerate(cases):
        if (number // 2 + turn) % 2:  # the other half of the roles makes this call
            continue
        if number % 2:
            known_ids(case, world)
        answer = call(client, case)
        if answer.status_code >= 500:
            failed.append(f"{case.method} {address(case)} {case.query} {case.body!r}")
    assert len(cases) > 300
    assert failed == []
