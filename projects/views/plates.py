"""The page of a clean plate: looked at, compared with its shot, signed, taken away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.gates import PersonRequest
from projects import plate_words
from projects.models import Candidate
from projects.showing import clock
from projects.views.works import addresses, of_any, watched


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    result = candidate.result
    context = {
        **of_any(request.user, candidate),
        "shown": _shown(candidate),
        "warnings": plate_words.warnings(result),
        "numbers": plate_words.numbers(result),
    }
    return render(request, "projects/plate.html", context)


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
