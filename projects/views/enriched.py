"""The page of a script with a model's additions: each with the words it stands on."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from portal.gates import PersonRequest
from projects import palette_words
from projects.models import Candidate
from projects.views.works import of_any, watched

SCENES = 60


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    result = candidate.result
    shown = Paginator(result["scenes"], SCENES).get_page(request.GET.get("page"))
    context = {
        **of_any(request.user, candidate),
        "summary": palette_words.enriched_summary(result),
        "warnings": palette_words.dropped(result["dropped"]),
        "maker": palette_words.made_by(result),
        "page": shown,
        "query": "",
        "scenes": [_scene(scene) for scene in shown.object_list],
    }
    return render(request, "projects/enriched.html", context)


def _scene(scene: dict[str, Any]) -> dict[str, Any]:
    return {
        **scene,
        "plays": palette_words.seconds(scene["seconds"]),
        "added": [_row(one) for one in scene["added"]],
        "known": [_row(one) for one in scene["known"]],
    }


def _row(one: dict[str, Any]) -> dict[str, Any]:
    label = palette_words.ELEMENTS.get(one["kind"], one["kind"])
    return {**one, "label": label, "sure": palette_words.percent(one["sure"])}
