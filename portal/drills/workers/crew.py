"""Celery workers of a bare portal, each a process with a pool, to be measured, killed and replaced.

They are started with the words of `portal/roles.py`; only the application is another.
"""

import random
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

import psutil

from portal import roles
from portal.processes import end, spawn
from portal.rehearsal import Rehearsal

SKEWED = Path(__file__).with_name("skewed.py")
APP = "portal.drills.workers.app"


@dataclass
class Crew:
    """Processes by name. `variables` are set besides those of the portal; a shorter lease, say."""

    portal: Rehearsal
    variables: Mapping[str, str] = field(default_factory=dict)
    processes: dict[str, Popen[bytes]] = field(default_factory=dict)

    def hire(self, name: str, queues: str, *, pool: int = 2, skew: float = 0) -> None:
        """A worker of these queues, whose clock is so many seconds ahead (behind, below zero)."""
        words = ["-A", APP, "worker", "--without-gossip", "--without-mingle", "-l", "INFO"]
        words += ["-n", f"{name}@drill", "-Q", queues, "-c", str(pool)]
        start = [str(SKEWED), str(skew)] if skew else ["-m", "celery"]
        self._start(name, [*start, *words])

    def clock(self) -> None:
        """Beat, which wakes the sweeps."""
        self._start("beat", ["-m", *roles.beat(str(self.portal.var / "beat")).words])

    def _start(self, name: str, words: list[str]) -> None:
        env = {**self.portal.env, **self.variables}
        log = self.log(name)
        log.unlink(missing_ok=True)
        self.processes[name] = spawn([sys.executable, *words], log=log, env=env)

    def log(self, name: str) -> Path:
        return self.portal.var / "log" / f"{name}.log"

    def wait(self, *names: str, seconds: float = 120) -> None:
        """Until these workers are ready. Raises RuntimeError with what they said where not."""
        deadline = time.monotonic() + seconds
        for name in names:
            while not self.is_ready(name):
                if time.monotonic() > deadline or self.processes[name].poll() is not None:
                    said = self.log(name).read_text()[-2000:]
                    raise RuntimeError(f"{name} did not start: {said}")
                time.sleep(0.1)

    def is_ready(self, name: str) -> bool:
        return " ready." in self.log(name).read_text()

    def kill(self, name: str) -> None:
        """SIGKILL; its pool dies with it."""
        self.processes[name].kill()
        self.processes[name].wait()

    def kill_one_of_the_pool(self, name: str, chance: random.Random) -> bool:
        pool = self.family(name)[1:]
        with suppress(psutil.Error):
            if pool:
                chance.choice(pool).kill()
                return True
        return False

    def family(self, name: str) -> list[psutil.Process]:
        """The worker, then its pool."""
        with suppress(psutil.Error):
            head = psutil.Process(self.processes[name].pid)
            return [head, *head.children(recursive=True)]
        return []

    def cpu(self, *names: str) -> float:
        """Seconds of CPU of these workers with their pools, so far."""
        used = 0.0
        for process in (one for name in names for one in self.family(name)):
            with suppress(psutil.Error):
                used += sum(process.cpu_times()[:2])
        return used

    def dismiss(self) -> None:
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self.processes.values():
            end(process, patience=5)


@contextmanager
def crew(portal: Rehearsal, variables: Mapping[str, str] | None = None) -> Iterator[Crew]:
    """Taken down at the end, whatever happened."""
    made = Crew(portal, variables or {})
    try:
        yield made
    finally:
        made.dismiss()
