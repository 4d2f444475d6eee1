"""Markers of OpenTimelineIO read in a process of its own.

The library is written in C++, and a file built to hurt it ends its process: one whose timeline
has no tracks is enough. Whoever serves people has somebody else read it.
"""

import json
import os
import resource
import sys
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from subprocess import DEVNULL, PIPE, TimeoutExpired, run
from typing import Any

from projects.interchange.marker_otio import read_marker_otio
from projects.interchange.markers import Answer, Film, Found, Marker, Missed
from projects.interchange.refusal import ExportRefused, gettext_noop

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEMORY = 60, 2 * 1024**3
#: What it may know of where it runs; database, storage and keys are not among it.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")


def read_otio_apart(text: str, film: Film) -> Found:
    """What `read_marker_otio` gives. A file that ends the reader, or keeps it for longer than
    `SECONDS`, is refused as `markers:unreadable`.
    """
    asked = {"text": text, "film": {**asdict(film), "rate": str(film.rate)}}
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        done = run(
            [sys.executable, "-m", __name__],
            input=json.dumps(asked).encode(),
            stdout=PIPE,
            stderr=DEVNULL,
            cwd=ROOT,
            env=kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            timeout=SECONDS,
            check=False,
        )
    except TimeoutExpired:
        raise _unreadable() from None
    if done.returncode:
        raise _unreadable()
    return _found(json.loads(done.stdout))


def _unreadable() -> ExportRefused:
    said = gettext_noop("it is not OpenTimelineIO")
    return ExportRefused("markers:unreadable", said)


def _found(told: dict[str, Any]) -> Found:
    if "refused" in told:
        raise ExportRefused(told["refused"], told["said"], **told["numbers"])
    return Found(
        tuple(_marker(row) for row in told["markers"]),
        tuple(
            Missed(**{**row, "facts": tuple(map(tuple, row["facts"]))}) for row in told["missed"]
        ),
    )


def _marker(row: dict[str, Any]) -> Marker:
    answers = tuple(Answer(**answer) for answer in row["answers"])
    return Marker(**{**row, "drawing": tuple(row["drawing"]), "answers": answers})


def _main() -> None:
    for what, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    asked = json.loads(sys.stdin.buffer.read())
    film = Film(**{**asked["film"], "rate": Fraction(asked["film"]["rate"])})
    try:
        told: dict[str, Any] = asdict(read_marker_otio(asked["text"], film))
    except ExportRefused as refused:
        told = {"refused": refused.code, "said": refused.said, "numbers": refused.numbers}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _main()
