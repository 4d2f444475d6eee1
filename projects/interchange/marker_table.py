"""Markers as a table for spreadsheets, a row a note and a row an answer; it reads back whole."""

import csv
import io
from typing import Any

from projects.interchange.cells import harmless
from projects.interchange.markers import NO_TIME, Answer, Film, Found, Marker, Missed, placed
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import RATES, day, from_timecode, to_timecode

COLUMNS = (
    *("id", "answer_to", "start_frame", "end_frame", "timecode_in", "timecode_out"),
    *("person", "written", "state", "text"),
)
OPEN, RESOLVED = "open", "resolved"
_MARK = "\ufeff"


def write_marker_csv(film: Film, markers: tuple[Marker, ...]) -> str:
    """CSV with a byte order mark; frames from the first picture, the end exclusive."""
    text = io.StringIO(newline="")
    text.write(_MARK)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for marker in markers:
        clocks = [_clock(film, frame) for frame in (marker.start, marker.end_exclusive)]
        state = RESOLVED if marker.resolved else OPEN
        who = [_safe(marker.person), marker.at, state, _safe(marker.text)]
        writer.writerow([marker.id, "", marker.start, marker.end_exclusive, *clocks, *who])
        for one in marker.answers:
            said = [_safe(one.person), one.at, "", _safe(one.text)]
            writer.writerow([one.id, marker.id, "", "", "", "", *said])
    return text.getvalue()


def _safe(value: str) -> str:
    """With one apostrophe where it could be a formula, or begins with one itself: so that taking
    one away gives back what was written."""
    return f"'{value}" if value.startswith("'") else str(harmless(value))


def _clock(film: Film, frame: int) -> str:
    if film.rate not in RATES:
        return ""
    at = (film.source_start + frame) % day(film.rate, film.drop_frame)
    return to_timecode(at, film.rate, film.drop_frame)


def read_marker_csv(text: str, film: Film) -> Found:
    """Of our own tables, and of others with `text` and `start_frame` or `timecode_in`.

    Raises `ExportRefused`: `markers:unreadable`, `markers:too_many`.
    """
    plain = text.removeprefix(_MARK)
    head = plain.partition("\n")[0]
    comma = ";" if head.count(";") > head.count(",") else ","  # as spreadsheets save it in Europe
    try:
        reader = csv.DictReader(io.StringIO(plain, newline=""), delimiter=comma)
        rows, known = list(reader), set(reader.fieldnames or ())
    except csv.Error:
        raise ExportRefused("markers:unreadable", gettext_noop("it is not CSV")) from None
    if "text" not in known or not known & {"start_frame", "timecode_in"}:
        raise ExportRefused(
            "markers:unreadable", gettext_noop("its columns are not text and start_frame")
        )
    answers = _answers(rows)
    told, missed = list[tuple[str, Marker]](), list[Missed]()
    for number, row in enumerate(rows, 2):
        if _cell(row, "answer_to"):
            continue
        start = _start(row, film)
        if start is None:
            when = _cell(row, "start_frame") or _cell(row, "timecode_in") or "–"
            facts = (("time", when),)
            missed.append(Missed(str(number), _cell(row, "text"), NO_TIME, facts))
            continue
        told.append((str(number), _marker(row, start, answers)))
    found = placed(film, told)
    return Found(found.markers, (*missed, *found.missed))


def _answers(rows: list[dict[str, Any]]) -> dict[str, list[Answer]]:
    """By the id of what they answer, in their order."""
    found: dict[str, list[Answer]] = {}
    for row in rows:
        if to := _cell(row, "answer_to"):
            said = [_cell(row, name) for name in ("text", "person", "written", "id")]
            found.setdefault(to, []).append(Answer(*said))
    return found


def _marker(row: dict[str, Any], start: int, answers: dict[str, list[Answer]]) -> Marker:
    end = _number(_cell(row, "end_frame"))
    ident = _cell(row, "id")
    return Marker(
        start,
        end if end is not None else start + 1,
        _cell(row, "text"),
        person=_cell(row, "person"),
        at=_cell(row, "written"),
        id=ident,
        resolved=_cell(row, "state").lower() == RESOLVED,
        answers=tuple(answers.get(ident, ())) if ident else (),
    )


def _cell(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value.removeprefix("'") if isinstance(value, str) else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def _start(row: dict[str, Any], film: Film) -> int | None:
    number = _number(_cell(row, "start_frame"))
    if number is not None:
        return number
    try:
        frame = from_timecode(_cell(row, "timecode_in"), film.rate) - film.source_start
    except ExportRefused:
        return None
    return frame + day(film.rate, film.drop_frame) if frame < 0 else frame
