"""The page of a shot match: hero, before and after of every shot, signed and taken away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from portal.gates import PersonRequest
from projects import match_words
from projects.models import Candidate
from projects.taking import Takeable
from projects.views.works import addresses, of_any, watched


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    rows, known, found = (
        candidate.result["shots"],
        of_any(request.user, candidate),
        addresses(candidate),
    )
    context = {
        **known,
        "files": [file for file in known["files"] if not file.of_a_shot],
        "hero": candidate.result["hero"]["name"],
        "hero_url": found.get(("large", 0), ""),
        "shots": [_shot(row, found, known["files"]) for row in rows],
        "warnings": match_words.warnings(rows, candidate.result.get("warnings", [])),
    }
    return render(request, "projects/match.html", context)


def _shot(
    row: dict[str, Any], found: dict[tuple[str, int], str], files: list[Takeable]
) -> dict[str, Any]:
    looks = row.get("looks", {})
    state, word = match_words.state(row)
    return {
        "number": row["index"],
        "name": row["name"],
        "state": state,
        "word": word,
        "said": match_words.sentence(row),
        "corrected": row["verdict"] in ("drift", "weak"),
        "before": found.get(("large", looks.get("before", -1)), ""),
        "after": found.get(("large", looks.get("after", -1)), ""),
        "measured": match_words.measured(row),
        "decision": match_words.decision(row),
        "behind": match_words.behind(row),
        "files": [file for file in files if file.of_a_shot and file.row.index == row["index"]],
    }
