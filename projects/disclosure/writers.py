"""The writers' disclosure: what AI made of scripts, and which of it writers were given."""

from typing import Any

from django.utils.translation import gettext as _

from projects.disclosure.links import row
from projects.models import Candidate, Project, WriterNotice

Line = dict[str, Any]
#: What is made of a script in words.
KINDS = (Candidate.Kind.SCRIPT, Candidate.Kind.ENRICHED)


def material(project: Project) -> list[Line]:
    """A line for each result in words that a script gave, with the notices to writers."""
    rows = Candidate.objects.filter(project=project, kind__in=KINDS).defer("result")
    rows = rows.select_related("run__request", "version__asset")
    rows = rows.prefetch_related("writer_notices").order_by("created_at", "pk")
    return [_line(candidate) for candidate in rows]


def _line(candidate: Candidate) -> Line:
    run = candidate.run
    return {
        "of": candidate.version.shown_name,
        "what": f"{run} {candidate.number}",
        "by": run.whose,
        "trained": run.request.definition.remote,
        "label": label(run.request.definition.remote),
        "given": [_given(notice) for notice in candidate.writer_notices.all()],
        "row": row(candidate),
    }


def label(trained: bool) -> str:
    """What stands on it. It is no writer's work either way."""
    if trained:
        return _("Made with AI. Not literary material, not source material; AI is not a writer.")
    return _("Counted from the script by rules, without a trained model. Not literary material.")


def _given(notice: WriterNotice) -> Line:
    return {
        "writer": notice.writer,
        "on": notice.on.isoformat(),
        "agreed": notice.agreed,
        "said_by": notice.person_name,
        "row": row(notice, at=f"/projects/{notice.project_id}/disclosure/"),
    }
