"""A PostgreSQL to be hurt, on a small disk of its own where one may be mounted."""

import ctypes
import shutil
import signal
import subprocess
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from portal.embedded import OWNER, Postgres, database_url, socket_dir
from portal.ownership import EmbeddedError
from portal.processes import end

#: The disk, in mebibytes; its log of changes is kept small enough that data finds the end of it.
SIZE, BLOCK = 320, 1024 * 1024
LOG = ("max_wal_size = '64MB'", "min_wal_size = '32MB'")
LARGE = "create table drill as select repeat(n::text, 100) from generate_series(1, 200000) n"
TO_LOG = "select pg_logical_emit_message(true, 'drill', repeat('x', 1000000))"
_CLONE_NEWNS = 0x20000
CUT = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"


class Server:
    """`variables` lead a portal to it; `begin` starts again what does not run."""

    def __init__(self, folder: Path) -> None:
        self.disk = folder / "disk"
        self.disk.mkdir(mode=0o755)
        folder.chmod(0o755)  # the server may run as nobody
        self.is_small = _mounted(self.disk)
        self.postgres = Postgres(self.disk)
        self.started_again = 0
        self.met: Counter[str] = Counter()  # SQLSTATE of what did not fit: 53100 is a full disk
        self.frozen: list[psutil.Process] = []

    @property
    def variables(self) -> dict[str, str]:
        return {
            "DATABASE_URL": database_url(self.disk),
            "DATABASE_OWNER_URL": database_url(self.disk, role=OWNER),
            "DATABASE_BACKUP_URL": self.address,
        }

    @property
    def address(self) -> str:
        return database_url(self.disk, role="postgres")

    def start(self) -> None:
        self.postgres.start()
        with psycopg.connect(self.address, autocommit=True) as line:
            for setting in LOG:
                line.execute(f"alter system set {setting}")
            line.execute("select pg_reload_conf()")

    def begin(self) -> None:
        """Within a minute: who was told to end may need it."""
        self.started_again += 1
        self.postgres.start()

    def cut(self) -> None:
        with psycopg.connect(self.address, autocommit=True) as line:
            line.execute(CUT)

    def stop(self) -> None:
        self.postgres.stop()

    def crash(self) -> None:
        """As a machine that loses its power: nothing is written any more."""
        assert self.postgres.process
        end(self.postgres.process, sig=signal.SIGQUIT)

    def freeze(self) -> None:
        assert self.postgres.process
        first = psutil.Process(self.postgres.process.pid)
        self.frozen = [first, *first.children(recursive=True)]
        for process in self.frozen:
            with suppress(psutil.Error):
                process.suspend()

    def thaw(self) -> None:
        for process in reversed(self.frozen):
            with suppress(psutil.Error):
                process.resume()

    def fill(self) -> None:
        """To the last byte: what the system calls no space left on device (ENOSPC).

        Small writes still find room in pages and in the log that is there; a large one does not.
        """
        fill(self.disk / "ballast")
        self._meet(LARGE)

    def fill_log(self) -> None:
        """And then all of the log's room: a server that cannot write its log stops at once."""
        self.fill()
        for _megabyte in range(SIZE):
            if not self._meet(TO_LOG):
                return

    def _meet(self, statement: str) -> bool:
        """Whether it went; otherwise what the server said is counted."""
        try:
            with psycopg.connect(self.address, autocommit=True) as line:
                line.execute(statement)
        except psycopg.Error as error:
            self.met[error.sqlstate or "line lost"] += 1
            return False
        return True

    def make_space(self) -> None:
        """A server whose log found no space has stopped: somebody starts it, as systemd does."""
        (self.disk / "ballast").unlink(missing_ok=True)
        if self.postgres.process and self.postgres.process.poll() is not None:
            self.begin()

    def close(self) -> None:
        self.thaw()
        with suppress(EmbeddedError, OSError):
            self.postgres.stop()
        if self.is_small:
            subprocess.run(["umount", "-l", str(self.disk)], check=False)  # noqa: S607

        shutil.rmtree(socket_dir(self.disk), ignore_errors=True)


def fill(path: Path) -> int:
    """Bytes that went in before the disk was full, in ever smaller blocks."""
    size, written = BLOCK, 0
    with path.open("wb", buffering=0) as out:
        while size:
            try:
                written += out.write(b"\0" * size)
            except OSError:
                size //= 2
    return written


def _mounted(place: Path) -> bool:
    """In a namespace of this process and its children: whatever happens, it ends with them."""
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWNS) != 0:
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=755", "tmpfs", str(place)]
    steps = [["mount", "--make-rprivate", "/"], command]
    try:
        return not any(
            subprocess.run(step, capture_output=True, check=False).returncode for step in steps
        )
    except FileNotFoundError:
        return False
