"""`demo` and `serve`: database, broker, web server, worker and beat as children of one process.

Every child dies with this process, also after SIGKILL. A child or service that ends by
itself is started again, slower each time.
"""

import fcntl
import logging
import os
import signal
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

import psycopg

from portal import roles
from portal.embedded import EmbeddedError, Postgres, Valkey
from portal.ownership import own
from portal.processes import end, spawn
from portal.settings.environment import VAR_DIR, env

log = logging.getLogger(__name__)


class AlreadyRunning(RuntimeError):
    """Another process of this checkout serves already."""


@dataclass(kw_only=True)
class Kept(ABC):
    """Something to keep alive. A death counts once, however often it is looked at."""

    started: float = 0
    died: float | None = None
    failures: int = 0

    @abstractmethod
    def begin(self) -> None:
        """Start the process."""

    @abstractmethod
    def running(self) -> Popen[bytes] | None:
        """The process as last started, ended or not."""

    def start(self) -> None:
        self.begin()
        self.started, self.died = time.monotonic(), None

    def restart_if_ended(self) -> None:
        """Waits 1, 2, 4 … 30 s after deaths in a row; a life of a minute begins anew."""
        process, now = self.running(), time.monotonic()
        if process is None or process.poll() is None:
            return
        if self.died is None:
            self._note(now, process.returncode)
        elif now - self.died >= min(2 ** (self.failures - 1), 30):
            try:
                self.start()
            except (EmbeddedError, OSError, psycopg.Error) as error:
                log.warning("not started again: %s", error)
                self._note(time.monotonic(), None)

    def _note(self, now: float, code: int | None) -> None:
        lived = now - self.started
        self.failures = 1 if self.died is None and lived > 60 else self.failures + 1
        self.died = now
        log.warning("%s ended (%s); death %d in a row", self.label, code, self.failures)

    @property
    def label(self) -> str:
        return type(self).__name__


@dataclass
class Child(Kept):
    """A process of our own."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    process: Popen[bytes] | None = None

    @property
    def label(self) -> str:
        return self.name

    def begin(self) -> None:
        path = VAR_DIR / "log" / f"{self.name}.log"
        self.process = spawn(self.command, log=path, env={**os.environ, **self.env})

    def running(self) -> Popen[bytes] | None:
        return self.process


@dataclass
class Watched(Kept):
    """An embedded service, which starts and answers in its own way."""

    service: Postgres | Valkey

    @property
    def label(self) -> str:
        return type(self.service).__name__

    def begin(self) -> None:
        self.service.start()

    def running(self) -> Popen[bytes] | None:
        return self.service.process


class Supervisor:
    """Starts everything that has no address of its own in the environment."""

    def __init__(self, *, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.services: list[Postgres | Valkey] = []
        if not env("DATABASE_URL", default=""):
            self.services.append(Postgres(VAR_DIR))
        if not env("CELERY_BROKER_URL", default="") or not env("CHANNELS_URL", default=""):
            self.services.append(Valkey(VAR_DIR))
        self.watched: list[Watched] = []
        self.children = _children(host, port)
        self._ending = False

    def begin_services(self) -> None:
        """Alone in this checkout from now on. A new database is made meanwhile."""
        self.lock()
        for service in self.services:
            if isinstance(service, Postgres):
                service.begin()

    def start_services(self) -> None:
        self.watched = [Watched(service) for service in self.services]
        for service in self.watched:
            service.start()

    def lock(self) -> None:
        """One supervisor a checkout; the lock goes with the process."""
        own(VAR_DIR)
        self._lock_file = (VAR_DIR / "lock").open("ab")
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock_file.close()
            raise AlreadyRunning("the portal runs already in this checkout") from None

    def unlock(self) -> None:
        """For commands that needed to be alone for a while."""
        self._lock_file.close()

    def start_web(self) -> None:
        """Alone: people wait for it, and for no worker."""
        self.children[0].start()

    def start_children(self) -> None:
        """All that do not run yet."""
        for child in self.children:
            if child.process is None:
                child.start()

    def wait_until_up(self, seconds: float = 60) -> bool:
        """Whether the web server answers within `seconds`; not when it ended meanwhile."""
        deadline, web = time.monotonic() + seconds, self.children[0].process
        while time.monotonic() < deadline and (web is None or web.poll() is None):
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return True
        return False

    def run(self, meanwhile: Callable[[], None] | None = None) -> None:
        """Keep everything alive until SIGINT or SIGTERM; `meanwhile` is called at each look."""
        for sig in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sig, self._end)
        while not self._ending:
            self.look()
            if meanwhile is not None:
                meanwhile()
            time.sleep(0.3)

    def look(self) -> None:
        """Start again what has ended; services first, since children need them."""
        for kept in (*self.watched, *self.children):
            if not self._ending:
                kept.restart_if_ended()

    def _end(self, *_args: object) -> None:
        self._ending = True

    def stop(self) -> None:
        """Ask all children at once, then wait for each; services last."""
        for child in self.children:
            if child.process and child.process.poll() is None:
                child.process.terminate()
        for child in self.children:
            if child.process:
                end(child.process, patience=5)
        for service in reversed(self.services):
            service.stop()


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _children(host: str, port: int) -> list[Child]:
    """Whoever stops one machine waits for nobody: three seconds are what a request gets."""
    web = roles.web(host, port, drain=3)
    return [
        Child("web", web.command, {"DATABASE_POOL": "16"}),
        *(Child(role.name, role.command) for role in roles.workers()),
        Child("beat", roles.beat(str(Path(VAR_DIR) / "beat")).command),
    ]
