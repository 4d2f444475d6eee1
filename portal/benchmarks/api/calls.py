"""The calls that are measured beside Zou's, and what is asked of each."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from portal.benchmarks.api.served import Answer, Served
from portal.rehearsal import Rehearsal

#: Milliseconds of CPU of web process and database that a call may cost, and KB on the wire.
ASKED: dict[str, dict[str, float]] = {
    "shots, 1,000": {"cpu_ms": 45},
    "shots, first screen of 1,000": {"cpu_ms": 8},
    "shots with work, 1,000": {"cpu_ms": 45, "wire_kb": 150},
    "shots with work, first screen of 1,000": {"cpu_ms": 8},
    "shots with work, 5,000": {"cpu_ms": 150},
    "shots with work, first screen of 5,000": {"cpu_ms": 8},
    "one shot": {"cpu_ms": 2},
    "create a shot": {"cpu_ms": 5},
    "write a note": {"cpu_ms": 7},
}
#: Zou 1.0.97's milliseconds for its call, measured on the same kind of machine: see `MIX`.
ZOU = {
    "shots, 1,000": 120,
    "shots with work, 1,000": 220,
    "shots with work, 5,000": 1030,
    "one shot": 4,
    "create a shot": 26,
    "write a note": 135,
}
#: Reads as a day has them: an overview of a production is opened, then single shots of it; one
#: production in ten is a series. Calls of each kind in a hundred.
MIX = {
    "one shot": 70,
    "shots, 1,000": 12,
    "shots with work, 1,000": 16,
    "shots with work, 5,000": 2,
}
TIMES = {"shots, 1,000": 10, "shots with work, 1,000": 20, "shots with work, 5,000": 8}
FIRST = 50
#: As many as a page of the API holds at most.
PAGE = 1000


def calls(web: Served, portal: Rehearsal, world: dict[str, Any]) -> dict[str, Callable[[], Answer]]:
    few, many = world["few"], world["many"]
    ((shot,),) = portal.query(
        "select id::text from projects_shot where project_id = %s limit 1", few
    )
    version = _version(portal, few)
    status = "/api/v1/projects/{}/shot-status/"
    return {
        "one shot": lambda: web.ask("GET", f"/api/v1/shots/{shot}/"),
        "create a shot": lambda: web.ask("POST", "/api/v1/shots/", _shot(world["made"]), **_once()),
        "write a note": lambda: web.ask("POST", "/api/v1/notes/", _note(version), **_once()),
        "shots, first screen of 1,000": lambda: web.ask("GET", f"/api/v1/shots/?project={few}"),
        "shots, 1,000": lambda: _all(web, f"/api/v1/shots/?project={few}&page_size={PAGE}"),
        "shots with work, first screen of 1,000": lambda: web.ask(
            "GET", f"{status.format(few)}?size={FIRST}"
        ),
        "shots with work, first screen of 5,000": lambda: web.ask(
            "GET", f"{status.format(many)}?size={FIRST}"
        ),
        "shots with work, 1,000": lambda: web.ask("GET", status.format(few)),
        "shots with work, 5,000": lambda: web.ask("GET", status.format(many)),
    }


def _version(portal: Rehearsal, project: str) -> str:
    sql = "select id::text from projects_version where project_id = %s limit 1"
    ((version,),) = portal.query(sql, project)
    return str(version)


def _once() -> dict[str, Any]:
    return {"Idempotency-Key": uuid.uuid4().hex}


def _shot(project: str) -> dict[str, Any]:
    return {"project": project, "code": f"S{uuid.uuid4().hex[:16]}"}


def _note(version: str) -> dict[str, Any]:
    return {"version": version, "start": 1, "text": "The edge of the sky wavers here."}


def _all(web: Served, first: str) -> Answer:
    """Every page of a list, one after the other, as a client reads the whole of it."""
    sizes, last = 0, None
    for answer in _pages(web, first):
        sizes, last = sizes + len(answer.body), answer
    assert last
    return Answer(last.status, b"\0" * sizes, last.headers)


def _pages(web: Served, path: str) -> Iterator[Answer]:
    while path:
        answer = web.ask("GET", path)
        yield answer
        following = json.loads(answer.opened())["next"] if answer.status == 200 else ""
        path = "/" + following.split("/", 3)[3] if following else ""


def mixed(found: dict[str, float]) -> float:
    """Reads of the mix that a second of CPU answers."""
    spent = sum(found[call] * many for call, many in MIX.items()) / sum(MIX.values())
    return 1000 / spent
