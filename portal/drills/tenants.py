"""`drill tenants`: one studio tries every door with everything that belongs to another.

Two studios with one of everything. People of the first in every role, and a beta lead, try
each page and API route with each identifier of the second (guessed, listed, filtered, ordered,
exported, nested in what they create, uploaded to) and each topic of the socket. An answer that
opens such an address, names what the other studio made, changes a row of it, or ties a row of
one to a row of the other is a leak.
"""

import asyncio
import json
import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import httpx
import websockets

from portal.drills import doors
from portal.drills.nesting import nested
from portal.drills.two_studios import CROSSED, EXAMINED, FILL, LINKS, ROWS
from portal.rehearsal import Rehearsal, rehearsal
from portal.topics import TOPICS

OURS, THEIRS = "Lantern Row", "Northlight Pictures"


@dataclass
class Tally:
    """What was tried, what answered, and what leaked."""

    attempts: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)


@dataclass
class Intruder:
    """Somebody of our studio, by token over the API and by session on pages."""

    who: str
    client: httpx.Client
    token: str

    def ask(self, method: str, address: str, body: Any = None) -> httpx.Response:
        headers = {"X-CSRFToken": self.client.cookies.get("csrftoken") or ""}
        if address.startswith("/api/"):
            headers["Authorization"] = f"Bearer {self.token}"
        while True:
            answer = self.client.request(method, address, json=body, headers=headers)
            if answer.status_code != 429:
                return answer
            time.sleep(int(answer.headers.get("Retry-After", 1)))


def run(args: list[str]) -> dict[str, Any]:
    """Attempts, leaks, and how each status was answered."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with rehearsal() as portal:
        _wait_for_the_samples(portal)
        studios = json.loads(portal.shell(FILL).splitlines()[-1])
        before = _rows(portal, studios[THEIRS])
        tally = Tally()
        for intruder in _intruders(portal, studios[OURS]):
            _try_doors(intruder, studios, tally)
        _try_sockets(portal, studios, tally)
        tally.leaks += _changed(before, _rows(portal, studios[THEIRS]))
        tally.leaks += _crossed(portal)
    empty = sorted(kind for kind, rows in studios[THEIRS]["ids"].items() if not rows)
    return {
        "drill": "tenants",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "statuses": {str(code): count for code, count in sorted(tally.statuses.items())},
        "kinds_without_a_row": empty,
        "examples": tally.leaks[:20],
        "attempts": tally.attempts,
        "leaks": len(tally.leaks),
    }


def _wait_for_the_samples(portal: Rehearsal) -> None:
    """Their examination would change rows while we look."""
    deadline = time.monotonic() + 120
    while portal.query(EXAMINED)[0][0] and time.monotonic() < deadline:
        time.sleep(0.5)


def _intruders(portal: Rehearsal, ours: dict[str, Any]) -> list[Intruder]:
    found = []
    for role, (token, link) in ours["keys"].items():
        client = httpx.Client(base_url=portal.address, timeout=30)
        page = client.get(link)
        secret = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        client.post(link, data={"csrfmiddlewaretoken": secret})
        found.append(Intruder(role, client, token))
    return found


def _try_doors(intruder: Intruder, studios: dict[str, Any], tally: Tally) -> None:
    theirs = studios[THEIRS]
    reading = intruder.who != "producer"  # who may most tries everything
    tries = [*doors.named(theirs["ids"], reading=reading), *doors.listed(theirs["ids"])]
    tries += [("GET", address, "") for address in doors.admin_pages(theirs["ids"])]
    for method, address, ident in tries:
        answer = intruder.ask(method, address, {} if method != "GET" else None)
        opened = ident and "?" not in address and answer.status_code < 300
        _judge(intruder, f"{method} {address}", answer, ident, theirs, tally, bool(opened))
    for address, body, ident in nested(studios[OURS]["ids"], theirs["ids"]):
        answer = intruder.ask("POST", address, body)
        opened = answer.status_code < 300
        _judge(intruder, f"POST {address} {body}", answer, ident, theirs, tally, opened)


def _judge(
    intruder: Intruder,
    what: str,
    answer: httpx.Response,
    ident: str,
    theirs: dict[str, Any],
    tally: Tally,
    opened: bool,
) -> None:
    tally.attempts += 1
    tally.statuses[answer.status_code] += 1
    secrets = {pk for rows in theirs["ids"].values() for pk in rows if len(pk) > 30} - {ident}
    told = theirs["mark"] in answer.text or any(pk in answer.text for pk in secrets)
    if opened or told or answer.status_code >= 500:
        how = "opened" if opened else "told" if told else "failed"
        tally.leaks.append(f"{intruder.who} {what}: {answer.status_code}, {how}")


def _try_sockets(portal: Rehearsal, studios: dict[str, Any], tally: Tally) -> None:
    ids = {pk for rows in studios[THEIRS]["ids"].values() for pk in rows}
    names = [f"{kind}:{pk}" for kind, pk in product(TOPICS, sorted(ids))]
    cookie = portal.shell(COOKIE).splitlines()[-1]
    for frame in asyncio.run(_joined(portal, names, cookie)):
        tally.attempts += 1
        if frame.get("type") != "error":
            tally.leaks.append(f"socket {frame.get('topic')}: {frame}")


BEAT = {"type": "beat"}
COOKIE = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from portal.models import Membership
user = Membership.objects.get(studio__name="Lantern Row", role="producer").user
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
"""


async def _joined(portal: Rehearsal, names: list[str], cookie: str) -> list[dict[str, Any]]:
    """The first answer to each topic."""
    address = f"ws://127.0.0.1:{portal.port}/ws/live/"
    headers = {"Cookie": cookie, "Origin": portal.address}
    found: list[dict[str, Any]] = []
    async with websockets.connect(address, additional_headers=headers) as socket:
        for name in names:
            await socket.send(json.dumps({"join": [name]}))
            while (frame := json.loads(await asyncio.wait_for(socket.recv(), 10))) == BEAT:
                pass
            found.append(frame)
    return found


def _rows(portal: Rehearsal, theirs: dict[str, Any]) -> dict[str, str]:
    """A digest of each table's rows of the other studio; what was noted of it aside."""
    tables = "select table_name from information_schema.columns where column_name = 'studio_id'"
    names = sorted(name for (name,) in portal.query(tables) if "audit" not in name)
    where, studio = " where t.studio_id = %s", theirs["ids"]["studio"][0]
    return {name: portal.query(ROWS.format(table=name) + where, studio)[0][0] for name in names}


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [
        f"{name}: rows of the other studio changed"
        for name in before
        if before[name] != after[name]
    ]


def _crossed(portal: Rehearsal) -> list[str]:
    found = []
    for child, column, parent in portal.query(LINKS):
        count = portal.query(CROSSED.format(child=child, column=column, parent=parent))[0][0]
        if count:
            found.append(f"{count} rows of {child} name a {parent} of another studio")
    return found
