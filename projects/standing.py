"""Which notes stand on a version: those written there, and those that came along."""

from typing import Any

from django.db.models import Prefetch

from projects.models import Note, Placement, Version


def standing_on(version: Version) -> list[Note]:
    """Threads in the film's order, without stones.

    A note that came along has the frames and the drawing of its place here, and `placement`;
    it is for reading: saving it would move it on its own version.
    """
    own = list(version.notes.threads().filter(deleted_at=None))
    return sorted([*own, *_carried(version)], key=lambda note: (note.start, note.created_at))


def _carried(version: Version) -> list[Note]:
    rows = version.placements.standing().select_related("source")
    rows = rows.prefetch_related(Prefetch("note", Note.objects.threads()))
    return [_as_here(row) for row in rows]


def _as_here(row: Placement) -> Note:
    note: Any = row.note
    note.start, note.end, note.drawing, note.placement = row.start, row.end, row.drawing, row
    return note


def left_behind(version: Version) -> list[Placement]:
    """Open notes without a place on this version though they had one before, in its order."""
    away = [Placement.State.REFUSED, Placement.State.DROPPED]
    rows = version.placements.filter(state__in=away, note__resolved_at=None, note__deleted_at=None)
    return list(rows.select_related("note", "source").order_by("source_start", "pk"))
