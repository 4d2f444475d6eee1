"""An approved cut on its way into an editing system."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath
from typing import Any

from portal.errors import PortalError, translated
from portal.models import AuditEvent
from projects.assist.cutting import as_breakdown
from projects.consenting import must_be_free, must_cover
from projects.interchange.cutlist import CutList, Transition, from_breakdown
from projects.interchange.edl import parts, write_edl
from projects.interchange.losses import losses
from projects.interchange.otio_timeline import write_otio
from projects.interchange.refusal import ExportRefused
from projects.interchange.table import write_csv
from projects.interchange.timelines.of_cuts import write_cut
from projects.mastering import master_of
from projects.media.credentials.types import MADE, TRAINED
from projects.media.refusal import Refused
from projects.models import Candidate, Decision, Rendition
from projects.showing import start_frame


@dataclass(frozen=True)
class Format:
    """A file an editing system reads."""

    name: str
    label: str
    ending: str
    media_type: str
    write: Callable[[CutList], str]


def _timeline(name: str, label: str, ending: str, media_type: str) -> Format:
    return Format(name, label, ending, media_type, partial(write_cut, format=name))


FORMATS = {
    "edl": Format("edl", "EDL CMX3600", ".edl", "text/plain; charset=utf-8", write_edl),
    "otio": Format("otio", "OpenTimelineIO", ".otio", "application/json", write_otio),
    "fcpxml": _timeline("fcpxml", "Final Cut Pro XML", ".fcpxml", "application/xml"),
    "xml": _timeline("xml", "Premiere / Final Cut 7 XML", ".xml", "application/xml"),
    "ale": _timeline("ale", "Avid log (ALE)", ".ale", "text/plain; charset=utf-8"),
    "csv": Format("csv", "CSV", ".csv", "text/csv; charset=utf-8", write_csv),
}


@dataclass(frozen=True)
class Exported:
    """A file on its way out."""

    file_name: str
    media_type: str
    content: str | bytes


@dataclass(frozen=True)
class Offer:
    """What a format loses, or why it cannot be had (code and detail)."""

    lost: list[dict[str, str]] = field(default_factory=list)
    refused: dict[str, str] | None = None


def approved(candidate: Candidate) -> Decision:
    """The decision in force, if it approves, and nobody's consent stands against it. Nothing else
    leaves the portal.
    """
    decision = candidate.decision
    if decision is None or decision.verdict != Decision.Verdict.APPROVED:
        raise PortalError("export:not_approved")
    must_be_free(candidate, candidate.version)
    must_cover(candidate)
    return decision


def cutlist(candidate: Candidate, cut: list[dict[str, Any]]) -> CutList:
    version, project = candidate.version, candidate.project
    shots, _transitions = as_breakdown(cut)
    rate = f"{version.rate_num}/{version.rate_den}"
    listed = from_breakdown(
        {"rate": rate, "shots": shots},
        title=f"{project.code} {version.asset.name} v{version.number}",
        source_name=version.file_name,
        drop_frame=version.drop_frame,
        source_start=start_frame(version),
        names=[f"{project.code}_{number:04}" for number in range(10, 10 * len(cut) + 10, 10)],
    )
    # Each head keeps the transition that the page shows at it.
    heads = [_transition(shot.get("transition")) for shot in cut]
    told = (replace(shot, transition=head) for shot, head in zip(listed.shots, heads, strict=True))
    return replace(listed, shots=tuple(told))


def _transition(head: dict[str, Any] | None) -> Transition | None:
    return Transition(**head) if head and head["kind"] != "cut" else None


def export(*, actor: Any, candidate: Candidate, name: str) -> Exported:
    """The approved revision as a file; audited."""
    candidate.must_be(Candidate.Kind.CUT)
    decision, chosen = approved(candidate), FORMATS[name]
    stem = _stem(f"{candidate.project.code}_{candidate.version.asset.name}", decision)
    try:
        exported = _written(chosen, cutlist(candidate, decision.revision.cut), stem)
    except ExportRefused as refused:
        raise PortalError("export:format", **refused.facts) from None
    AuditEvent.record(
        actor,
        "cut:exported",
        candidate.project.studio,
        format=chosen.label,
        name=candidate.version.asset.name,
        project=candidate.project.name,
        id=str(candidate.pk),
    )
    return exported


#: Takes the place of a format for candidates that are pictures.
PICTURE = "picture"


def take_picture(*, actor: Any, candidate: Candidate) -> Rendition:
    """The whole file of an approved picture, its decision signed into it; audited."""
    candidate.must_be(Candidate.Kind.PICTURE)
    decision = approved(candidate)
    row = candidate.renditions.filter(role=PICTURE).select_related("candidate__version").first()
    if row is None:
        raise PortalError("not_found")
    facts = {"name": picture_name(row), "project": candidate.project.name}
    facts["id"] = str(candidate.pk)
    AuditEvent.record(actor, "picture:exported", candidate.project.studio, **facts)
    return mastered(row, decision)


def mastered(row: Rendition, decision: Decision) -> Rendition:
    """What cannot be signed does not leave as approved work."""
    try:
        return master_of(row, decision)
    except Refused as refused:
        raise PortalError(refused.code, **refused.facts) from None


def picture_name(row: Rendition) -> str:
    """Of the file, as it leaves: the film, and which picture made from it."""
    made: Any = row.candidate
    film = plain_name(PurePath(made.version.file_name).stem)
    end = f"{made_with_ai(made.source_type)}{PurePath(row.storage_key).suffix}"
    return f"{film}_picture_{made.number:04}{end}"


def made_with_ai(source_type: str) -> str:
    """What the name of a file says where a trained model made or changed what it shows."""
    if source_type not in TRAINED:
        return ""
    return "_made_with_ai" if source_type == MADE else "_changed_with_ai"


def _stem(name: str, decision: Decision) -> str:
    """A file name without ending: the film's own ending would be read as this file's."""
    return f"{plain_name(name)}_r{decision.revision.number}"


def plain_name(name: str) -> str:
    """Its stem in letters, digits and what every system takes in a file's name."""
    plain = "".join(c if c.isalnum() or c in "-_. " else "_" for c in PurePath(name).stem)
    return plain[:110]


def _written(chosen: Format, listed: CutList, stem: str) -> Exported:
    """An EDL of more than 999 events is several, in one ZIP; the record side runs on."""
    pieces = parts(listed) if chosen.name == "edl" else [listed]
    texts = [chosen.write(piece) for piece in pieces]
    if len(texts) == 1:
        return Exported(stem + chosen.ending, chosen.media_type, texts[0])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts, 1):
            archive.writestr(f"{stem}_part{number}{chosen.ending}", text)
    return Exported(stem + ".zip", "application/zip", held.getvalue())


def what_is_lost(candidate: Candidate, cut: list[dict[str, Any]]) -> dict[str, Offer]:
    """Format → what it cannot carry of this cut, or why it cannot be written at all."""
    return {name: _offer(candidate, cut, chosen) for name, chosen in FORMATS.items()}


def _offer(candidate: Candidate, cut: list[dict[str, Any]], chosen: Format) -> Offer:
    try:
        listed = cutlist(candidate, cut)
        _written(chosen, listed, "")
        return Offer(lost=list(losses(listed, chosen.name)))
    except ExportRefused as refused:
        return Offer(refused={"code": refused.code, "detail": translated(refused.facts)})
