"""A web server of the portal, asked over the loopback; what a call costs it and its database.

Seconds of CPU of the web process and of all of PostgreSQL's (backends that ended count by what
their parent was told of them), over a number of calls in a row, by one caller who keeps the line
open and is another person each time, since a person may ask only so often. Valkey is not counted.
"""

import gzip
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import psutil

from portal import roles
from portal.processes import die_with_parent
from portal.rehearsal import Rehearsal
from portal.settings.environment import BASE_DIR

#: As `compose.yaml` deploys it.
POOL = {"DATABASE_POOL": "16"}


@dataclass
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    def opened(self) -> bytes:
        """The body as it was before it was compressed."""
        packed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.body) if packed else self.body


class Served:
    """`keys` are (token, session) of each person that may ask."""

    def __init__(self, portal: Rehearsal, keys: list[tuple[str, str]]) -> None:
        self.portal, self.keys, self._turn = portal, keys, 0
        postmaster = int((portal.var / "postgres" / "postmaster.pid").read_text().split()[0])
        self.postgres = psutil.Process(postmaster)

    def start(self) -> None:
        web = roles.web("127.0.0.1", self.portal.port)
        env = {**self.portal.env, **POOL}
        self.process = subprocess.Popen(
            web.command, cwd=BASE_DIR, env=env, preexec_fn=die_with_parent
        )
        self.web = psutil.Process(self.process.pid)
        self.line = http.client.HTTPConnection("127.0.0.1", self.portal.port, timeout=120)
        deadline = time.monotonic() + 120
        while True:
            try:
                if self.ask("GET", "/healthz/").status == 200:
                    return
            except OSError:
                self.line.close()
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("the web server did not start")
            time.sleep(0.2)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(40)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        form: dict[str, str] | None = None,
        known: bool = True,
        **headers: Any,
    ) -> Answer:
        """As the next person: an address of the API by token, a page by session. Compressed where
        that is offered. `form`: sent as a form is, instead of `body` as JSON."""
        told = {"Accept-Encoding": "gzip", **(self._next(path) if known else {}), **headers}
        sent = urlencode(form) if form else None if body is None else json.dumps(body)
        if sent is not None:
            kind = "x-www-form-urlencoded" if form else "json"
            told["Content-Type"] = f"application/{kind}"
        self.line.request(method, path, sent, told)
        answer = self.line.getresponse()
        return Answer(answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()})

    def _next(self, path: str) -> dict[str, str]:
        token, session = self.keys[self._turn % len(self.keys)]
        self._turn += 1
        if path.startswith("/api/"):
            return {"Authorization": f"Bearer {token}"}
        return {"Cookie": f"sessionid={session}"}

    def cpu(self) -> tuple[float, float]:
        """Seconds so far: of the web process, of PostgreSQL."""
        return sum(self.web.cpu_times()[:2]), _family(self.postgres)


def _family(parent: psutil.Process) -> float:
    found = sum(parent.cpu_times()[:4])
    for child in parent.children():
        try:
            found += sum(child.cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return found


@contextmanager
def served(portal: Rehearsal, keys: list[tuple[str, str]]) -> Iterator[Served]:
    web = Served(portal, keys)
    web.start()
    try:
        yield web
    finally:
        web.stop()


def costs(web: Served, call: Callable[[], Answer], times: int, rounds: int = 3) -> dict[str, Any]:
    """Milliseconds of CPU a call, of the web process and of the database, medians of the rounds."""
    web.line.close()  # uvicorn hangs up on whoever says nothing for five seconds
    for _n in range(3):
        call()
    found: list[tuple[float, float, float]] = []
    for _round in range(rounds):
        before, began = web.cpu(), time.perf_counter()
        for _n in range(times):
            answer = call()
            if answer.status >= 400:
                raise RuntimeError(f"answered {answer.status}: {answer.body[:500]!r}")
        after, took = web.cpu(), time.perf_counter() - began
        each = [1000 * (b - a) / times for a, b in zip(before, after, strict=True)]
        found.append((each[0], each[1], 1000 * took / times))
    both = [web_ms + database_ms for web_ms, database_ms, _wall in found]
    return {
        "cpu_ms": round(median(both), 2),
        "web_ms": round(median(each[0] for each in found), 2),
        "database_ms": round(median(each[1] for each in found), 2),
        "wall_ms": round(median(each[2] for each in found), 2),
        "noise_ms": round(max(both) - min(both), 2),
        "wire_kb": round(len(answer.body) / 1000, 1),
    }


def machine() -> dict[str, Any]:
    with Path("/proc/cpuinfo").open() as told:
        model = next((line.split(":")[1].strip() for line in told if "model name" in line), "")
    load, python = os.getloadavg()[0], f"{sys.version[:6]}, {call_ns()} ns a call"
    return {"cores": psutil.cpu_count(), "cpu": model, "load": load, "python": python}


def call_ns(times: int = 1_000_000) -> int:
    """Nanoseconds of CPU of an empty call, the best of three: interpreters of one version differ by
    half, as they were built (decision 0069).
    """

    def nothing(_n: int) -> None:
        return None

    def once() -> float:
        began = time.process_time_ns()
        for number in range(times):
            nothing(number)
        return (time.process_time_ns() - began) / times

    return round(min(once() for _round in range(3)))
