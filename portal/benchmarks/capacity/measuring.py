"""The constants of the capacity model, measured on a portal of its own."""

import asyncio
import json
import time
from contextlib import AsyncExitStack, suppress
from typing import Any

import psutil
import websockets

from portal.rehearsal import Rehearsal

RUNS, UPLOADS, SOCKETS_A_PERSON, PEOPLE, CALLS = 24, 12, 15, 10, 40
INDEX_BYTES = 48  # of one entry, with its share of a page that is not full
DONE = """
select (select count(*) from projects_run where state in ('QUEUED', 'RUNNING'))
     + (select count(*) from projects_ingest where state in ('QUEUED', 'RUNNING'))
"""
TABLES = """
select c.relname, (select count(*) from pg_index i where i.indrelid = c.oid)
from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
"""
UPLOAD = """
from pathlib import Path
from portal.models import Studio
from portal.sample import send_file
from projects.models import Project
project = Project.objects.get(studio__name="Lantern Row")
artist = project.studio.memberships.filter(role="artist").earliest("pk").user
path = Path({path!r})
for n in range({times}):
    path.write_text(f"INT. BOAT {{n}} - DAWN\\n\\nA lantern burns.\\n\\nMARA\\nWe leave now.\\n")
    send_file(path, project=project, actor=artist, name=f"capacity-{{n}}.fountain")
"""
ASK = """
from projects.models import Version
from projects.models.requests import request_assistance
versions = list(Version.objects.filter(file_name__startswith="capacity-"))
for n in range({times}):
    version = versions[n % len(versions)]
    request_assistance(actor=version.uploaded_by, tool="script_breakdown", versions=[version],
        parameters={{}})
"""
#: Milliseconds of CPU, here and in the database, of one page and one call of the API.
CALL = """
import gc, json, time
import psutil
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from portal.models import Membership
from projects.models import Project
settings.ALLOWED_HOSTS = ["*"]
producer = Membership.objects.get(studio__name="Lantern Row", role="producer").user
project = Project.objects.get(studio__name="Lantern Row")
client = Client()
client.force_login(producer)
request_started.disconnect(close_old_connections)
request_finished.disconnect(close_old_connections)
with connection.cursor() as cursor:
    cursor.execute("select pg_backend_pid()")
    backend = psutil.Process(cursor.fetchone()[0])
PLACES = dict(
    page=["/", "/projects/", f"/projects/{{project.pk}}/", "/runs/", "/notifications/"],
    call=[f"/api/v1/runs/?project={{project.pk}}", f"/api/v1/assets/?project={{project.pk}}",
        "/api/v1/projects/"])
told = dict()
for kind, places in PLACES.items():
    for place in places * 2:
        assert client.get(place).status_code == 200, place
    gc.collect()
    here, there = time.process_time(), sum(backend.cpu_times()[:2])
    for n in range({times}):
        client.get(places[n % len(places)])
    told[kind + "_web_ms"] = (time.process_time() - here) / {times} * 1000
    told[kind + "_db_ms"] = (sum(backend.cpu_times()[:2]) - there) / {times} * 1000
print(json.dumps(told))
"""
#: Sessions of people who may watch; prints a cookie a line.
SESSIONS = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from portal.enrolling import enrol
from portal.models import Membership, Studio, User
from portal.signin import BACKEND
studio = Studio.objects.get(name="Lantern Row")
for n in range({people}):
    user = User.objects.create_user(f"capacity{{n}}@example.org", None, name=f"Watcher {{n}}")
    Membership.objects.create(studio=studio, user=user, role="artist")
    enrol(user)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(f"{{settings.SESSION_COOKIE_NAME}}={{session.session_key}}")
