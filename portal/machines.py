"""Further machines of a rehearsed portal: workers with a folder, a name and cores of their own.

They share the portal's database, broker, secret and files, as workers on other machines do, and
nothing else: what one keeps in its work folder the others do not see.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import psutil

from portal.embedded import broker_url, database_url, live_url, secret_key
from portal.processes import die_with_parent
from portal.rehearsal import Rehearsal
from portal.settings.environment import BASE_DIR


class Machine:
    """One worker process of Celery (`-c 1`) on `queues`, and what it costs."""

    def __init__(
        self,
        portal: Rehearsal,
        name: str,
        queues: str,
        cores: Iterable[int] = (),
        beat: bool = False,
    ) -> None:
        self.name, self.var, self._cores = name, portal.var / "machines" / name, set(cores)
        self.var.mkdir(parents=True, exist_ok=True)
        shared = {
            "SECRET_KEY": secret_key(portal.var, make=True),
            "DATABASE_URL": database_url(portal.var),
            "CELERY_BROKER_URL": broker_url(portal.var),
            "CHANNELS_URL": live_url(portal.var),
            "MEDIA_ROOT": str(portal.var / "media"),
        }
        self.env = {**portal.env, **shared, **portal.variables, "PORTAL_VAR": str(self.var)}
        self._words = ["worker", "-n", f"{name}@%h", "-Q", queues, "-c", "1", "-l", "INFO"]
        self._words += ["--without-gossip", "--without-mingle"]
        if beat:
            self._words += ["-B", "-s", str(self.var / "beat")]

    def start(self) -> None:
        def begin() -> None:
            die_with_parent()
            if self._cores:
                os.sched_setaffinity(0, self._cores)

        self.log = self.var / "log.txt"
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "portal", *self._words],
                cwd=BASE_DIR,
                env=self.env,
                stdout=out,
                stderr=out,
                preexec_fn=begin,
            )

    def family(self) -> list[psutil.Process]:
        with suppress(psutil.Error):
            own = psutil.Process(self.process.pid)
            return [own, *own.children(recursive=True)]
        return []

    def cpu(self) -> float:
        """Seconds of CPU of all its processes, and of those of theirs that have ended."""
        found = 0.0
        for process in self.family():
            with suppress(psutil.Error):
                found += sum(process.cpu_times()[:4])
        return found

    def kill(self) -> None:
        """As a power cut would: everything at once, and nothing is asked first."""
        for process in self.family():
            with suppress(psutil.Error):
                process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
        self.kill()


@contextmanager
def running(*machines: Machine) -> Iterator[None]:
    """Started, and stopped at the end, whatever came between."""
    begun: list[Machine] = []
    try:
        for machine in machines:
            machine.start()
            begun.append(machine)
        yield
    finally:
        for machine in begun:
            machine.stop()
