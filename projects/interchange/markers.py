"""Notes on one film as editing systems know them: markers, written and read in several formats.

Frames count from the film's first picture, ends are exclusive. What is read is placed on the
film or named as missed, with the reason; nothing is dropped without a word.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from projects.interchange.refusal import ExportRefused, gettext_noop

MARKERS_AT_MOST = 2000
OUTSIDE = gettext_noop("It stands outside of the film (frame %(frame)s of %(frames)s).")
ELSEWHERE = gettext_noop("It stands on other material (%(name)s).")
NO_TIME = gettext_noop("Its time cannot be read (%(time)s).")
EMPTY = gettext_noop("It says nothing.")


@dataclass(frozen=True)
class Answer:
    """What somebody said to a note; `at` is a moment in ISO 8601, or empty."""

    text: str
    person: str = ""
    at: str = ""
    id: str = ""


@dataclass(frozen=True)
class Marker:
    """`drawing` holds shapes as `projects/drawings.py` tells them."""

    start: int
    end_exclusive: int
    text: str
    person: str = ""
    at: str = ""
    id: str = ""
    resolved: bool = False
    drawing: tuple[dict[str, Any], ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Film:
    """What the markers stand on. `source_start` is its timecode, in frames from midnight."""

    title: str
    source_name: str
    rate: Fraction
    frames: int
    drop_frame: bool = False
    source_start: int = 0


@dataclass(frozen=True)
class Missed:
    """A marker that has no place; `why` % `facts` is the reason, `where` the line or number."""

    where: str
    text: str
    why: str
    facts: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Found:
    markers: tuple[Marker, ...] = ()
    missed: tuple[Missed, ...] = ()


def placed(film: Film, told: Iterable[tuple[str, Marker]]) -> Found:
    """(where, marker) each at its frames, or missed. An end past the film is its last frame.

    Raises `ExportRefused("markers:too_many")`.
    """
    markers, missed = [], []
    for number, (where, marker) in enumerate(told):
        if number >= MARKERS_AT_MOST:
            raise ExportRefused(
                "markers:too_many", gettext_noop("more than %(most)s"), most=MARKERS_AT_MOST
            )
        facts = (("frame", marker.start), ("frames", film.frames))
        if not 0 <= marker.start < film.frames:
            missed.append(Missed(where, marker.text, OUTSIDE, facts))
        elif not marker.text.strip() and not marker.drawing:
            missed.append(Missed(where, "", EMPTY))
        else:
            end = min(max(marker.end_exclusive, marker.start + 1), film.frames)
            markers.append(replace(marker, end_exclusive=end, text=marker.text.strip()))
    return Found(tuple(markers), tuple(missed))


def must_be_few(found: Found) -> Found:
    """Also those that have no place are told one by one. Raises `markers:too_many`."""
    if len(found.markers) + len(found.missed) > MARKERS_AT_MOST:
        said = gettext_noop("more than %(most)s")
        raise ExportRefused("markers:too_many", said, most=MARKERS_AT_MOST)
    return found


def one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def losses(markers: Iterable[Marker], name: str) -> list[dict[str, str]]:
    """What "edl", "otio" or "csv" cannot carry of these markers: dicts of `code` and `detail`."""
    rows = list(markers)
    counts = {
        "ends": sum(row.end_exclusive - row.start > 1 for row in rows),
        "lines": sum("\n" in row.text for row in rows),
        "answers": sum(len(row.answers) for row in rows),
        "drawings": sum(bool(row.drawing) for row in rows),
        "wordless": sum(not row.text for row in rows),
    }
    lost = {"edl": ("ends", "lines", "answers", "drawings", "wordless"), "csv": ("drawings",)}
    found = [_loss(code, counts[code]) for code in lost.get(name, ()) if counts[code]]
    if name == "otio" and counts["drawings"]:
        found.append(_loss("drawings_as_data", counts["drawings"]))
    return found


def _loss(code: str, count: int) -> dict[str, str]:
    return {"code": f"markers:{code}", "detail": str(count)}
