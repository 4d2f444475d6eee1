"""What the pages of all candidates that are files have in common."""

from typing import Any

from django.urls import reverse

from portal.access import Capability
from portal.gates import PersonRequest
from projects.disclosure import classes
from projects.models import Candidate
from projects.taking import takeable
from projects.viewing import viewed
from projects.views.projects import crumbs_of


def watched(request: PersonRequest, candidate: Candidate) -> None:
    """Whoever looks at such work has seen something of each file that it was made from."""
    for version in candidate.run.request.inputs:
        version.project = candidate.project  # known already
        viewed(actor=request.user, version=version)


def of_any(user: Any, candidate: Candidate) -> dict[str, Any]:
    """What every page of a candidate's files needs: to look, to sign, to take away."""
    decision, version = candidate.decision, candidate.version
    return {
        "candidate": candidate,
        "revision": candidate.latest,
        "decision": decision,
        "decisions": candidate.decisions.all(),
        "revisions": candidate.revisions.select_related("made_by").order_by("-number")[:20],
        "files": takeable(candidate),
        "mark": candidate.project.mark_over(user),
        "may": {"decide": user.can(Capability.DECIDE, candidate.studio_id)},
        "disclosed": classes.of_result(candidate) != classes.NONE,
        "answer": decision is not None and decision.responses.filter(person=user).exists(),
        "crumbs": crumbs_of(
            candidate.project,
            {"label": version.asset.name, "url": f"/assets/{version.asset_id}/"},
            {"label": str(candidate.run)},
        ),
    }


def addresses(candidate: Candidate) -> dict[tuple[str, int], str]:
    """(role, index) of each file that is there to be looked at → its address."""
    return {
        (row.role, row.index): reverse("rendition", args=[row.pk])
        for row in candidate.renditions.all()
    }
