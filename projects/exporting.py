"""An approved cut on its way into an editing system."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.assist.cutting import as_breakdown
from projects.interchange.cutlist import CutList, Transition, from_breakdown
from projects.interchange.edl import write_edl
from projects.interchange.losses import losses
from projects.interchange.otio_timeline import write_otio
from projects.interchange.refusal import ExportRefused
from projects.interchange.table import write_csv
from projects.models import Candidate, Decision
from projects.showing import start_frame


@dataclass(frozen=True)
class Format:
    """A file an editing system reads."""

    name: str
    label: str
    ending: str
    media_type: str
    write: Callable[[CutList], str]


FORMATS = {
    "edl": Format("edl", "EDL CMX3600", ".edl", "text/plain; charset=utf-8", write_edl),
    "otio": Format("otio", "OpenTimelineIO", ".otio", "application/json", write_otio),
    "csv": Format("csv", "CSV", ".csv", "text/csv; charset=utf-8", write_csv),
}


def approved(candidate: Candidate) -> Decision:
    """The decision in force, if it approves. Nothing else leaves the portal."""
    decision = candidate.decision
    if decision is None or decision.verdict != Decision.Verdict.APPROVED:
        raise PortalError("export:not_approved")
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


def export(*, actor: Any, candidate: Candidate, name: str) -> tuple[Format, str, str]:
    """(format, file name, text) of the approved revision; audited."""
    decision, chosen = approved(candidate), FORMATS[name]
    try:
        text = chosen.write(cutlist(candidate, decision.revision.cut))
    except ExportRefused as refused:
        raise PortalError("export:format", detail=str(refused.detail)) from None
    AuditEvent.record(
        actor,
        "cut:exported",
        candidate.project.studio,
        format=chosen.label,
        name=candidate.version.asset.name,
    )
    stem = f"{candidate.project.code}_{candidate.version.asset.name}_r{decision.revision.number}"
    return chosen, _file_name(stem) + chosen.ending, text


def _file_name(stem: str) -> str:
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in stem)[:120]


def what_is_lost(candidate: Candidate, cut: list[dict[str, Any]]) -> dict[str, list[dict]]:
    """Format → what it cannot carry of this cut, told before anybody exports."""
    try:
        listed = cutlist(candidate, cut)
        return {name: list(losses(listed, name)) for name in FORMATS}
    except ExportRefused as refused:
        refusal = [{"code": refused.code, "detail": refused.detail}]
        return dict.fromkeys(FORMATS, refusal)
