"""Shots in words: the page of one film's, and the search over all of a project."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from projects import describing, palette_words
from projects.models import Candidate, Project, Version
from projects.models.assets import MOVING
from projects.palette_words import PLACES, SIZES
from projects.showing import clock
from projects.views.projects import tabs
from projects.views.works import addresses, of_any, watched

SHOTS = 60


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    result = candidate.result
    shown = Paginator(result["shots"], SHOTS).get_page(request.GET.get("page"))
    pictures = addresses(candidate)
    context = {
        **of_any(request.user, candidate),
        "summary": _summary(result),
        "warnings": palette_words.dropped(result["dropped"]),
        "maker": palette_words.made_by(result),
        "page": shown,
        "query": "",
        "shots": [_shot(candidate.version, row, pictures) for row in shown.object_list],
        "project": candidate.project,
    }
    return render(request, "projects/described.html", context)


def _summary(result: dict[str, Any]) -> str:
    told, whole = sum(bool(row["description"]) for row in result["shots"]), result["input"]["shots"]
    words = ngettext("%(n)s shot described", "%(n)s shots described", told) % {"n": told}
    return words + " · " + _("the film has %(n)s") % {"n": whole}


@gate(Capability.SEE)
def search(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Shots of a project by what is said of them."""
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    words = " ".join(request.GET.get("q", "").split())[: describing.LONGEST]
    among = describing.described(request.user, project)
    hits = describing.search(request.user, project, words, among)
    shown = Paginator(hits, SHOTS).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "tabs": tabs(project, "project_shots"),
        "words": words,
        "described": len(among),
        "page": shown,
        "query": urlencode({"q": words}) + "&" if words else "",
        "count": ngettext("%(n)s shot found", "%(n)s shots found", len(hits)) % {"n": len(hits)},
        "shots": [_hit(hit) for hit in shown.object_list],
        "mark": project.mark_over(request.user),
    }
    return render(request, "projects/shots.html", context)


def _hit(hit: describing.Hit) -> dict[str, Any]:
    version, number = hit.candidate.version, hit.shot["index"] + 1
    place = f"?page={hit.shot['index'] // SHOTS + 1}#shot-{number}"
    row = _shot(version, hit.shot, addresses(hit.candidate))
    return row | {"film": version, "url": hit.candidate.get_absolute_url() + place}


def _shot(
    version: Version, row: dict[str, Any], pictures: dict[tuple[str, int], str]
) -> dict[str, Any]:
    film = version.asset.kind in MOVING
    people = row["people"]
    said = "" if people is None else ngettext("%(n)s person", "%(n)s people", people)
    return {
        **row,
        "number": row["index"] + 1,
        "picture": _small(version, row["frame"]) or pictures.get(("large", row["index"]), ""),
        "first": clock(version, row["start"]) if film else "",
        "last": clock(version, row["end"] - 1) if film else "",
        "facts": [
            SIZES.get(row["size"], ""),
            said % {"n": people} if said else "",
            PLACES.get(row["place"], ""),
            row["setting"],
        ],
    }


def _small(version: Version, frame: int) -> str:
    """The very frame, small, from the viewing copy; nothing where there is none."""
    plays = version.asset.kind in MOVING and version.rendition("proxy")
    there = plays and frame < (version.frames or 0)
    return reverse("frame", args=[version.pk, frame]) if there else ""
