"""The page of takes in order: judged by the tool, chosen by people, strung out, signed."""

import json
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.gates import PersonRequest
from portal.languages.figures import decimals
from projects import selects_words as words
from projects import take_strips
from projects.api.candidates import may_edit
from projects.assist import stringing
from projects.assist.tools.selects import told_apart
from projects.models import Candidate, Revision, Version
from projects.string_outs import string_out
from projects.views.assets import player
from projects.views.works import addresses, of_any, watched

Row = dict[str, Any]


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    known = of_any(request.user, candidate)
    choice = candidate.choice(known["revision"])
    versions, pictures = _versions(candidate), addresses(candidate)
    chosen = {row["take"]: row for row in choice}
    takes = [
        {
            **_take(candidate, name, pictures),
            **_film(request, versions.get(name), known["mark"]),
            "chosen": name in chosen,
        }
        for name in candidate.result["ranking"]
    ]
    by_name = {take["name"]: take for take in takes}
    context = {
        **known,
        "takes": takes,
        "strung": [by_name[name] for name in chosen] + [t for t in takes if not t["chosen"]],
        "whole": _whole(candidate, choice),
        "dead_air": any(map(_has_dead_air, candidate.result["takes"].values())),
        "chosen_said": _chosen_said(candidate, known["revision"], choice),
        "string_warnings": _string_warnings(candidate, known["revision"]),
        "warnings": words.warnings(candidate.result),
        "summary": ngettext("%(n)s take", "%(n)s takes", len(takes)) % {"n": len(takes)},
        "may": {**known["may"], "choose": may_edit(request.user, candidate)},
        "url": reverse("api:candidate-revise", args=[candidate.pk]),
    }
    return render(request, "projects/selects.html", context)


def _versions(candidate: Candidate) -> dict[str, Version]:
    """Take → the version that it is, by the order in which the tool was given them."""
    versions = candidate.run.request.inputs
    prefetch_related_objects(versions, "renditions")
    for version in versions:
        version.project = candidate.project  # known already
    return dict(zip(told_apart([one.file_name for one in versions]), versions, strict=True))


def _whole(candidate: Candidate, choice: list[Row]) -> bool:
    """Whether whole takes were chosen; where none has dead air there was nothing to choose."""
    takes = candidate.result["takes"]
    shorter = any(_has_dead_air(takes[row["take"]]) for row in choice)
    return shorter and all(row["whole"] for row in choice)


def _has_dead_air(row: Row) -> bool:
    return stringing.spans(row, True) != stringing.spans(row, False)


def _take(candidate: Candidate, name: str, pictures: dict[tuple[str, int], str]) -> Row:
    row = candidate.result["takes"][name]
    alone = len(candidate.result["takes"]) == 1
    said = words.reasons(row, alone)
    kept = sum(end - start for start, end in stringing.spans(row, False))
    rate = row["frames"] / row["seconds"] if row["seconds"] else 1
    return {
        "name": name,
        "rank": row["rank"],
        "score": decimals(row["score"], 2),
        "picture": pictures.get(("large", row["rank"] - 1), ""),
        "as_good_as": row["as_good_as"],
        "chips": words.chips(row),
        "reasons": [one["text"] for one in said if one["named"]],
        "slight": [one["text"] for one in said if not one["named"]],
        "sound": words.sound(row),
        "numbers": words.numbers(row),
        "strip": take_strips.strip(row),
        "length": _seconds(row["seconds"]),
        "kept_length": _seconds(kept / rate),
        "whole_seconds": round(row["seconds"], 2),
        "kept_seconds": round(kept / rate, 2),
    }


def _seconds(count: float) -> str:
    return _("%(n)s s") % {"n": decimals(count, 1)}


def _film(request: PersonRequest, version: Version | None, mark: str) -> Row:
    """Where the take is, and what plays it."""
    if version is None:
        return {"url": "", "player": ""}
    shown = player(version, mark, request.user, asks=True)
    return {
        "url": f"{reverse('asset', args=[version.asset_id])}?version={version.number}",
        "player": json.dumps(_dataset(shown)) if shown else "",
    }


def _dataset(shown: Row) -> dict[str, str]:
    """The variables of a player as the attributes of <frame-player>."""
    return {
        "src": shown["src"],
        "rate": shown["rate"],
        "frames": str(shown["frames"]),
        "startFrame": str(shown["start_frame"]),
        "dropFrame": "1" if shown["drop_frame"] else "0",
        "firstNumber": str(shown["first_number"]),
        "timesUrl": shown["times_url"],
        "strip": shown["strip"],
        "waveUrl": shown["wave_url"],
        "copies": shown["copies"],
        "heights": shown["heights"],
        "mark": shown["mark"],
        "name": shown["name"],
    }


def _chosen_said(candidate: Candidate, revision: Revision, choice: list[Row]) -> str:
    """Who chose what now stands there."""
    takes = ngettext("%(n)s take", "%(n)s takes", len(choice)) % {"n": len(choice)}
    if not revision.cut:
        return _("%(takes)s, as the tool proposes: nobody has chosen yet.") % {"takes": takes}
    facts = {"takes": takes, "name": revision.author, "number": revision.number}
    return _("%(takes)s, chosen by %(name)s (r%(number)s).") % facts


def _string_warnings(candidate: Candidate, revision: Revision) -> list[dict[str, str]]:
    cut = string_out(candidate, revision)
    return words.said(stringing.warnings(cut)) if cut else []
