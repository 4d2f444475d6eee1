"""A note on a later version, placed, moved or left out by a person: a worker never undoes it."""

from typing import Any

from django.db import transaction

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.models import Note, Placement, Version
from projects.models.notes import tell_of
from projects.models.placements import UNDRAWN
from projects.noting import must_be_in


@transaction.atomic
def place(*, actor: Any, note: Note, version: Version, start: int, end: int) -> Placement:
    """It stands at these frames of `version` (end exclusive).

    Its drawing comes along where both versions have the same shape. Raises PortalError
    `invalid`, `note:no_thread`, `placement:order`.
    """
    must_be_in(version, start, end)
    row = _row(note, version)
    drawing = note.drawing if _same_shape(note.version, version) else []
    row.state, row.start, row.end = Placement.State.PLACED, start, end
    row.drawing, row.reason = drawing, ""
    row.remarks = [UNDRAWN] if note.drawing and not drawing else []
    return _kept(row, actor, "note:placed", start)


@transaction.atomic
def drop(*, actor: Any, note: Note, version: Version) -> Placement:
    """It stands no longer on `version`; on the versions before it stays where it is."""
    row = _row(note, version)
    row.state, row.start, row.end = Placement.State.DROPPED, None, None
    row.drawing, row.remarks, row.reason = [], [], ""
    return _kept(row, actor, "note:dropped", row.source_start)


def _row(note: Note, version: Version) -> Placement:
    note.held()
    if note.parent_id or note.deleted_at:
        raise PortalError("note:no_thread")
    if version.asset_id != note.version.asset_id or version.number <= note.version.number:
        raise PortalError("placement:order", number=note.version.number)
    row = note.placements.filter(version=version).first()
    if row is None:
        stood = {"source": note.version, "source_start": note.start, "source_end": note.end}
        row = Placement(project=note.project, note=note, version=version, **stood)
    return row


def _same_shape(one: Version, other: Version) -> bool:
    sizes = [(v.facts.get("width") or 0, v.facts.get("height") or 1) for v in (one, other)]
    (wide, high), (wide_too, high_too) = sizes
    return abs(wide * high_too - wide_too * high) <= 0.01 * wide * high_too


def _kept(row: Placement, actor: Any, verb: str, frame: int) -> Placement:
    row.person, row.person_name, row.confidence = actor, str(actor), None
    row.save()
    facts = {"name": row.version.file_name, "version": row.version.number}
    facts |= {"frame": frame, "project": row.project.name}
    AuditEvent.record(actor, verb, row.project.studio, **facts)
    tell_of(row.note)
    return row
