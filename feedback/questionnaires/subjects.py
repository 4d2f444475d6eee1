"""What an ask is about, as the reader reads it: the row keeps how it was called on its day."""

from collections.abc import Iterable
from uuid import UUID

from feedback.models import Ask
from portal.models import User
from projects.models import Decision

AFTER = "decision:"


def about_decision(decision: Decision) -> str:
    """The tool in the active language, and the film as it is called now."""
    return f"{decision.candidate.run.request} · {decision.project}"


def with_subjects(asks: Iterable[Ask], *, reader: User) -> list[Ask]:
    """Each with its `subject`, with one query for all. What the reader may no longer see keeps
    the name that they knew.
    """
    rows = list(asks)
    found = _decisions(rows, reader)
    for row in rows:
        decision = found.get(_decision_of(row))
        row.subject = about_decision(decision) if decision else row.about or row.studio.name
    return rows


def _decisions(rows: list[Ask], reader: User) -> dict[UUID | None, Decision]:
    wanted = {pk for row in rows if (pk := _decision_of(row))}
    if not wanted:
        return {}
    known = Decision.objects.visible_to(reader).filter(pk__in=wanted)
    known = known.select_related("candidate__run__request", "project")
    return {row.pk: row for row in known.defer("candidate__result")}


def _decision_of(row: Ask) -> UUID | None:
    return UUID(row.occasion.removeprefix(AFTER)) if row.occasion.startswith(AFTER) else None
