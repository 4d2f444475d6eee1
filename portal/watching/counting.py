"""Counted by workers, for whoever asks: in the live layer, where every process can read it.

Two calls a task, in one round trip. Lost counts are no trouble: Prometheus expects counters to
begin again. A worker's sign of life ends by itself when nobody renews it.
"""

import json
import logging
import socket
import time
from collections import Counter
from contextlib import suppress
from typing import Any

import redis
from celery import signals
from django.conf import settings

from portal.live import publisher

log = logging.getLogger(__name__)
_DONE, _SPENT = "watch:done", "watch:spent"
SIGN = "watch:worker:"  # and the name of the worker
EVERY, LIFE = 10.0, 35
_begun: dict[str, float] = {}
Label = tuple[str, str, str]


@signals.task_prerun.connect
def _begins(task_id: str = "", **_more: Any) -> None:
    _begun[task_id] = time.perf_counter()


@signals.task_postrun.connect
def _ends(task_id: str = "", task: Any = None, state: str | None = None, **_more: Any) -> None:
    took = time.perf_counter() - _begun.pop(task_id, time.perf_counter())
    queue = (getattr(task.request, "delivery_info", None) or {}).get("routing_key") or ""
    note(queue, task.name, state or "", took)


def note(queue: str, name: str, state: str, took: float) -> None:
    field = json.dumps([queue, name, state])
    with suppress(redis.RedisError):
        pipe = publisher().pipeline(transaction=False)
        pipe.hincrby(_DONE, field, 1)
        pipe.hincrbyfloat(_SPENT, field, took)
        pipe.execute()


def tasks() -> dict[Label, tuple[int, float]]:
    """(queue, task, state) → how many ended so, and the seconds they took."""
    try:
        done: Any = publisher().hgetall(_DONE)
        spent: Any = publisher().hgetall(_SPENT)
    except redis.RedisError:
        return {}
    return {
        tuple(json.loads(field)): (int(count), float(spent.get(field, 0)))
        for field, count in sorted(done.items())
    }


@signals.worker_ready.connect
def _is_there(sender: Any = None, **_more: Any) -> None:
    """By the worker's own clock: no thread that a fork would take along."""
    app = sender.app
    told = {
        "name": sender.hostname,
        "host": socket.gethostname(),
        "place": place(),
        "queues": sorted(queue.name for queue in app.amqp.queues.consume_from.values()),
        "processes": sender.pool.num_processes if sender.pool else 1,
        "since": time.time(),
    }
    sign(told)
    sender.timer.call_repeatedly(EVERY, sign, (told,))


@signals.worker_shutting_down.connect
def _goes(sender: Any = None, **_more: Any) -> None:
    with suppress(redis.RedisError):
        publisher().delete(SIGN + str(sender))


def place() -> str:
    """The machine of this process: workers of one share its cores and its work folder."""
    return f"{socket.gethostname()}:{settings.WORK_ROOT}"


def sign(told: dict[str, Any]) -> None:
    with suppress(redis.RedisError):
        publisher().set(SIGN + told["name"], json.dumps(told), ex=LIFE)


def answers() -> bool:
    """Whether workers can be asked for at all."""
    try:
        return bool(publisher().ping())
    except redis.RedisError:
        return False


def workers() -> list[dict[str, Any]]:
    """Those that gave a sign of life within `LIFE` seconds, by name."""
    try:
        names = sorted(publisher().scan_iter(match=f"{SIGN}*", count=500))
        rows: Any = publisher().mget(names) if names else []
    except redis.RedisError:
        return []
    return [json.loads(row) for row in rows if row]


def workers_by_queue() -> dict[str, int]:
    return dict(Counter(queue for worker in workers() for queue in worker["queues"]))
