"""One editorial file into another format: read, told what is lost, written, and read again.

What is written is read back and compared with what was promised. Where the two differ nothing is
handed over: a wrong frame in a cut costs more than a refusal.
"""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from opentimelineio.opentime import RationalTime

from projects.interchange.cdl import read_cdl
from projects.interchange.edl import reel
from projects.interchange.logs import Entry
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import drops, from_timecode
from projects.interchange.timelines import grading
from projects.interchange.timelines.differences import differences
from projects.interchange.timelines.laid import Laid, Track, shown
from projects.interchange.timelines.losses import Loss, losses
from projects.interchange.timelines.neutral import rate_of
from projects.interchange.timelines.reading import Read, rate_needed, read
from projects.interchange.timelines.table import rows, write_csv
from projects.interchange.timelines.writing import Written, write
from projects.interchange.timelines.xml_safely import parse

#: Each warning in a sentence; %(count)s is how many.
WARNINGS = {
    "overlap": gettext_noop("%(count)s events lie over others; they are on tracks of their own"),
    "lengths_differ": gettext_noop("%(count)s events have other lengths of source and record"),
    "gaps": gettext_noop("%(count)s gaps between clips"),
    "reels_collide": gettext_noop("%(count)s reels become the same reel when cut to eight"),
    "no_length": gettext_noop("%(count)s clips are shorter than half a frame, and are left out"),
    "odd_transitions": gettext_noop("%(count)s transitions away from their cut are left out"),
    "lines_unread": gettext_noop("%(count)s lines of the list are of no known kind, and not read"),
    "old_encoding": gettext_noop("it is no UTF-8; letters beyond A to Z are read as Windows does"),
    "off_frame": gettext_noop("%(count)s times are on no frame; each was moved to the nearest"),
    "no_range": gettext_noop("%(count)s clips of the log say no begin or end, and are left out"),
    "speeds_unread": gettext_noop("%(count)s changes of speed are not read, only their place"),
    "ramps_unread": gettext_noop("%(count)s clips change speed on the way: only the first is read"),
    "captions_unread": gettext_noop("%(count)s captions are not read"),
    "auditions": gettext_noop("of each of %(count)s auditions the chosen clip alone is read"),
    "nested_unread": gettext_noop("what lies within %(count)s nested compositions is not read"),
    "generators_unread": gettext_noop("what %(count)s titles and generators show is not read"),
    "effects_unread": gettext_noop("what %(count)s effects do is not read"),
    "more_films": gettext_noop("the file holds %(count)s films; one of them is converted"),
    "rate_unsaid": gettext_noop("the list does not say its rate: whoever opens it must know it"),
    "no_frames": gettext_noop("the decisions name no frames: each of %(count)s takes one second"),
}
_SCREEN = ("ColorCorrection", "ColorCorrectionCollection", "ColorDecisionList")


@dataclass(frozen=True)
class Job:
    """What to convert: rate and start as a person writes them, "" where they leave them out."""

    path: str
    to: str
    folder: str
    stem: str
    title: str = ""
    rate: str = ""
    start: str = ""
    film: int = 1
    accept_losses: bool = False


def convert(job: Job) -> dict[str, Any]:
    """Write the files and say what was done; `files` is empty where losses are not accepted.

    Keys: `format`, `title`, `rate`, `drop_frame`, `start`, `frames`, `films`, `tracks`, `events`,
    `grades`, `losses`, `warnings`, `written`, `files` (names in the folder), `exact`.
    Raises `ExportRefused`.
    """
    rate = _rate(job.rate)
    entries = _grades(Path(job.path))
    if entries is not None:
        return _of_grades(job, entries, rate)
    got = read(Path(job.path), rate, job.film)
    got = _begun(got, job.start)
    told, warned = _told(got), _warnings(got, job.to)
    found = grading.of_film(got.laid)
    if job.to in grading.FORMATS:
        lost = [*grading.of_the_film_lost(got.laid, found), *grading.losses(found, job.to)]
        return told | _finish(job, lost, warned, lambda: grading.write(found, job.to))
    lost = losses(got.laid, job.to)
    return told | _finish(job, lost, warned, lambda: _exact(got, job.to, lost))


def _finish(job: Job, lost: list[Loss], warned: list[dict[str, Any]], make: Any) -> dict[str, Any]:
    names: list[str] = []
    if not lost or job.accept_losses:
        for file in make():
            path = Path(job.folder, job.stem + file.ending)
            if path.resolve() == Path(job.path).resolve():
                path = path.with_name(f"{job.stem}_converted{file.ending}")  # never over its source
            path.write_bytes(file.content)
            names.append(path.name)
    rows = [{**asdict(loss), "detail": loss.detail} for loss in lost]
    return {"losses": rows, "warnings": warned, "files": names, "written": bool(names)}


def _rate(text: str) -> Fraction | None:
    if not text.strip():
        return None
    try:
        return rate_of(float(Fraction(text.strip())))
    except (ValueError, ZeroDivisionError, OverflowError):
        said = gettext_noop("%(rate)s")
        raise ExportRefused("timeline:bad_rate", said, rate=text.strip()[:40]) from None


