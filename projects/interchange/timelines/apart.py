"""Conversion in a process of its own.

The libraries that read these files are written in C++ and by hand, and a file built to hurt them
ends, fills or holds their process. Whoever serves people has somebody else read it.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from typing import Any

from projects.interchange.apart import MEMORY, ROOT
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines.converting import Job, convert

SECONDS, TURN = 300, 0.5
_LARGEST_FILE = 2 * 1024**3
#: What it may know of where it runs; database, storage and keys are not among it.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")


def convert_apart(job: Job, waiting: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """What `convert` gives. A file that ends its reader, or keeps it for longer than `SECONDS`,
    is refused as `timeline:gave_up`. `waiting` is called twice a second, and may raise.
    """
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    child = Popen(
        [sys.executable, "-m", __name__],
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        cwd=ROOT,
        env=kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        out = _outcome(child, json.dumps(asdict(job)).encode(), waiting)
    finally:
        child.kill()
        child.communicate()
    if child.returncode not in (0, -9) or not out:
        raise ExportRefused("timeline:gave_up", gettext_noop("no answer"))
    told = json.loads(out)
    if "refused" in told:
        raise ExportRefused(told["refused"], told["said"], **told["numbers"])
    return told


def _outcome(child: "Popen[bytes]", asked: bytes, waiting: Callable[[], None]) -> bytes:
    given: bytes | None = asked
    for _turn in range(round(SECONDS / TURN)):
        try:
            return child.communicate(given, timeout=TURN)[0]
        except TimeoutExpired:
            given = None
            waiting()
    return b""


def _main() -> None:
    for what, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
    ):
        resource.setrlimit(what, (most, most))
    job = Job(**json.loads(sys.stdin.buffer.read()))
    try:
        told = convert(job)
    except ExportRefused as refused:
        told = {"refused": refused.code, "said": refused.said, "numbers": refused.numbers}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _main()
