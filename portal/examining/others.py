"""Everybody else of a deployment: workers, web servers, the clock, and whether they agree."""

import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
from django.conf import settings
from django.core.cache import cache
from kombu.exceptions import OperationalError

from portal import pulse
from portal.celery import app
from portal.examining.findings import Finding, doubt, ok, wrong
from portal.storage import asking
from portal.tasks import answer
from portal.watching import counting

#: Seconds in which a worker examines itself, and in which a queue does a task of no work.
WAIT, TASK_WAIT = 40.0, 15.0


def can_be_asked() -> bool:
    """Whether the broker reaches all workers at once; SQS has no such thing."""
    with app.connection_for_write() as line:
        return bool(line.supports_exchange_type("fanout"))


def workers() -> dict[str, dict[str, Any]]:
    """Worker → what it says of itself; nothing when the broker or all of them are away."""
    if not can_be_asked():
        return {worker["name"]: _UNASKED for worker in counting.workers()}
    try:
        alive = {name for row in app.control.ping(timeout=3) or () for name in row}
        # So many answers, and the wait is over.
        how: dict[str, Any] = {"reply": True, "timeout": WAIT, "limit": len(alive)}
        answers = app.control.broadcast("examine", **how) if alive else []
    except (OperationalError, OSError):
        return {}
    told = {name: one for row in answers or () for name, one in row.items() if "facts" in one}
    return {name: told.get(name, _SILENT) for name in sorted(alive | set(told))}


def webs(url: str, authority: str = "") -> dict[str, dict[str, Any]]:
    """Web server → what it says of itself, asked through the proxy until nobody new answers."""
    try:
        return asking.answers("examine", "examine", url=url, authority=authority)
    except (httpx.HTTPError, OSError, ValueError, KeyError):
        return {}


def roll(found_workers: dict[str, Any], found_webs: dict[str, Any]) -> Iterator[Finding]:
    """Who answered at all."""
    for kind, found in (("worker", found_workers), ("web server", found_webs)):
        if found:
            yield ok(f"{len(found)} {kind}{'s' * (len(found) > 1)} answered: {', '.join(found)}")
        else:
            yield wrong(
                f"no {kind} answered",
                "Start them, look at their log, or name the web servers' address by --url.",
            )


def queues() -> Iterator[Finding]:
    """Each queue has a worker, and does a task."""
    try:
        served = _served()
    except (OperationalError, OSError) as error:
        yield wrong(f"workers cannot be asked: {error}", "Look at CELERY_BROKER_URL.")
        return
    wanted = [queue.name for queue in settings.CELERY_TASK_QUEUES]
    for name in wanted:
        if name not in served:
            yield wrong(f"nobody takes tasks from {name}", f"Start a worker with -Q {name}.")
    yield from _worked([name for name in wanted if name in served])


def _served() -> set[str]:
    """Told by the workers themselves; or by their signs of life in the live layer."""
    if not can_be_asked():
        return set(counting.workers_by_queue())
    taken = app.control.inspect(timeout=3).active_queues() or {}
    return {queue["name"] for rows in taken.values() for queue in rows}


def _worked(names: list[str]) -> Iterator[Finding]:
    keys = {name: f"examined:{name}:{uuid.uuid4()}" for name in names}
    for name, key in keys.items():
        answer.apply_async(args=(key,), queue=name, expires=TASK_WAIT, ignore_result=True)
    done, deadline = set[str](), time.monotonic() + TASK_WAIT
    while len(done) < len(keys) and time.monotonic() < deadline:
        done |= {name for name, key in keys.items() if cache.get(key)}
        time.sleep(0.1)
    for name in sorted(set(names) - done):
        yield doubt(
            f"a task in {name} was not done within {TASK_WAIT:.0f} s",
            "Its workers are busy or hang: look at the runs under way, and start one more.",
        )
    if done:
        yield ok(f"tasks were done in {', '.join(sorted(done))}")


def beat() -> Iterator[Finding]:
    clocks = pulse.clocks()
    if not clocks:
        yield wrong(
            f"no clock has sent a task for {pulse.BEAT_LIFE} s",
            "Start celery -A portal beat, once: nothing is swept, mailed or sealed without it.",
        )
    elif len(clocks) > 1:
        yield wrong(f"{len(clocks)} clocks run: {', '.join(clocks)}", "Leave one of them.")
    else:
        yield ok(f"the clock runs on {clocks[0]}")


def agreement(told: dict[str, dict[str, Any]]) -> Iterator[Finding]:
    """Processes with other keys, other addresses or other code than this one."""
    told = {name: one for name, one in told.items() if one.get("facts")}
    (_here, mine), *others = told.items()
    for name, one in others:
        for fact in ("SECRET_KEY", "addresses"):
            if one["facts"][fact] != mine["facts"][fact]:
                yield wrong(f"{name} has another {_NAMES[fact]}", _CURES[fact])
    versions = {one["facts"]["code"] for one in told.values()}
    if len(versions) > 1:
        yield doubt(
            f"{len(versions)} versions of the code run",
            "Good while a deploy is under way; otherwise a process was forgotten.",
        )
    else:
        yield ok(f"{len(told)} processes run one version of the code")


_SILENT: dict[str, Any] = {
    "findings": [
        wrong(
            f"it lives, and did not examine itself within {WAIT:.0f} s",
            "It runs an older version, or hangs: look at its log, and start it again.",
        ).as_row("answer")
    ]
}
#: Its word is in the live layer, and it does tasks: what it can reach nobody knows but itself.
_UNASKED: dict[str, Any] = {
    "findings": [
        doubt(
            "it lives, and this broker has no way to ask it what it can reach",
            "Run manage.py check_deploy --here on its machine, with its settings.",
        ).as_row("answer")
    ]
}
_NAMES = {"SECRET_KEY": "SECRET_KEY", "addresses": "database, broker, bucket or PUBLIC_URL"}
_CURES = {
    "SECRET_KEY": "Give all processes one key, or they sign each other out.",
    "addresses": "Give all processes the same settings, as manage.py print_settings lists them.",
}
