"""Markers of OpenTimelineIO read in a process of its own.

The library is written in C++, and a file built to hurt it ends its process: one whose timeline
has no tracks is enough. Whoever serves people has somebody else read it.
"""

import json
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from projects.apart.asking import Silent, answer, ask
from projects.apart.child import Ended
from projects.interchange.marker_otio import read_marker_otio
from projects.interchange.markers import Answer, Film, Found, Marker, Missed
from projects.interchange.refusal import ExportRefused, gettext_noop

SECONDS, MEMORY = 60, 2 * 1024**3


def read_otio_apart(text: str, film: Film) -> Found:
    """What `read_marker_otio` gives. A file that ends the reader, or keeps it for longer than
    `SECONDS`, is refused as `markers:unreadable`.
    """
    asked = {"text": text, "film": {**asdict(film), "rate": str(film.rate)}}
    try:
        told = ask(__name__, json.dumps(asked), seconds=SECONDS)
    except (Silent, Ended):
        raise _unreadable() from None
    return _found(json.loads(told))


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


def _read(question: str) -> str:
    asked = json.loads(question)
    film = Film(**{**asked["film"], "rate": Fraction(asked["film"]["rate"])})
    try:
        told: dict[str, Any] = asdict(read_marker_otio(asked["text"], film))
    except ExportRefused as refused:
        told = {"refused": refused.code, "said": refused.said, "numbers": refused.numbers}
    return json.dumps(told)


if __name__ == "__main__":
    answer(_read, memory=MEMORY, cpu=SECONDS)