def _grades(path: Path) -> list[Entry] | None:
    """Of a CDL, CCC or CC; None for every other file."""
    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<") or not any(name.encode() in head for name in _SCREEN):
        return None
    data = path.read_bytes()
    if parse(data).tag.rpartition("}")[2].rpartition(":")[2] not in _SCREEN:
        return None
    return list(read_cdl(data))


def _of_grades(job: Job, entries: list[Entry], rate: Fraction | None) -> dict[str, Any]:
    told = {"format": "cdl", "title": job.title, "films": 1, "grades": len(entries), "events": []}
    if not entries:
        raise grading.no_grades()
    if job.to in grading.FORMATS:
        lost = grading.losses(entries, job.to)
        return told | _finish(job, lost, [], lambda: grading.write(entries, job.to))
    if job.to not in ("edl", "ale"):
        raise ExportRefused("timeline:only_grades", gettext_noop("%(format)s"), format=job.to)
    if rate is None:
        raise rate_needed()
    film = grading.as_film(entries, job.title, rate)
    got = _begun(Read("cdl", _no_timeline(), film), job.start)
    lost = losses(got.laid, job.to)
    warned = [_warning("no_frames", len(entries)), *_warnings(got, job.to)]
    return _told(got) | _finish(job, lost, warned, lambda: _exact(got, job.to, lost))


def _no_timeline() -> Any:
    """Decisions have none; EDL and ALE, the only formats they go to, ask for none."""
    return None


def _begun(got: Read, start: str) -> Read:
    """The same film, from another timecode."""
    if not start.strip():
        return got
    at = from_timecode(start, got.laid.rate)
    laid = replace(got.laid, start=at, drop_frame=drops(start, got.laid.rate))
    if got.timeline is not None:
        got.timeline.global_start_time = RationalTime(at, float(laid.rate))
    return replace(got, laid=laid)


def _told(got: Read) -> dict[str, Any]:
    laid = got.laid
    tracks = [
        {
            "kind": track.kind.lower(),
            "name": track.name,
            "events": len(track.items),
            "transitions": len(track.changes),
        }
        for track in laid.tracks
    ]
    return {
        "format": got.format,
        "title": laid.title,
        "rate": f"{laid.rate.numerator}/{laid.rate.denominator}",
        "drop_frame": laid.drop_frame,
        "start": laid.start,
        "frames": laid.length,
        "films": got.films,
        "tracks": tracks,
        "events": rows(laid),
        "grades": len(grading.of_film(laid)),
        "table": write_csv(laid),
    }


def _warnings(got: Read, to: str) -> list[dict[str, Any]]:
    found = dict(got.warnings)
    found["gaps"] = sum(_gaps(track) for track in got.laid.tracks)
    if to == "edl":
        found["rate_unsaid"] = 1
        found["reels_collide"] = _collisions(got.laid)
    if got.films > 1:
        found["more_films"] = got.films
    return [_warning(code, count) for code, count in found.items() if count]


def _warning(code: str, count: int) -> dict[str, Any]:
    return {"code": code, "count": count, "detail": WARNINGS[code] % {"count": count}}


def _gaps(track: Track) -> int:
    places = shown(track)
    return sum(b[0] > a[1] for a, b in pairwise(places))


def _collisions(laid: Laid) -> int:
    """Reels that an EDL writes alike though they are not."""
    names = {item.reel for item in laid.items() if item.reel}
    shared = Counter(reel(name) for name in names)
    return sum(count for count in shared.values() if count > 1)


def _exact(got: Read, to: str, lost: Sequence[Loss]) -> list[Written]:
    """The files, once they have been read again and found to hold what was promised."""
    files = write(got.laid, to, got.timeline)
    if to == "csv":
        return files
    promised = {loss.code: loss.count for loss in lost if loss.code != "several_files"}
    found = dict(differences(got.laid, again(files, got.laid.rate)))
    if found != promised:
        wrong = sorted(set(found.items()) ^ set(promised.items()))
        said = gettext_noop("%(what)s")
        raise ExportRefused("timeline:not_exact", said, what=", ".join(c for c, _n in wrong))
    return files


def again(files: Sequence[Written], rate: Fraction) -> Laid:
    """What was written, read back; an EDL in parts as the one list that it was."""
    laid = []
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            path = Path(folder, "film" + file.ending)
            path.write_bytes(file.content)
            laid.append(read(path, rate).laid)
    return joined(laid)


def joined(parts: Sequence[Laid]) -> Laid:
    """Lists whose record sides run on, as one."""
    if len(parts) == 1:
        return parts[0]
    start = min(part.start for part in parts)
    found: dict[tuple[str, int], list[Track]] = {}
    for part in parts:
        counts: Counter[str] = Counter()
        for track in part.tracks:
            later = part.start - start
            items = tuple(replace(item, start=item.start + later) for item in track.items)
            changes = tuple(replace(change, at=change.at + later) for change in track.changes)
            key = (track.kind, counts[track.kind])
            found.setdefault(key, []).append(replace(track, items=items, changes=changes))
            counts[track.kind] += 1
    tracks = tuple(
        Track(
            kind,
            tuple(item for track in rows for item in track.items),
            tuple(change for track in rows for change in track.changes),
        )
        for (kind, _number), rows in found.items()
    )
    return replace(parts[0], start=start, tracks=tracks)
