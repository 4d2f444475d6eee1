"""A portal of its own in a temporary folder, for benchmarks and drills.

Composition: it starts what `serve` starts, with sample studios, and takes it down again.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg

from portal.embedded import Postgres, Valkey, database_url, postgres_binaries, socket_dir
from portal.processes import die_with_parent
from portal.settings.environment import BASE_DIR, VAR_DIR

#: A portal with nothing to do takes less than this, in seconds of CPU a second, for so long.
BUSY, QUIET = 0.15, 4
#: Where an operator's own portal keeps what it has: a rehearsal must touch none of it. Empty means
#: embedded, also where a `.env` file says otherwise.
ELSEWHERE = (
    *("PORTAL_ENV", "DATABASE_URL", "DATABASE_OWNER_URL", "CELERY_BROKER_URL", "CHANNELS_URL"),
    *("DATABASE_BACKUP_URL", "MEDIA_ROOT", "S3_BUCKET", "EMAIL_URL"),
    *("ALERT_MAIL", "ALERT_WEBHOOK", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    *("C2PA_CERTIFICATE", "C2PA_PRIVATE_KEY", "C2PA_TIMESTAMP_URL"),
)
OPEN = """
from portal.models import Studio
from portal.tenancy import open_across
open_across(Studio.objects.all(), reason="rehearsal")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Rehearsal:
    """A running portal: its address, folder, process, and one-time links by person."""

    var: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    variables: dict[str, str] = field(default_factory=dict)
    tree: Path = BASE_DIR  # where its code lies

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        own = {
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_VAR": str(self.var),
            "PUBLIC_URL": self.address,
            "LOG_LEVEL": "WARNING",
        }
        return {**os.environ, **dict.fromkeys(ELSEWHERE, ""), **own, **self.variables}

    def start(self, seconds: float = 120) -> None:
        """Returns when links and films are there; raises RuntimeError when they are not."""
        self.launch()
        assert self.process
        deadline = time.monotonic() + seconds
        while not self.is_filled():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError(f"the portal did not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.1)

    def launch(self) -> None:
        """Returns at once; what it says goes to `log`."""
        self.log = self.var / "demo.txt"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--port", str(self.port)],
                cwd=self.tree,
                env=self.env,
                stdout=out,
                stderr=out,
                preexec_fn=die_with_parent,
            )

    def is_filled(self) -> bool:
        """Whether the sample films are in; raises RuntimeError when they will not come."""
        told = self.log.read_text()
        if self._draws_first:
            return "links work once" in told
        if "sample films did not come" in told:
            raise RuntimeError(f"the portal has no films: {told[-2000:]}")
        return "sample films are there" in told

    @property
    def _draws_first(self) -> bool:
        """Code of before films came last: its links are printed when they are there."""
        return "sample films" not in (self.tree / "portal/management/commands/demo.py").read_text()

    def link(self, who: str) -> str:
        """The one-time sign-in address of the first person whose line holds `who`."""
        found = re.findall(r"^  (\S.*)\n\s+(http\S+)", self.log.read_text(), re.MULTILINE)
        return next(link for line, link in found if who in line)

    def shell(self, code: str, *, seconds: float = 120) -> str:
        """What Python code prints inside the portal's settings, with every studio open."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", OPEN + code],
            cwd=self.tree,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        if done.returncode:
            raise RuntimeError(f"the portal's shell failed: {done.stderr[-2000:]}")
        return done.stdout.strip()

    def collect(self) -> None:
        """The static files that a web server of it hands out; `demo` does so itself."""
        command = [sys.executable, "manage.py", "collectstatic", "-v0", "--noinput"]
        subprocess.run(command, cwd=BASE_DIR, env=self.env, check=True, timeout=300)

    def query(self, sql: str, *values: object) -> list[tuple]:
        """Rows straight from its database, past all fences: quicker than a shell, for watching."""
        own = self.variables.get("DATABASE_BACKUP_URL") or database_url(self.var, role="postgres")
        with psycopg.connect(own, autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()

    def psql(self, command: str, *, seconds: float = 1800) -> None:
        """By the server's own program, past all fences; `vacuum analyze` is for owners only."""
        psql, address = postgres_binaries() / "psql", database_url(self.var, role="postgres")
        subprocess.run([psql, "-qX", address, "-c", command], check=True, timeout=seconds)

    def rest(self, seconds: float = 300) -> None:
        """Returns when its workers have done what the samples gave them to do.

        Raises RuntimeError when they have not after `seconds`: measured beside them, nothing is.
        """
        deadline, quiet, before = time.monotonic() + seconds, 0, self._cpu()
        while quiet < QUIET:
            if time.monotonic() > deadline:
                raise RuntimeError("the portal did not come to rest")
            time.sleep(1)
            now = self._cpu()
            quiet = quiet + 1 if now - before < BUSY else 0
            before = now

    def _cpu(self) -> float:
        """Seconds of CPU of all its processes; one that ends takes its own away."""
        assert self.process
        found = 0.0
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.Error):
                found += sum(process.cpu_times()[:2])
        return found

    def kill(self) -> None:
        """As a power cut would: SIGKILL, nothing is asked first."""
        if self.process:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.kill()


def here() -> Rehearsal:
    """The portal of this very process's folder, for code that runs in its shell."""
    return Rehearsal(VAR_DIR, 0)


@contextmanager
def rehearsal(
    variables: dict[str, str] | None = None, *, patience: float = 120
) -> Iterator[Rehearsal]:
    """A started portal with these variables set, taken down and removed at the end."""
    var = Path(tempfile.mkdtemp(prefix="last-mile-rehearsal-"))
    portal = Rehearsal(var, free_port(), variables=variables or {})
    try:
        portal.start(patience)
        yield portal
    finally:
        portal.stop()
        shutil.rmtree(var, ignore_errors=True)


@contextmanager
def bare(*, quick: bool = False) -> Iterator[Rehearsal]:
    """A database and a cache of their own, migrated and empty; nothing else of a portal runs. A
    `quick` database would lose rows with the machine's power, and with nothing less."""
    var = Path(tempfile.mkdtemp(prefix="last-mile-bare-"))
    services: list[Any] = [Postgres(var, quick=quick), Valkey(var)]
    started: list[Any] = []
    try:
        for service in services:
            service.start()
            started.append(service)
        portal = Rehearsal(var, free_port())
        command = [sys.executable, "manage.py", "migrate", "-v0", "--database", "owner"]
        subprocess.run(command, cwd=BASE_DIR, env=portal.env, check=True, timeout=600)
        yield portal
    finally:
        for service in reversed(started):
            service.stop()
        for folder in (var, socket_dir(var)):
            shutil.rmtree(folder, ignore_errors=True)
