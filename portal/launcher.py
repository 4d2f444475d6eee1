"""What stands between a fork and the program: a process of its own, which becomes the program.

    python -I -S portal/launcher.py WAY SIGNAL PARENT [PROGRAM WORDS…]

A process with threads may not enter a user namespace, and a forked child may have some at once:
who watches forks (a tracer's sender, for one) begins its own anew there. This one has a single
thread whatever its parent does. WAY is how it leaves root, SIGNAL what it is sent when the thread
that started it ends, PARENT the process of that thread. Without a PROGRAM it only tries the way.
Exit status 125: it did not get as far as the program. It imports nothing of the portal.
"""

import ctypes
import os
import signal
import sys
from contextlib import suppress

SAME, NAMESPACE, NOBODY_ELSE = "same", "namespace", "nobody"
NOBODY = 65534
PRIVATE = 0o077  # what a process of the portal makes is for nobody else to read
NOT_STARTED = 125
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000


def die_with_parent(sig: int = signal.SIGKILL) -> None:
    """Ask Linux to send `sig` to this process when the thread that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, sig, 0, 0, 0)


def launch(way: str, sig: int, parent: int, words: list[str]) -> None:
    """Become the program. The death signal comes last: changing user clears it."""
    os.setsid()
    os.umask(PRIVATE)
    if way == NOBODY_ELSE:
        _step_down()
    elif way == NAMESPACE:
        _enter_user_namespace()
    die_with_parent(sig)
    if os.getppid() != parent:  # it ended before it could be asked for
        raise OSError("whoever started this has ended")
    _as_python_found_them()
    if words:
        os.execv(words[0], words)  # noqa: S606  (no shell wanted)


def _step_down() -> None:
    """Become nobody, without the groups of root, in a folder that nobody may be in."""
    with suppress(PermissionError):  # where setgroups is forbidden there are none to keep
        os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    os.chdir("/")


def _enter_user_namespace() -> None:
    """Become uid 1000 in a namespace of our own: PostgreSQL refuses to run as root."""
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    for name, said in (("setgroups", "deny"), ("uid_map", "1000 0 1"), ("gid_map", "1000 0 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(said)


def _as_python_found_them() -> None:
    """Python ignores these, and what is ignored stays so in the program it becomes."""
    for name in ("SIGPIPE", "SIGXFSZ"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


if __name__ == "__main__":
    _way, _signal, _parent, *_words = sys.argv[1:]
    try:
        launch(_way, int(_signal), int(_parent), _words)
    except OSError as error:
        sys.stderr.write(f"not started: {error}\n")
        sys.exit(NOT_STARTED)
