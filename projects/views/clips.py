"""The page of a film that a provider made: played beside the frame that it goes on from."""

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from portal.gates import PersonRequest
from projects import palette_words
from projects.models import Candidate
from projects.showing import clock
from projects.views.works import addresses, of_any, watched


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    result, found = candidate.result, addresses(candidate)
    known = of_any(request.user, candidate)
    context = {
        **known,
        "summary": palette_words.clip_summary(result),
        "warnings": palette_words.clip_differs(result),
        "maker": palette_words.made_by(result),
        "numbers": palette_words.clip_numbers(result),
        "place": palette_words.clip_place(result, _clock(candidate)),
        "after": result["grows"] == "after",
        "player": _player(candidate, found, known["mark"]),
        "sent": found.get(("large", 1), ""),
        "met": found.get(("large", 2), ""),
        "size": (result["came"]["width"], result["came"]["height"]),
    }
    return render(request, "projects/clip.html", context)


def _clock(candidate: Candidate) -> str:
    """Where in the film the frame stands that was sent; nothing of a picture."""
    version = candidate.version
    return clock(version, candidate.result["frame"]) if version.frames and version.rate else ""


def _player(
    candidate: Candidate, found: dict[tuple[str, int], str], mark: str
) -> dict[str, Any] | None:
    """Variables of the player; None where the project burns names: nothing burns them in here."""
    if candidate.project.burns or ("large", 0) not in found:
        return None
    shown = candidate.result["proxy"]
    rate = Fraction(candidate.result["came"]["rate"])
    return {
        "src": found["large", 0],
        "rate": f"{rate.numerator}/{rate.denominator}",
        "frames": shown["frames"],
        "name": candidate.version.file_name,
        "mark": mark,
    }
