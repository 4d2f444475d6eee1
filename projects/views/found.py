"""The page of shots found again: each shot beside what it shows, signed, taken away."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.gates import PersonRequest
from projects import found_words
from projects.models import Candidate, Version
from projects.models.assets import MOVING
from projects.showing import clock
from projects.views.works import addresses, of_any, watched

#: As many shots as one page shows.
SHOTS = 100
#: `?show=` → the verdicts it leaves.
SHOWN = {"found": ("shown",), "perhaps": ("perhaps",), "nothing": ("none",)}
EVERY: Sequence[str] = tuple(found_words.STATES)
_SEEN = ("shown", "perhaps")
Row = dict[str, Any]


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    result, wanted = candidate.result, request.GET.get("show", "")
    references = _references(candidate)
    rows = [row for row in result["shots"] if row["verdict"] in SHOWN.get(wanted, EVERY)]
    shown = Paginator(rows, SHOTS).get_page(request.GET.get("page"))
    pictures = addresses(candidate)
    context = {
        **of_any(request.user, candidate),
        "summary": found_words.summary(result),
        "warnings": found_words.warnings(result),
        "references": references,
        "chips": _chips(result, wanted),
        "page": shown,
        "query": urlencode({"show": wanted}) + "&" if wanted in SHOWN else "",
        "shots": [_shot(candidate, row, references, pictures) for row in shown.object_list],
        "film": candidate.version,
    }
    return render(request, "projects/found.html", context)


def _chips(result: Row, wanted: str) -> list[Row]:
    words = {"found": _("found"), "perhaps": _("perhaps"), "nothing": _("nothing")}
    rows = result["shots"]
    chips = [{"label": _("all"), "url": "?", "current": wanted not in SHOWN, "count": len(rows)}]
    for name, label in words.items():
        count = sum(row["verdict"] in SHOWN[name] for row in rows)
        chips.append(
            {"label": label, "url": f"?show={name}", "current": wanted == name, "count": count}
        )
    return chips


def _references(candidate: Candidate) -> list[Row]:
    """What was looked for, in the order of the request, and which shots show it."""
    versions = candidate.run.request.inputs[1:]
    prefetch_related_objects(versions, "renditions")
    rows = candidate.result["shots"]
    found = []
    for number, one in enumerate(candidate.result["references"]):
        mine = [row for row in rows if row["reference"] == number]
        shown, perhaps = ([r["index"] for r in mine if r["verdict"] == v] for v in _SEEN)
        version = versions[number] if number < len(versions) else None
        found.append(
            {
                **one,
                "version": version,
                "url": _asset(version),
                "picture": version.poster_url if version else "",
                "said": found_words.seen_in(shown, perhaps),
                "where": [_place(index) for index in shown or perhaps],
                "perhaps": [_place(index) for index in perhaps] if shown else [],
            }
        )
    return found


def _asset(version: Version | None) -> str:
    if version is None:
        return ""
    return f"{reverse('asset', args=[version.asset_id])}?version={version.number}"


def _place(index: int) -> Row:
    """Where the shot stands among all shots of the film."""
    number, at = index + 1, index // SHOTS + 1
    return {"number": number, "url": (f"?page={at}" if at > 1 else "?") + f"#shot-{number}"}


def _shot(
    candidate: Candidate, row: Row, references: list[Row], pictures: dict[tuple[str, int], str]
) -> Row:
    def at(frame: int) -> str:
        return clock(candidate.version, frame)

    state, word = found_words.STATES[row["verdict"]]
    known = references[row["reference"]] if row["reference"] is not None else None
    return {
        "number": row["index"] + 1,
        "picture": _very(candidate.version, row.get("frame"))
        or pictures.get(("large", row["index"]), ""),
        "first": at(row["start"]),
        "last": at(row["end"] - 1),
        "state": state,
        "word": word,
        "said": found_words.sentence(row, bool(known and known["still"]), at),
        "certainty": found_words.certainty(row),
        "reference": known,
        "beside": _moment(known, row) if known else "",
        "frames": _("%(a)s to %(b)s") % {"a": row["start"], "b": row["end"] - 1},
        "others": [
            {
                "said": found_words.other(other),
                "url": references[other["reference"]]["url"],
                "certainty": found_words.certainty(other),
            }
            for other in row["others"]
        ],
    }


def _moment(reference: Row, row: Row) -> str:
    """The reference's picture: of a clip, the very frame that is like the shot."""
    return _very(reference["version"], row.get("reference_frame")) or str(reference["picture"])


def _very(version: Version | None, frame: int | None) -> str:
    """The very frame of a film, or nothing: what is compared is seen at the moment it is alike."""
    if version is None or frame is None or frame >= (version.frames or 0):
        return ""
    plays = version.asset.kind in MOVING and version.rendition("proxy")
    return reverse("frame", args=[version.pk, frame]) if plays else ""
