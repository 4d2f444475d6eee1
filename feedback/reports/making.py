"""What people do with reports: define them, freeze them, have them made."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation

from feedback.models.reports import Report, ReportDefinition, data_cut
from feedback.periods import week_of, week_start
from feedback.reports import METHOD
from feedback.reports.files import FILES
from feedback.reports.scope import PLACES, Scope
from feedback.reports.sections import SECTIONS
from portal.errors import PortalError
from portal.languages.days import day
from portal.models import AuditEvent, Studio
from portal.storage import files
from portal.tenancy import across_studios
from projects.models import State


def ask_for_report(
    *, actor: Any, definition: ReportDefinition, as_of: datetime | None = None
) -> Report:
    """Of whole weeks before `as_of` (now). Raises `report:future`, `report:active`."""
    until = data_until(as_of)
    try:
        with transaction.atomic():
            report = Report.objects.create(
                definition=definition,
                as_of=until,
                person=actor,
                person_name=str(actor) if actor else "schedule",
            )
            AuditEvent.record(actor, "report:asked", title=str(report))
            report.send()
    except IntegrityError:
        raise PortalError("report:active", title=str(definition)) from None
    return report


def data_until(as_of: datetime | None) -> datetime:
    """Where the data end: whole weeks before it. Raises `report:future`."""
    until = data_cut(as_of)
    if until > data_cut():
        raise PortalError("report:future", date=day(data_cut()))
    return until


def content_of(definition: ReportDefinition, until: datetime) -> dict[str, Any]:
    """Everything that the report says, as plain data. All studios must be open."""
    scope = scope_of(definition, until)
    with translation.override(definition.language):
        chosen = [SECTIONS[name] for name in definition.sections if name in SECTIONS]
        chosen.sort(key=lambda one: not one.leads)
        sections = [
            {"name": one.name, "title": str(one.title), "blocks": one.make(scope, until)}
            for one in chosen
        ]
    frozen = definition.frozen_at
    return {
        "format": 1,
        "method": METHOD,
        "title": definition.title,
        "definition": {**definition.told(), "sha256": definition.sha256},
        "frozen": {"at": frozen.isoformat(), "by": definition.frozen_by_name} if frozen else None,
        "as_of": until.isoformat(),
        "language": definition.language,
        "summary": _summary(sections),
        "sections": sections,
    }


def _summary(sections: list[dict[str, Any]]) -> list[str]:
    """The first words of what leads: the answer to the claim, or that there is none yet."""
    leading = [one for one in sections if SECTIONS[one["name"]].leads]
    words = [[b["text"] for b in one["blocks"] if b["kind"] == "text"] for one in leading]
    return [said[0] for said in words if said]


def scope_of(definition: ReportDefinition, until: datetime) -> Scope:
    """Weeks that lie wholly between the definition's days, and before the data's end."""
    given = definition.filters
    ends = _moment(given.get("until"))
    last = min(until, week_start(ends)) if ends else until
    since = _moment(given.get("since"))
    first = None if since is None else week_of(since) + (week_start(since) < since)
    where = {name: given[name] for name in PLACES if given.get(name)}
    return Scope(until=week_of(last), since=first, where=where)


def _moment(day: str | None) -> datetime | None:
    if not day:
        return None
    start = datetime.min.time()
    return datetime.combine(date.fromisoformat(day), start, tzinfo=UTC)


def work_on_report(report: Report) -> None:
    """Count, write every file, keep them: under the lease of whoever claimed it."""
    studios = Studio.objects.all()
    report.progress("gather", 0.05)
    with across_studios(studios, reason=f"report {report}", actor=report.person):
        content = content_of(report.definition, report.as_of)
    report.write_down(content)
    report.progress("write", 0.6)
    with tempfile.TemporaryDirectory() as folder:
        made = {ending: _written(Path(folder), ending, report) for ending in FILES}
        report.progress("store", 0.9)
        report.keep({ending: _stored(report, ending, path) for ending, path in made.items()})
    report.finish(State.READY)


def _written(folder: Path, ending: str, report: Report) -> Path:
    path = folder / f"report.{ending}"
    path.write_bytes(FILES[ending].write(report.content, report.sha256))
    return path


def _stored(report: Report, ending: str, path: Path) -> str:
    key = f"{report.storage_prefix}{report.attempt}.{ending}"
    files.put(key, path, FILES[ending].media_type)
    return key
