"""Notes on their way to editing systems and back, as markers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import gettext_noop

from portal.errors import PortalError, translated
from portal.models import AuditEvent
from projects.drawings import checked
from projects.exporting import Exported, Offer, plain_name
from projects.interchange import markers as m
from projects.interchange.apart import read_otio_apart
from projects.interchange.marker_edl import read_marker_edl, write_marker_edl
from projects.interchange.marker_otio import write_marker_otio
from projects.interchange.marker_table import read_marker_csv, write_marker_csv
from projects.interchange.refusal import ExportRefused
from projects.models import Note, Version
from projects.models.notes import TEXT_AT_MOST, tell_watchers
from projects.noting import NOTES_AT_MOST, last_frame
from projects.showing import start_frame
from projects.standing import standing_on

LOSSES = {
    "markers:ends": _l("A marker is one frame; ends of ranges left out: {detail}."),
    "markers:lines": _l("Words stand in one line; notes that lose line breaks: {detail}."),
    "markers:answers": _l("Answers are left out: {detail}."),
    "markers:drawings": _l("Drawings are left out: {detail}."),
    "markers:wordless": _l("Notes without words are left out: {detail}."),
    "markers:drawings_as_data": _l(
        "Drawings travel as data that other programs do not show: {detail}."
    ),
}
TOO_LONG = gettext_noop("It is longer than %(most)s characters.")
NO_DRAWING = gettext_noop("Its drawing cannot be kept.")


@dataclass(frozen=True)
class Format:
    """A file of markers; `read` gives what stands on the film and what does not."""

    label: str
    media_type: str
    write: Callable[[m.Film, tuple[m.Marker, ...]], str]
    read: Callable[[str, m.Film], m.Found]


FORMATS = {
    "edl": Format("EDL", "text/plain; charset=utf-8", write_marker_edl, read_marker_edl),
    "otio": Format("OpenTimelineIO", "application/json", write_marker_otio, read_otio_apart),
    "csv": Format("CSV", "text/csv; charset=utf-8", write_marker_csv, read_marker_csv),
}


@dataclass
class Outcome:
    """How many notes were made, how many were there already, and what has no place."""

    made: int = 0
    known: int = 0
    missed: list[dict[str, str]] = field(default_factory=list)


def film(version: Version) -> m.Film:
    """Raises PortalError `notes:no_film` for what has no frames."""
    if not version.rate:
        raise PortalError("notes:no_film", name=version.file_name)
    title = f"{version.project.code} {version.asset.name} v{version.number}"
    start, drops = start_frame(version), version.drop_frame
    return m.Film(title, version.file_name, version.rate, last_frame(version), drops, start)


def threads(version: Version) -> list[Note]:
    """What stands on a version in the film's order, each with its replies; no stones."""
    return standing_on(version)


def markers(notes: list[Note]) -> tuple[m.Marker, ...]:
    return tuple(_marker(note) for note in notes)


def _marker(note: Note) -> m.Marker:
    said = [one for one in note.replies.all() if not one.deleted_at]
    answers = (m.Answer(one.text, _who(one), _moment(one), str(one.pk)) for one in said)
    return m.Marker(
        start=note.start or 0,
        end_exclusive=note.end or 1,
        text=note.text,
        person=_who(note),
        at=_moment(note),
        id=str(note.pk),
        resolved=note.resolved_at is not None,
        drawing=tuple(note.drawing),
        answers=tuple(answers),
    )


def _who(note: Note) -> str:
    return note.said_by or note.person_name


def _moment(note: Note) -> str:
    return note.created_at.astimezone(UTC).isoformat(timespec="seconds")


def export_notes(*, actor: Any, version: Version, name: str) -> Exported:
    """All notes of a version as a file; audited."""
    chosen, whole = FORMATS[name], film(version)
    try:
        text = chosen.write(whole, markers(threads(version)))
    except ExportRefused as refused:
        raise PortalError("export:format", **refused.facts) from None
    _record(actor, "notes:exported", version, format=chosen.label)
    stem = plain_name(f"{version.project.code}_{version.asset.name}")
    file_name = f"{stem}_v{version.number}_notes.{name}"
    return Exported(file_name, chosen.media_type, text)


def what_is_lost(version: Version, notes: list[Note]) -> dict[str, Offer]:
    """Format → what it cannot carry of these notes, or why it cannot be written at all."""
    return {name: _offer(version, name, markers(notes)) for name in FORMATS}


