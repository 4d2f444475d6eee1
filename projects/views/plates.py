"""The page of a clean plate: looked at, compared with its shot, signed, taken away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access import Capability
from portal.gates import PersonRequest
from projects import plate_words
from projects.models import Candidate
from projects.showing import clock
from projects.taking import takeable
from projects.viewing import viewed
from projects.views.projects import crumbs_of


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    viewed(actor=request.user, version=candidate.version)
    result = candidate.result
    context = {
        **of_any(request.user, candidate),
        "shown": _shown(candidate),
        "warnings": plate_words.warnings(result),
        "numbers": plate_words.numbers(result),
    }
    return render(request, "projects/plate.html", context)


def of_any(user: Any, candidate: Candidate) -> dict[str, Any]:
    """What every page of a candidate's files needs: to look, to sign, to take away."""
    decision, version = candidate.decision, candidate.version
    return {
        "candidate": candidate,
        "revision": candidate.latest,
        "decision": decision,
        "decisions": candidate.decisions.all(),
        "revisions": candidate.revisions.select_related("made_by"),
        "files": takeable(candidate),
        "mark": candidate.project.mark_over(user),
        "may": {"decide": user.can(Capability.DECIDE, candidate.studio_id)},
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


def _shown(candidate: Candidate) -> dict[str, Any]:
    """The plate, the frame it is compared with, and what lies over it."""
    result, found = candidate.result, addresses(candidate)
    frame = result["example"]
    said = _("frame %(frame)s of the shot, %(clock)s") % {
        "frame": frame,
        "clock": clock(candidate.version, frame),
    }
    return {
        "plate": found.get(("large", 0), ""),
        "frame": found.get(("large", 1), ""),
        "overlay": found.get(("overlay", 0), "") if _to_be_shown(result) else "",
        "width": result["width"],
        "height": result["height"],
        "frame_said": said,
    }


def _to_be_shown(result: dict[str, Any]) -> bool:
    """Where everything is sure there is nothing to lay over it."""
    return result["never_seen"] > 0 or result["doubtful"] > 0
