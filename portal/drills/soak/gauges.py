"""What each process of a portal holds, looked at every few seconds while people work."""

import threading
import time
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import redis

from portal.drills.soak.backends import Backends
from portal.drills.soak.flatness import Series
from portal.embedded import valkey_socket
from portal.rehearsal import Rehearsal

EVERY = 5.0  # seconds
MEBIBYTE = 1024 * 1024
CONNECTIONS = """
select count(*) filter (where backend_type = 'client backend' and pid <> pg_backend_pid()),
    coalesce(max(extract(epoch from now() - xact_start))
        filter (where starts_with(state, 'idle in transaction')), 0)
from pg_stat_activity
"""


def role(command: list[str], parent: list[str]) -> str:
    """Who a process is, by its words; what comes and goes for one file is "passing"."""
    words = " ".join(command)
    if "portal.asgi:application" in words:
        return "web"
    if "celery" in command and "worker" in command:
        name = command[command.index("-n") + 1].partition("@")[0]
        is_pool = "celery" in parent and "worker" in parent
        return f"{'pool' if is_pool else 'worker'} {name}"
    if "celery" in command and "beat" in command:
        return "beat"
    if "demo" in command and "manage.py" in words:
        return "supervisor"
    if words.startswith("postgres:") or "/postgres " in words:
        return "postgres"
    return "valkey" if "valkey-server" in words else "passing"


class Gauges:
    """A thread that looks; `series`: who → what → figures over time."""

    def __init__(self, portal: Rehearsal) -> None:
        self.portal = portal
        self.series: dict[str, dict[str, Series]] = defaultdict(lambda: defaultdict(Series))
        self.backends = Backends()
        self.longest_idle = 0.0  # seconds that a connection sat in a transaction
        self.blind: list[str] = []  # looks that could not be taken, and why
        self.looks = 0
        self.restarts: Counter[str] = Counter()
        self._last: dict[str, set[int]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Gauges":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join(60)
        self.series["postgres"].update(self.backends.together())
        self.series["postgres by age"]["mib"] = self.backends.by_age()

    def _watch(self) -> None:
        while not self._ended.wait(EVERY):
            self.looks += 1
            try:
                self.look(time.monotonic())
            except Exception as error:  # it is told; the next look may work
                self.blind.append(f"{type(error).__name__}: {error}"[:200])

    def look(self, now: float) -> None:
        found, pids = self._processes(now)
        for who, figures in found.items():
            for what, value in figures.items():
                self.series[who][what].add(now, value)
        self._note_restarts(pids)
        connections, idle = self.portal.query(CONNECTIONS)[0]
        self.longest_idle = max(self.longest_idle, float(idle))
        self.series["postgres"]["connections"].add(now, connections)
        with redis.Redis(unix_socket_path=str(valkey_socket(self.portal.var))) as client:
            told: dict[str, Any] = client.info("clients")  # type: ignore[assignment]
            self.series["valkey"]["connections"].add(now, told["connected_clients"])

    def _processes(self, now: float) -> tuple[dict[str, Counter[str]], dict[str, set[int]]]:
        assert self.portal.process
        top = psutil.Process(self.portal.process.pid)
        family = {p.pid: p for p in (top, *top.children(recursive=True))}
        found: dict[str, Counter[str]] = defaultdict(Counter)
        pids: dict[str, set[int]] = defaultdict(set)
        for pid, process in family.items():
            with suppress(psutil.Error, OSError, IndexError):
                above = family.get(process.ppid())
                who = role(process.cmdline(), above.cmdline() if above else [])
                held = _held(process, who)
                if who == "postgres":
                    self.backends.note(pid, now, held)
                found[who].update(held)
                pids[who].add(pid)
        found["passing"].update(processes=0)  # none is a figure, too
        found["passing"].pop("mib", None)  # a tool at work holds a film
        return found, pids

    def _note_restarts(self, pids: dict[str, set[int]]) -> None:
        """One that should live as long as the portal, and is another process than before."""
        for who in ("web", "beat", "valkey", *(w for w in pids if w.startswith("worker "))):
            gone = self._last.get(who, set()) - pids.get(who, set())
            self.restarts[who] += len(gone)
        self._last = pids


def _held(process: psutil.Process, who: str) -> dict[str, float]:
    """What is this process's alone: memory that is shared is nobody's leak. PostgreSQL's buffers,
    which fill up once, count as one process's own while no other has touched them."""
    with process.oneshot():
        own = _anonymous(process.pid) if who == "postgres" else process.memory_full_info().uss
        return {
            "mib": own / MEBIBYTE,
            "files": process.num_fds(),
            "threads": process.num_threads(),
            "processes": 1,
        }


def _anonymous(pid: int) -> float:
    """Bytes that belong to no file and to no shared memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return float(status.split("RssAnon:")[1].split()[0]) * 1024