"""


def measured(portal: Rehearsal) -> dict[str, float]:
    """Names as in `model.Costs`; what is not among them is not measured here."""
    found: dict[str, float] = json.loads(
        portal.shell(CALL.format(times=CALLS), seconds=600).splitlines()[-1]
    )
    found |= _memory(portal)
    found |= asyncio.run(_sockets(portal))
    path = str(portal.var / "capacity.fountain")
    found |= _made(portal, "upload", UPLOAD.format(path=path, times=UPLOADS), UPLOADS)
    before = _cpu(portal, "worker work", "pool work")
    found |= _made(portal, "run", ASK.format(times=RUNS), RUNS)
    spent = _cpu(portal, "worker work", "pool work") - before
    return {**found, "run_worker_ms": spent / RUNS * 1000}


def _made(portal: Rehearsal, what: str, code: str, times: int) -> dict[str, float]:
    """Rows and bytes that one of them leaves, when all its work is done."""
    before = _counts(portal)
    portal.shell(code, seconds=600)
    _until_done(portal)
    after = _counts(portal)
    rows, size = widths(before, after, _row_bytes(portal, before, after), times=times)
    return {f"{what}_rows": rows, f"{what}_bytes": size}


def widths(
    before: dict[str, int], after: dict[str, int], row_bytes: dict[str, float], *, times: int
) -> tuple[float, float]:
    """(rows, bytes) of one, where `times` of them made the difference."""
    more = {name: count - before.get(name, 0) for name, count in after.items()}
    more = {name: count for name, count in more.items() if count > 0}
    return sum(more.values()) / times, sum(n * row_bytes[name] for name, n in more.items()) / times


def _counts(portal: Rehearsal) -> dict[str, int]:
    names = [name for name, _indexes in portal.query(TABLES)]
    every = " union all ".join(f"select '{name}', count(*) from {name}" for name in names)  # noqa: S608
    return dict(portal.query(every))


def _row_bytes(
    portal: Rehearsal, before: dict[str, int], after: dict[str, int]
) -> dict[str, float]:
    """A row as it is stored, its header, and an entry of each index: small tables would count the
    empty rest of their pages."""
    indexes = dict(portal.query(TABLES))
    grown = [name for name, count in after.items() if count > before.get(name, 0)]
    every = " union all ".join(
        f"select '{name}', avg(pg_column_size(t.*))::float8 from {name} t"  # noqa: S608
        for name in grown
    )
    stored = dict(portal.query(every)) if grown else {}
    return {name: size + 28 + INDEX_BYTES * indexes[name] for name, size in stored.items()}


def _until_done(portal: Rehearsal, seconds: float = 600) -> None:
    until = time.monotonic() + seconds
    while portal.query(DONE)[0][0]:
        if time.monotonic() > until:
            raise RuntimeError("the portal did not do its work")
        time.sleep(0.5)
    time.sleep(3)  # the audit's seal, notifications and mails follow


def _family(portal: Rehearsal) -> dict[str, list[psutil.Process]]:
    from portal.drills.soak.gauges import role

    assert portal.process
    top = psutil.Process(portal.process.pid)
    family = {p.pid: p for p in (top, *top.children(recursive=True))}
    found: dict[str, list[psutil.Process]] = {}
    for process in family.values():
        with suppress(psutil.Error):
            above = family.get(process.ppid())
            who = role(process.cmdline(), above.cmdline() if above else [])
            found.setdefault(who, []).append(process)
    return found


def _cpu(portal: Rehearsal, *roles: str) -> float:
    family = _family(portal)
    return sum(sum(p.cpu_times()[:4]) for who in roles for p in family.get(who, []))


def _uss(processes: list[psutil.Process]) -> float:
    return sum(p.memory_full_info().uss for p in processes) / 2**20


def _memory(portal: Rehearsal) -> dict[str, float]:
    """Of the web server, and of one worker's process with one of its pool."""
    family = _family(portal)
    pool = family["pool work"]
    worker = _uss(family["worker work"]) + _uss(pool) / len(pool)
    return {"web_mib": _uss(family["web"]), "worker_mib": worker}


async def _sockets(portal: Rehearsal) -> dict[str, float]:
    cookies = portal.shell(SESSIONS.format(people=PEOPLE)).splitlines()[-PEOPLE:]
    [web] = _family(portal)["web"]
    async with AsyncExitStack() as open_:
        for cookie in cookies:  # the first of each loads what all share
            await _opened(open_, portal, cookie)
        await asyncio.sleep(3)
        before = _uss([web])
        for cookie in cookies:
            for _n in range(SOCKETS_A_PERSON - 1):
                await _opened(open_, portal, cookie)
        await asyncio.sleep(3)
        grown = _uss([web]) - before
    return {"socket_kib": grown * 1024 / (PEOPLE * (SOCKETS_A_PERSON - 1))}


async def _opened(open_: AsyncExitStack, portal: Rehearsal, cookie: str) -> Any:
    address = f"ws://127.0.0.1:{portal.port}/ws/live/"
    headers = {"Cookie": cookie, "Origin": portal.address}
    line = await open_.enter_async_context(
        websockets.connect(address, additional_headers=headers, open_timeout=60)
    )
    await line.send(json.dumps({"join": ["mine:"]}))
    return line
