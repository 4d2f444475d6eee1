"""A breakdown into items and bids: shown first, then taken over; by code, so that twice is once."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.core import signing
from django.core.signing import BadSignature
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from feedback.models import WorkItem
from feedback.work.bidding import enter_bid
from feedback.work.breakdown import Line, Unreadable, read
from portal.errors import PortalError
from portal.models import AuditEvent
from projects.models import Project, Shot

#: A preview is good for an hour.
PREVIEW_SECONDS = 3600
EFFECTS = {
    "new": _("new"),
    "changed": _("changed"),
    "same": _("as it is"),
    "locked": _("locked: left as it is"),
    "wrong": _("left out"),
}


@dataclass
class Shown:
    """A line of the file, what it would do, and the shot that it names."""

    line: Line
    effect: str
    shot: str = ""

    @property
    def effect_label(self) -> str:
        return str(EFFECTS[self.effect])


def preview(*, project: Project, name: str, content: bytes, currency: str) -> list[Shown]:
    """What the file holds and what it would change; writes nothing. Raises `work:file`."""
    try:
        lines = read(name, content, currency)
    except Unreadable as error:
        raise PortalError("work:file", detail=str(error)) from error
    return _shown(project, lines)


def sealed(*, actor: Any, project: Project, name: str, lines: Iterable[Line]) -> str:
    """The lines as the preview showed them, for the page to send back."""
    told = {"name": name[:120], "lines": [asdict(line) for line in lines if not line.wrong]}
    return signing.dumps(told, salt=_salt(actor, project), compress=True)


@transaction.atomic
def take_over(*, actor: Any, project: Project, seal: str) -> dict[str, int]:
    """Write what a preview showed; counts by effect. Raises `work:preview` for another's, or old.

    Bids that were locked meanwhile stay as they are.
    """
    try:
        told = signing.loads(seal, salt=_salt(actor, project), max_age=PREVIEW_SECONDS)
    except BadSignature as error:
        raise PortalError("work:preview") from error
    Project.objects.select_for_update().get(pk=project.pk)
    shown = _shown(project, [Line(**line) for line in told["lines"]])
    shots = _shots(project)
    items = _items(project)
    for row in shown:
        if row.effect in ("new", "changed"):
            _write(actor, project, row.line, items.get(row.line.code), shots, told["name"])
    counts = {effect: sum(row.effect == effect for row in shown) for effect in EFFECTS}
    facts = {"project": project.name, "new": counts["new"], "changed": counts["changed"]}
    AuditEvent.record(actor, "work:imported", project.studio, file=told["name"], **facts)
    return counts


def _shown(project: Project, lines: list[Line]) -> list[Shown]:
    items, shots = _items(project), _shots(project)
    return [
        Shown(line, _effect(line, items.get(line.code)), line.shot if line.shot in shots else "")
        for line in lines
    ]


def _items(project: Project) -> dict[str, WorkItem]:
    rows = WorkItem.objects.filter(project=project).select_related("bid", "shot")
    return {item.code: item for item in rows}


def _shots(project: Project) -> dict[str, Shot]:
    return {shot.code: shot for shot in Shot.objects.filter(project=project)}


def _effect(line: Line, item: WorkItem | None) -> str:
    if line.wrong:
        return "wrong"
    if item is None:
        return "new"
    if item.state != WorkItem.State.PLANNED:
        return "same" if _said(item) == _saying(line) else "locked"
    return "same" if _said(item) == _saying(line) else "changed"


def _said(item: WorkItem) -> tuple[Any, ...]:
    bid = getattr(item, "bid", None)
    money = (f"{bid.hours:.2f}", f"{bid.rate:.2f}", bid.currency) if bid else ("", "", "")
    return (item.title, item.stage, item.stratum, *money)


def _saying(line: Line) -> tuple[Any, ...]:
    money = (line.hours, line.rate, line.currency) if line.hours else ("", "", "")
    return (line.title, line.stage, line.stratum, *money)


def _write(
    actor: Any,
    project: Project,
    line: Line,
    item: WorkItem | None,
    shots: dict[str, Shot],
    file_name: str,
) -> None:
    item = item or WorkItem(project=project, code=line.code)
    item.title, item.stage, item.stratum = line.title, line.stage, line.stratum
    item.shot = shots.get(line.shot) or item.shot
    item.save()
    if line.hours:
        money = {"hours": Decimal(line.hours), "rate": Decimal(line.rate)}
        source = f"{file_name}, {line.number}"
        enter_bid(actor=actor, item=item, currency=line.currency, source=source, **money)


def _salt(actor: Any, project: Project) -> str:
    return f"feedback.work.importing:{project.pk}:{actor.pk}"
