"""`bench live`: what one event costs on its way to 100, 1,000 and 5,000 watchers.

One web server process, by the command of `portal/roles.py`, holds 5,000 sockets of 5,000 people,
each with a session of its own: routing, cookies, sessions and access as always, and each socket is
looked up anew at every beat. An event of 250 bytes is published from a process of its own, as a
worker does, to a run that 100, 1,000 or all of them watch. Beside it, in alternating turns of the
same run, the reference: a bare ASGI socket application under the very same command, broadcasting
from one Redis subscription, without Django. Each turn has a server of its own. The watchers are
plain sockets in two further processes. Milliseconds from publish to the bytes in the watcher; CPU
of the server's threads a delivery, less what the idle server spends (told beside it); memory as the
growth of the resident set. Three runs, medians; ratios are medians of each run's own ratio.
"""

import platform
from statistics import median
from typing import Any

import psutil

from portal.benchmarks import number_in
from portal.benchmarks.live import many
from portal.benchmarks.live.turns import SIZES, SOCKETS, publisher, turn
from portal.processes import allow_files
from portal.rehearsal import Rehearsal, bare

ROUNDS = 3
MOST_P95, MOST_US, MOST_KB = 1.5, 30.0, 1.5
OURS, RAW = "portal.asgi:application", "portal.benchmarks.live.raw:app"

#: A studio, three runs and so many people of it, each with a session; prints them by the line.
MAKE = """
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from portal.models import Membership, Studio, User
from portal.signin import BACKEND
from projects.models import *
studio = Studio.objects.create(name="Lantern Row")
open_across([studio], reason="rehearsal")
project = Project.objects.create(studio=studio, name="One", code="ONE")
for _run in range(3):
    request = AssistRequest.objects.create(project=project, tool="shot_breakdown")
    run = Run.objects.create(project=project, request=request, state="RUNNING", attempt=1,
        lease_expires_at="2099-01-01T00:00:00Z")
    print(run.pk)
users = [User(email=f"watcher{{n}}@lantern-row.example", name="W") for n in range({people})]
for user in users:
    user.set_unusable_password()
User.objects.bulk_create(users)
Membership.objects.bulk_create(
    [Membership(studio=studio, user=user, role="artist") for user in users])
Authenticator.objects.bulk_create(
    [Authenticator(user=user, type="totp", data={{}}) for user in users])
rows = []
for user in users:
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    rows.append(store.create_model_instance(dict(store.items())))
    rows[-1].session_key = store._get_new_session_key()
    print(f"{{settings.SESSION_COOKIE_NAME}}={{rows[-1].session_key}}")
Session.objects.bulk_create(rows)
"""


def run(args: list[str]) -> dict[str, Any]:
    """`bench live [rounds] [sockets]`: both servers' figures by size, and whether ours meet what is
    asked. With fewer sockets the sizes above are left out."""
    rounds = number_in(args, ROUNDS)
    sockets = number_in(args, SOCKETS, 1)
    if allow_files(sockets * 2) < sockets * 2:
        raise FileNotFoundError(f"this needs {sockets * 2} open files, and fewer are allowed here")
    found: dict[str, list[dict[str, Any]]] = {OURS: [], RAW: []}
    with bare() as portal:
        people, runs = _prepare(portal, sockets)
        teller = publisher(portal)
        try:
            for number in range(rounds):
                for application in (RAW, OURS) if number % 2 == 0 else (OURS, RAW):
                    groups = runs if application == OURS else _raw_groups()
                    found[application].append(turn(portal, application, teller, people, groups))
        finally:
            teller.end()
    return {
        "bench": "live",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "machine": f"{psutil.cpu_count()} cores, Python {platform.python_version()}",
        "rounds": rounds,
        **told(found[OURS], found[RAW]),
        "many_runs": many.measured(),
    }


def _prepare(portal: Rehearsal, sockets: int) -> tuple[list[str], dict[int, Any]]:
    lines = portal.shell(MAKE.format(people=sockets), seconds=600).splitlines()
    runs = {size: (f"run:{pk}", f"run.{pk}") for size, pk in zip(SIZES, lines[:3], strict=True)}
    return lines[3:], runs


def _raw_groups() -> dict[int, Any]:
    return {size: (f"raw.{size}", f"raw.{size}") for size in SIZES}


def told(ours: list[dict[str, Any]], raw: list[dict[str, Any]]) -> dict[str, Any]:
    """Medians of the rounds, ratios round by round, and what is met."""
    sizes = [_size(size, ours, raw) for size in ours[0]["sizes"]]
    memory = _median_ratio(ours, raw, lambda one: one["kb_per_socket"])
    return {
        "sizes": sizes,
        "kb_per_socket": _median(ours, lambda one: one["kb_per_socket"]),
        "raw_kb_per_socket": _median(raw, lambda one: one["kb_per_socket"]),
        "kb_ratio": memory,
        "sockets": min(one["sockets"] for one in [*ours, *raw]),
        "idle_cpu_percent": _median(ours, lambda one: one["idle_cpu_percent"]),
        "raw_idle_cpu_percent": _median(raw, lambda one: one["idle_cpu_percent"]),
        "opening_cpu_ms_each": _median(ours, lambda one: one["opening"]["cpu_ms_each"]),
        "asked": {"p95_ratio": MOST_P95, "cpu_us": MOST_US, "kb_ratio": MOST_KB},
        "met": memory <= MOST_KB and all(size["met"] for size in sizes),
    }


def _size(size: int, ours: list[dict[str, Any]], raw: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"watchers": size}
    for name in ("p50_ms", "p95_ms", "worst_ms", "cpu_us", "received", "expected"):
        for prefix, turns in (("", ours), ("raw_", raw)):
            found[prefix + name] = _median(turns, lambda one, name=name: one["sizes"][size][name])
    p95s = [one["sizes"][size]["p95_ms"] for one in ours]
    found["p95_noise_ms"] = round(max(p95s) - min(p95s), 2)
    found["p95_ratio"] = _median_ratio(ours, raw, lambda one: one["sizes"][size]["p95_ms"])
    whole = all(one["sizes"][size]["received"] == one["sizes"][size]["expected"] for one in ours)
    cheap = found["cpu_us"] <= MOST_US and found["p95_ratio"] <= MOST_P95
    return {**found, "met": whole and cheap}


def _median(turns: list[dict[str, Any]], of: Any) -> float:
    return round(median(of(one) for one in turns), 2)


def _median_ratio(ours: list[dict[str, Any]], raw: list[dict[str, Any]], of: Any) -> float:
    return round(median(of(a) / of(b) for a, b in zip(ours, raw, strict=True)), 2)
