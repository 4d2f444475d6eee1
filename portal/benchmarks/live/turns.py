"""One turn: a server of its own, its watchers, its events; what it cost."""

import json
import os
import select
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from portal import roles
from portal.embedded import live_url
from portal.processes import die_with_parent, end
from portal.rehearsal import OPEN, Rehearsal, free_port
from portal.settings.environment import BASE_DIR

SOCKETS, CROWDS = 5_000, 2
#: Watchers → (events, seconds between two).
SIZES = {100: (200, 0.02), 1_000: (40, 0.15), 5_000: (12, 1.0)}
#: Seconds in which every socket of the portal is looked at once, and some are pinged.
IDLE = 15

PUBLISH = """
import sys, time
from portal.live import publish
for line in sys.stdin:
    group, events, pause = line.split()
    began = time.time()
    for n in range(int(events)):
        time.sleep(max(0, began + n * float(pause) - time.time()))
        job = {"sent": round(time.time(), 6), "kind": "run", "id": group, "seq": n}
        job["stage"] = "x" * (250 - 25 - len(str(job)))
        publish([group], {"type": "job", "job": job})
    print("done", flush=True)
"""


class Helper:
    """A process that takes an order by the line and answers with a line."""

    def __init__(self, command: list[str], env: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=BASE_DIR,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=die_with_parent,
        )

    def tell(self, order: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()

    def ready(self) -> bool:
        """Whether an answer has begun to arrive."""
        assert self._process.stdout
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def answer(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("a helper of the benchmark ended; see above")
        return line

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def publisher(portal: Rehearsal) -> Helper:
    """As a worker publishes, in a process of its own."""
    return Helper([sys.executable, "manage.py", "shell", "-v0", "-c", OPEN + PUBLISH], portal.env)


@contextmanager
def _crowds() -> Iterator[list[Helper]]:
    command = [sys.executable, str(Path(__file__).with_name("crowd.py"))]
    crowds = [Helper(command) for _crowd in range(CROWDS)]
    try:
        yield crowds
    finally:
        for crowd in crowds:
            crowd.end()


def _all(crowds: list[Helper], orders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for crowd, order in zip(crowds, orders, strict=True):
        crowd.tell(json.dumps(order))
    return [json.loads(crowd.answer()) for crowd in crowds]


@contextmanager
def _server(portal: Rehearsal, application: str) -> Iterator[tuple[psutil.Process, int]]:
    """The very command of a deployment, with this application."""
    port = free_port()
    words = roles.web("127.0.0.1", port).words
    words = tuple(application if word == "portal.asgi:application" else word for word in words)
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=BASE_DIR,
        env={**portal.env, "RAW_REDIS": live_url(portal.var)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    try:
        wait_for(port)
        yield psutil.Process(process.pid), port
    finally:
        end(process)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def cpu(process: psutil.Process) -> float:
    """Seconds of CPU so far, of all its threads, to the nanosecond."""
    tasks = Path(f"/proc/{process.pid}/task")
    return (
        sum(int((tasks / t / "schedstat").read_text().split()[0]) for t in os.listdir(tasks)) / 1e9
    )


def turn(
    portal: Rehearsal, application: str, teller: Helper, cookies: list[str], groups: dict[int, Any]
) -> dict[str, Any]:
    """`groups`: watchers → (the name a socket joins, the group that is published to)."""
    sizes = [size for size in SIZES if size <= len(cookies)]
    lines = [
        (cookie, [groups[size][0] for size in sizes if place < size])
        for place, cookie in enumerate(cookies)
    ]
    with _server(portal, application) as (server, port), _crowds() as crowds:
        shares = [lines[place::CROWDS] for place in range(CROWDS)]
        _all(crowds, [{"do": "open", "port": port, "lines": share[:25]} for share in shares])
        _all(crowds, [{"do": "leave"}] * CROWDS)
        time.sleep(3)
        empty, began, before = server.memory_info().rss, time.monotonic(), cpu(server)
        opened = _all(crowds, [{"do": "open", "port": port, "lines": share} for share in shares])
        opening = {
            "seconds": round(time.monotonic() - began, 1),
            "cpu_ms_each": round((cpu(server) - before) / len(lines) * 1e3, 2),
        }
        rate = _idle(crowds, server)
        return {
            "sockets": sum(one["open"] for one in opened),
            "kb_per_socket": round((server.memory_info().rss - empty) / 1024 / len(lines), 1),
            "opening": opening,
            "idle_cpu_percent": round(rate * 100, 1),
            "sizes": {
                size: _events(crowds, server, teller, size, groups[size][1], rate) for size in sizes
            },
        }


def _idle(crowds: list[Helper], server: psutil.Process) -> float:
    """Seconds of CPU a second while nothing is published."""
    time.sleep(3)
    before = cpu(server)
    time.sleep(IDLE)
    return (cpu(server) - before) / IDLE


def _events(
    crowds: list[Helper], server: psutil.Process, teller: Helper, size: int, group: str, rate: float
) -> dict[str, Any]:
    events, pause = SIZES[size]
    expected = events * size
    began, before = time.monotonic(), cpu(server)
    share = [{"do": "hear", "events": expected // CROWDS, "seconds": events * pause + 30}] * CROWDS
    for crowd, order in zip(crowds, share, strict=True):
        crowd.tell(json.dumps(order))
    teller.tell(f"{group} {events} {pause}")
    teller.answer()
    heard = [json.loads(crowd.answer()) for crowd in crowds]
    spent = cpu(server) - before - rate * (time.monotonic() - began)
    delays = sorted(delay * 1000 for one in heard for delay in one["delays"])
    return {
        "expected": expected,
        "received": len(delays),
        "p50_ms": round(statistics.median(delays), 2),
        "p95_ms": round(delays[int(len(delays) * 0.95)], 2),
        "worst_ms": round(delays[-1], 2),
        "cpu_us": round(spent / len(delays) * 1e6, 1),
    }