def _offer(version: Version, name: str, rows: tuple[m.Marker, ...]) -> Offer:
    try:
        FORMATS[name].write(film(version), rows)
        return Offer(lost=m.losses(rows, name))
    except ExportRefused as refused:
        return Offer(refused={"code": refused.code, "detail": translated(refused.facts)})


def import_notes(*, actor: Any, version: Version, file_name: str, content: str) -> Outcome:
    """Markers of a file as notes of the actor's; what is there already is not made twice.

    Raises PortalError: `notes:format`, `notes:unreadable`, `notes:no_film`, `note:full`.
    """
    chosen = FORMATS.get(PurePath(file_name).suffix.lower().removeprefix("."))
    if chosen is None:
        raise PortalError("notes:format", name=file_name[:100])
    try:
        found = m.must_be_few(chosen.read(content, film(version)))
    except ExportRefused as refused:
        raise PortalError("notes:unreadable", **refused.facts) from None
    return _made(actor, version, found)


@transaction.atomic
def _made(actor: Any, version: Version, found: m.Found) -> Outcome:
    Version.objects.select_for_update(of=("self",)).get(pk=version.pk)  # one import at a time
    outcome = Outcome(
        missed=[_missed(row.where, row.text, row.why, row.facts) for row in found.missed]
    )
    there = _there(threads(version))
    rows: list[Note] = []
    for marker in found.markers:
        if there & _keys(marker):
            outcome.known += 1
            continue
        there |= _keys(marker)
        rows += _notes(actor, version, marker, outcome)
    if version.notes.count() + len(rows) > NOTES_AT_MOST:
        raise PortalError("note:full", most=NOTES_AT_MOST)
    if rows:
        Note.objects.bulk_create(rows)
        outcome.made = sum(note.parent_id is None for note in rows)
        _record(actor, "notes:imported", version, count=outcome.made)
        tell_watchers(version.pk)
    return outcome


def _there(notes: list[Note]) -> set[Any]:
    return {key for note in notes for key in _keys(_marker(note))}


def _keys(marker: m.Marker) -> set[Any]:
    """By its id, and by its words at its frame: some formats put the name before them."""
    said = m.one_line(marker.text)
    keys: set[Any] = {(marker.start, said)} if said else set()
    if marker.person:
        keys.add((marker.start, f"{m.one_line(marker.person)}: {said}"))
    return keys | ({marker.id} if marker.id else set())


def _notes(actor: Any, version: Version, marker: m.Marker, outcome: Outcome) -> list[Note]:
    """The note and its answers; none when it is too long."""
    if max(len(marker.text), *(len(one.text) for one in marker.answers), 0) > TEXT_AT_MOST:
        facts = (("most", TEXT_AT_MOST),)
        outcome.missed.append(_missed(str(marker.start), marker.text, TOO_LONG, facts))
        return []
    note = _note(actor, version, marker.text, marker.person)
    note.start, note.end = marker.start, marker.end_exclusive
    note.drawing = _drawing(marker, outcome)
    if marker.resolved:
        note.resolved_at, note.resolved_by = timezone.now(), actor
        note.resolved_by_name = str(actor)
    answers = [_note(actor, version, one.text, one.person) for one in marker.answers if one.text]
    for answer in answers:
        answer.parent = note
    return [note, *answers]


def _note(actor: Any, version: Version, text: str, person: str) -> Note:
    said_by = "" if person == str(actor) else m.one_line(person)[:150]
    return Note(
        studio_id=version.studio_id,
        project=version.project,
        version=version,
        text=text.replace("\x00", ""),
        person=actor,
        person_name=str(actor),
        said_by=said_by,
    )


def _drawing(marker: m.Marker, outcome: Outcome) -> list[dict[str, Any]]:
    try:
        return checked(list(marker.drawing))
    except PortalError:
        outcome.missed.append(_missed(str(marker.start), marker.text, NO_DRAWING, ()))
        return []


def _missed(where: str, text: str, why: str, facts: Any) -> dict[str, str]:
    return {"where": where, "text": text[:200], "why": _(why) % dict(facts)}


def _record(actor: Any, verb: str, version: Version, **facts: Any) -> None:
    told = {"name": version.file_name, "version": version.number, "project": version.project.name}
    AuditEvent.record(actor, verb, version.project.studio, **told, **facts)
