"""Child processes that end with their parent, and never run as root where they must not."""

import os
import resource
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired, run

from portal import launcher
from portal.launcher import NOBODY, PRIVATE
from portal.launcher import die_with_parent as die_with_parent


def launched(command: Sequence[str | Path], *, unprivileged: bool, death_signal: int) -> list[str]:
    """The command by way of `portal/launcher.py`, for a child of this very process."""
    way = _way_down() if unprivileged else launcher.SAME
    program = shutil.which(command[0]) or command[0]
    words = [way, int(death_signal), os.getpid(), program, *command[1:]]
    return [*_LAUNCHER, *(str(word) for word in words)]


def allow_files(wanted: int) -> int:
    """How many files this process may have open, raised as far as `wanted` and the machine go."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return wanted if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


#: Nothing of an environment or of site-packages: it is quick, and the same everywhere.
_LAUNCHER = [sys.executable, "-I", "-S", launcher.__file__]


def _way_down() -> str:
    """Decided beforehand: a namespace that was entered by half could not be left again."""
    if os.geteuid() != 0:
        return launcher.SAME
    return launcher.NOBODY_ELSE if unprivileged_uid() == NOBODY else launcher.NAMESPACE


@contextmanager
def private_files() -> Iterator[None]:
    """What is made meanwhile, by this process, is for nobody else to read."""
    before = os.umask(PRIVATE)
    try:
        yield
    finally:
        os.umask(before)


@cache
def namespaces_work() -> bool:
    """Whether root here may make a user namespace (some containers forbid it)."""
    words = [launcher.NAMESPACE, str(int(signal.SIGKILL)), str(os.getpid())]
    return run([*_LAUNCHER, *words], capture_output=True, check=False).returncode == 0


def unprivileged_uid() -> int:
    """Who an unprivileged child is, seen from here: ourselves, or nobody."""
    return NOBODY if os.geteuid() == 0 and not namespaces_work() else os.geteuid()


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path,
    unprivileged: bool = False,
    death_signal: int = signal.SIGKILL,
    env: dict[str, str] | None = None,
) -> Popen[bytes]:
    """Start `command`, output appended to `log`. Call it from the main thread."""
    with private_files():
        log.parent.mkdir(parents=True, exist_ok=True)
        out = log.open("ab")
    with out:
        return Popen(
            launched(command, unprivileged=unprivileged, death_signal=death_signal),
            stdout=out,
            stderr=out,
            stdin=DEVNULL,
            env=env,
        )


def end(process: Popen[bytes], *, sig: int = signal.SIGTERM, patience: float = 10) -> None:
    """Ask a child to end, and end it after `patience` seconds."""
    if process.poll() is not None:
        return
    process.send_signal(sig)
    try:
        process.wait(patience)
    except TimeoutExpired:
        process.kill()
        process.wait()
