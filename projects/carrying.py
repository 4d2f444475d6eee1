"""Carrying notes along: what a worker does with two versions, and where a note stands by hand."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from portal.models import AuditEvent
from portal.storage import files
from projects.drawings import DIGITS
from projects.media.carrying.moving import Place
from projects.media.confined import Limits, confined
from projects.models import Carrying, Note, Placement, State, Version
from projects.models.notes import tell_watchers
from projects.models.placements import ABOUT, SHORTENED, UNDRAWN
from projects.standing import standing_on

SILENCE = 300
NOT_BEFORE, SIZE, LENGTH = "not_before", "size", "length"
_SAME = {"scale": [1.0, 1.0], "offset": [0.0, 0.0]}

Moved = tuple[list[Place], dict[str, list[float]] | None]


@dataclass(frozen=True)
class Standing:
    """A note with where it stands on the version it comes from."""

    note: Note
    start: int
    end: int
    drawing: list[dict[str, Any]]
    source: Version
    reason: str = ""  # why it does not even stand there


def carry_on(version: Version) -> Carrying | None:
    """When a version can be seen: its predecessor's open notes come along, if there are any."""
    earlier = version.asset.versions.filter(number__lt=version.number, ingest__state=State.READY)
    source = earlier.order_by("-number").first()
    return Carrying.ask(version, source) if source and to_carry(source) else None


def to_carry(source: Version) -> list[Standing]:
    """The open notes of a version: its own, those that came along, those that did not."""
    rows = [
        Standing(note, note.start or 0, note.end or 1, note.drawing, source)
        for note in standing_on(source)
        if note.resolved_at is None
    ]
    lost = source.placements.filter(state=Placement.State.REFUSED).select_related("note", "source")
    open_ones = lost.filter(note__resolved_at=None, note__deleted_at=None)
    return rows + [
        Standing(row.note, row.source_start, row.source_end, [], row.source, NOT_BEFORE)
        for row in open_ones
    ]


def work_on_carrying(job: Carrying) -> None:
    """Leaves a placement for each open note, and READY; raises Refused with the reason."""
    job.progress("old", 0.0)
    rows = to_carry(job.source)
    standing = [row for row in rows if not row.reason]
    places, picture = _moved(job, standing) if standing else ([], _SAME)
    job.progress("store", 0.99)
    _keep(job, rows, places, picture)


def _moved(job: Carrying, rows: list[Standing]) -> Moved:
    if _moves(job.source) and _moves(job.version):
        return _by_picture(job, rows)
    same = _as_they_are(job.source, job.version)
    return [replace(same, start=row.start, end=row.end) for row in rows], _SAME


def _moves(version: Version) -> bool:
    """Films and image sequences; a version may be of another kind than the one before."""
    row = version.rendition("proxy")
    return row is not None and row.media_type.startswith("video/")


def _as_they_are(old: Version, new: Version) -> Place:
    """A picture or a paper has the same places when it has the same size; a sound, the length."""
    if (old.frames or 1) != (new.frames or 1) or old.rate != new.rate:
        return Place(reason=LENGTH)
    for fact, reason in (("width", SIZE), ("height", SIZE), ("duration", LENGTH)):
        if old.facts.get(fact) != new.facts.get(fact):
            return Place(reason=reason)
    return Place(confidence=1.0, exact=True)


def _by_picture(job: Carrying, rows: list[Standing]) -> Moved:
    """In a child with limits; it ends at once when the job is cancelled or lost."""

    def tick() -> None:
        if not job.renew():
            raise job.lost_by()

    with ExitStack() as stack:
        old, new = (
            stack.enter_context(files.local(_copy(version)))
            for version in (job.source, job.version)
        )
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="last-mile-carrying-"))
        told = confined(
            "move",
            {
                **{"old": str(old), "new": str(new), "folder": folder},
                "spans": [[row.start, row.end] for row in rows],
            },
            limits=Limits(silence=SILENCE),
            heard=job.progress,
            tick=tick,
        )
    return [Place(**place) for place in told["places"]], told["picture"]


def _copy(version: Version) -> str:
    """The viewing copy: small, and frame by frame what the player shows."""
    row = version.rendition("proxy")
    if row is None:
        raise FileNotFoundError(f"the viewing copy of {version.pk}")
    return row.storage_key


@transaction.atomic
def _keep(
    job: Carrying, rows: list[Standing], places: list[Place], picture: dict[str, Any] | None
) -> None:
    """Rows and READY together. What a person placed, or what stands by another way, stays."""
    job.finish(State.READY)
    found = iter(places)
    made = [(row, Place(reason=row.reason) if row.reason else next(found)) for row in rows]
    still = _still_there(rows)
    there = {one.note_id: one for one in job.version.placements.select_for_update()}
    counts = {"placed": 0, "refused": 0}
    for row, place in ((row, place) for row, place in made if row.note.pk in still):
        known = there.get(row.note.pk)
        if known is None or _may_change(known, job.source_id):
            known = _written(job, row, place, picture, known)
        if known.state in counts:
            counts[known.state] += 1
    facts = {"name": job.version.file_name, "version": job.version.number}
    facts |= {"source": job.source.number, "project": job.project.name, **counts}
    AuditEvent.record(job.person, "notes:carried", job.project.studio, **facts)
    tell_watchers(job.version_id)


def _still_there(rows: list[Standing]) -> set[Any]:
    """The notes that nobody has deleted meanwhile, held: a person who places one goes first."""
    notes = Note.objects.filter(pk__in=[row.note.pk for row in rows], deleted_at=None)
    return set(notes.order_by("pk").select_for_update().values_list("pk", flat=True))


def _may_change(known: Placement, source: Any) -> bool:
    if known.by_hand:
        return False
    return known.source_id == source or known.state == Placement.State.REFUSED


def _written(
    job: Carrying,
    row: Standing,
    place: Place,
    picture: dict[str, Any] | None,
    known: Placement | None,
) -> Placement:
    drawing = moved_drawing(row.drawing, picture)
    remarks = [ABOUT] * (not place.exact) + [SHORTENED] * place.shortened
    remarks += [UNDRAWN] * bool(row.drawing and not drawing)
    refused = bool(place.reason)
    values = {
        "source": row.source,
        "source_start": row.start,
        "source_end": row.end,
        "state": Placement.State.REFUSED if refused else Placement.State.PLACED,
        "start": None if refused else place.start,
        "end": None if refused else place.end,
        "drawing": [] if refused else drawing,
        "remarks": [] if refused else remarks,
        "reason": place.reason,
        "confidence": None if refused else place.confidence,
    }
    one = known or Placement(project=job.project, note=row.note, version=job.version)
    for name, value in values.items():
        setattr(one, name, value)
    one.save()
    return one


def moved_drawing(
    drawing: list[dict[str, Any]], picture: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """Shapes at the same places of the picture; nothing where a point would leave the frame."""
    if picture is None:
        return []
    (wide, high), (right, down) = picture["scale"], picture["offset"]
    moved = [
        {
            **shape,
            "points": [
                [round(x * wide + right, DIGITS), round(y * high + down, DIGITS)]
                for x, y in shape["points"]
            ],
        }
        for shape in drawing
    ]
    inside = all(0 <= at <= 1 for shape in moved for point in shape["points"] for at in point)
    return moved if inside else []
