"""A revision as its page, its JSON and its first server-rendered sheet show it."""

from typing import Any

from django.urls import reverse

from projects.interchange.refusal import ExportRefused
from projects.interchange.timecode import day, from_timecode, to_timecode
from projects.models import Candidate, Revision, Version


def start_frame(version: Version) -> int:
    """The source's timecode at its first frame, in frames; 0 when it has none."""
    text = version.facts.get("timecode") or ""
    try:
        return from_timecode(text, version.rate) if text and version.rate else 0
    except ExportRefused:
        return 0


def clock(version: Version, frame: int) -> str:
    """Timecode of a frame; plain frames where no clock counts at the film's rate."""
    if version.rate is None:
        return f"{frame}"
    try:
        whole = day(version.rate, version.drop_frame)  # past midnight the clock begins anew
        at = (start_frame(version) + frame) % whole
        return to_timecode(at, version.rate, version.drop_frame)
    except ExportRefused:
        return f"{frame}"


def frame_pattern(version: Any) -> str:
    """The address of a version's frames, with `{frame}` for the number."""
    return reverse("frame", args=[version, 0]).replace("/0.jpg", "/{frame}.jpg")


def shots(candidate: Candidate, revision: Revision) -> list[dict[str, Any]]:
    """The cards of the sheet: frames, timecodes, picture and how sure the head is."""
    thumbnails = {
        row.index: reverse("rendition", args=[row.pk])
        for row in candidate.renditions.all()
        if row.role == "thumbnail"
    }
    return [
        _card(candidate.version, number, shot, thumbnails)
        for number, shot in enumerate(revision.cut, 1)
    ]


def _card(version: Version, number: int, shot: dict, thumbnails: dict[int, str]) -> dict[str, Any]:
    middle = (shot["start"] + shot["end"]) // 2
    own = thumbnails.get(shot["thumbnail"]) if shot.get("thumbnail") is not None else None
    return {
        "number": number,
        "start": shot["start"],
        "end": shot["end"],
        "length": shot["end"] - shot["start"],
        "timecode_in": clock(version, shot["start"]),
        "timecode_out": clock(version, shot["end"]),
        "confidence": shot.get("confidence", 1.0),
        "transition": shot.get("transition"),
        "thumbnail": own or reverse("frame", args=[version.pk, middle]),
    }


def revision_json(candidate: Candidate, revision: Revision, *, can_edit: bool) -> dict[str, Any]:
    selects = candidate.kind == Candidate.Kind.SELECTS
    return {
        "number": revision.number,
        "summary": revision.summary,
        "made_by": revision.author,
        "can_edit": can_edit,
        "shots": [] if selects else shots(candidate, revision),
        "takes": candidate.choice(revision) if selects else [],
    }
