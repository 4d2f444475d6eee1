"""The page of characters compared: what a model said beside what was measured here."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from portal.gates import PersonRequest
from projects import compared_words, palette_words
from projects.models import Candidate
from projects.views.works import of_any


def page(
    request: PersonRequest, candidate: Candidate, pictures: list[dict[str, Any]]
) -> HttpResponse:
    """`pictures` as `compared` tells them: the first is compared with each of the others."""
    result = candidate.result
    rows = [
        {
            **row,
            "shown": pictures[row["picture"] - 1],
            "model": compared_words.VERDICTS[row["said"]],
            "here": compared_words.VERDICTS[row["measured"]],
            "sure": palette_words.percent(row["sure"]) if row["because"] else "",
            "distance": compared_words.distance(row["distance"]),
        }
        for row in result["pairs"]
    ]
    context = {
        **of_any(request.user, candidate),
        "summary": compared_words.alike_summary(result),
        "warnings": palette_words.dropped(result["dropped"]),
        "maker": palette_words.made_by(result),
        "first": pictures[0],
        "rows": rows,
        "consent": result["consent"],
    }
    return render(request, "projects/alike.html", context)
