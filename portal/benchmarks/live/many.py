"""Many runs at once, a few watchers each.

The embedded default runs as `demo` starts it; 200 sockets of 20 people watch 20 runs (10
each), and each is looked up anew at every beat, as always. A
process of its own publishes 4 events a second for each run, as a worker does, with the
moment of sending inside; the watchers are asyncio sockets in this process, so the figure
holds their reading too.
"""

import asyncio
import json
import statistics
import sys
import time
from typing import Any

import psutil
import websockets

from portal.rehearsal import OPEN, Rehearsal, rehearsal
from portal.settings.environment import BASE_DIR

RUNS, WATCHERS, PER_SECOND, SECONDS = 20, 10, 4, 15

MAKE_RUNS = """
from projects.models import *
version = Version.objects.first()
runs = []
for n in range({runs}):
    request = AssistRequest.objects.create(project=version.project, tool="shot_breakdown")
    request.versions.set([version], through_defaults={{"studio": version.studio}})
    far = "2099-01-01T00:00:00Z"
    runs.append(Run.objects.create(project=version.project, request=request, state="RUNNING",
        attempt=1, lease_expires_at=far))
print(" ".join(str(run.pk) for run in runs))
"""

#: People in number, each with a session; prints a cookie a line.
MAKE_PEOPLE = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from portal.enrolling import enrol
from portal.models import Membership, Studio, User
from portal.signin import BACKEND
studio = Studio.objects.get(name="Lantern Row")
for n in range({runs}):
    address = f"watcher{{n}}@lantern-row.example"
    user = User.objects.create_user(address, None, name=f"Watcher {{n}}")
    Membership.objects.create(studio=studio, user=user, role="artist")
    enrol(user)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(f"{{settings.SESSION_COOKIE_NAME}}={{session.session_key}}")
"""

PUBLISH = """
import time
from projects.models import Run
runs = list(Run.objects.filter(pk__in="{ids}".split()).select_related("request"))
began = time.time()
for tick in range({ticks}):
    for place, run in enumerate(runs):
        due = began + (tick + place / len(runs)) / {rate}
        time.sleep(max(0, due - time.time()))
        run.seq += 1
        run.fraction = tick / {ticks}
        run.stage = str(time.time())
        run.tell()
"""


def measured() -> dict[str, Any]:
    """Milliseconds from publish to socket: p50, p95, p99, worst; frames lost."""
    with rehearsal() as portal:
        ids = portal.shell(MAKE_RUNS.format(runs=RUNS)).split()
        cookies = portal.shell(MAKE_PEOPLE.format(runs=RUNS)).splitlines()[-RUNS:]
        delays, expected, cpu = asyncio.run(_measure(portal, ids, cookies))
    delays.sort()
    return {
        "method": __doc__.split("\n\n", 1)[1].replace("\n", " "),
        "sockets": RUNS * WATCHERS,
        "events_per_second": RUNS * PER_SECOND,
        "deliveries": len(delays),
        "expected": expected,
        "p50_ms": _ms(statistics.median(delays)),
        "p95_ms": _ms(delays[int(len(delays) * 0.95)]),
        "p99_ms": _ms(delays[int(len(delays) * 0.99)]),
        "worst_ms": _ms(delays[-1]),
        "web_cpu_us_per_delivery": round(cpu / max(len(delays), 1) * 1e6, 1),
        "target_p95_ms": 100,
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


async def _measure(
    portal: Rehearsal, ids: list[str], cookies: list[str]
) -> tuple[list[float], int, float]:
    delays: list[float] = []
    ticks = SECONDS * PER_SECOND
    watchers = [
        asyncio.create_task(_watch(portal, pk, cookie, delays))
        for pk, cookie in zip(ids, cookies, strict=True)
        for _ in range(WATCHERS)
    ]
    await asyncio.sleep(5)  # all have joined and read their snapshot
    before = _web_cpu(portal)
    code = OPEN + PUBLISH.format(ids=" ".join(ids), ticks=ticks, rate=PER_SECOND)
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    worker = await asyncio.create_subprocess_exec(*command, cwd=BASE_DIR, env=portal.env)
    await worker.wait()
    await asyncio.sleep(1)
    for watcher in watchers:
        watcher.cancel()
    return delays, ticks * RUNS * WATCHERS, _web_cpu(portal) - before


async def _watch(portal: Rehearsal, pk: str, cookie: str, delays: list[float]) -> None:
    address = f"ws://127.0.0.1:{portal.port}/ws/live/"
    headers = {"Cookie": cookie, "Origin": portal.address}
    async with websockets.connect(address, additional_headers=headers) as socket:
        await socket.send(json.dumps({"join": [f"run:{pk}"]}))
        async for text in socket:
            now = time.time()
            frame = json.loads(text)
            if frame.get("type") == "job" and not frame.get("snapshot"):
                delays.append(now - float(frame["job"]["stage"]))


def _web_cpu(portal: Rehearsal) -> float:
    """CPU seconds of the web server so far."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if "portal.asgi:application" in command and str(portal.port) in command:
            times = process.cpu_times()
            return times.user + times.system
    return 0.0
