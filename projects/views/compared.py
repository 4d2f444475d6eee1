"""The page of pictures that a model compared: both, with what differs marked in each."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.gates import PersonRequest
from projects import compared_words, palette_words
from projects.assist.tools import character_vision
from projects.models import Candidate, Version
from projects.models.assets import MOVING
from projects.showing import clock
from projects.views import alike
from projects.views.works import addresses, of_any, watched


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    result = candidate.result
    if result["tool"] == character_vision.NAME:
        return alike.page(request, candidate, _pictures(candidate))
    context = {
        **of_any(request.user, candidate),
        "summary": compared_words.summary(result),
        "warnings": palette_words.dropped(result["dropped"]),
        "maker": palette_words.made_by(result),
        "pictures": _pictures(candidate),
    }
    rows = [_difference(n, row) for n, row in enumerate(result["differences"], 1)]
    for at, picture in enumerate(context["pictures"]):
        here = [(row["number"], row["boxes"][at]) for row in rows]
        picture["boxes"] = [{**box, "number": number} for number, box in here if box]
    return render(request, "projects/differences.html", {**context, "differences": rows})


def _pictures(candidate: Candidate) -> list[dict[str, Any]]:
    """Those that were sent, each with its place in its film."""
    found, versions = addresses(candidate), candidate.run.request.inputs
    return [
        {
            "url": found.get(("large", at), ""),
            "said": _place(versions, row),
            "width": row["width"],
            "height": row["height"],
        }
        for at, row in enumerate(candidate.result["frames"])
    ]


def _place(versions: list[Version], row: dict[str, Any]) -> str:
    if row["input"] >= len(versions):
        return ""
    version = versions[row["input"]]
    if version.asset.kind not in MOVING:
        return str(version.asset)
    facts = {"name": version.asset, "n": row["frame"], "clock": clock(version, row["frame"])}
    return _("%(name)s, frame %(n)s, %(clock)s") % facts


def _difference(number: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "number": number,
        "label": compared_words.KINDS.get(row["kind"], row["kind"]),
        "sure": palette_words.percent(row["sure"]),
        "boxes": [_box(box) for box in row["boxes"]],
    }


def _box(box: list[float] | None) -> dict[str, float] | None:
    """In thousandths of the picture, as it is drawn."""
    if box is None:
        return None
    left, top, wide, high = (round(1000 * n, 1) for n in box)
    place = {"left": left / 10, "top": top / 10}  # of its number, in hundredths
    return {"x": left, "y": top, "width": wide, "height": high, **place}
