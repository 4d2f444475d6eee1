"""Child processes that end with their parent, and never run as root where they must not."""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, Popen, TimeoutExpired

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
NOBODY = 65534
PRIVATE = 0o077  # what a process of the portal makes is for nobody else to read


def die_with_parent(sig: int = signal.SIGKILL) -> None:
    """Ask Linux to send `sig` to this process when the thread that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, sig, 0, 0, 0)


def allow_files(wanted: int) -> int:
    """How many files this process may have open, raised as far as `wanted` and the machine go."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return wanted if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def _enter_user_namespace() -> bool:
    """Become uid 1000 in a namespace of our own: PostgreSQL refuses to run as root."""
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER) != 0:
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text("1000 0 1")
        Path("/proc/self/gid_map").write_text("1000 0 1")
    except OSError:
        return False
    return True


def _step_down() -> None:
    """Become nobody, without the groups of root, in a folder that nobody may be in."""
    with suppress(PermissionError):  # where setgroups is forbidden there are none to keep
        os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    os.chdir("/")


def preparation(*, unprivileged: bool, death_signal: int) -> Callable[[], None]:
    """What a child does between fork and exec.

    The death signal comes last: changing user clears it. Which way down is decided before
    the fork: a namespace that was entered by half could not be left again.
    """
    leave_root = unprivileged and os.geteuid() == 0
    become_nobody = leave_root and unprivileged_uid() == NOBODY

    def prepare() -> None:
        os.setsid()
        os.umask(PRIVATE)
        if become_nobody:
            _step_down()
        elif leave_root and not _enter_user_namespace():
            raise OSError("no user namespace")
        die_with_parent(death_signal)

    return prepare


@contextmanager
def private_files() -> Iterator[None]:
    """What is made meanwhile, by this process, is for nobody else to read."""
    before = os.umask(PRIVATE)
    try:
        yield
    finally:
        os.umask(before)


def namespaces_work() -> bool:
    """Whether root here may make a user namespace (some containers forbid it)."""
    pid = os.fork()
    if pid == 0:
        os._exit(0 if _enter_user_namespace() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


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
            [str(part) for part in command],
            stdout=out,
            stderr=out,
            stdin=DEVNULL,
            env=env,
            preexec_fn=preparation(unprivileged=unprivileged, death_signal=death_signal),
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
