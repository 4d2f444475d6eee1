"""The page of character continuity: who is in which shot, and what of them changes."""

from pathlib import PurePath
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.access import Capability
from portal.gates import PersonRequest
from projects import cast_words as words
from projects.models import Candidate, Version
from projects.showing import clock
from projects.views.works import addresses, of_any, watched

Row = dict[str, Any]
CELLS = 120  # shots, up to which each has a cell of its own in a strip
SHOWN = 12  # changes of one person that stand open


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    result, person = candidate.result, request.user
    context = of_any(person, candidate)
    context["may"] |= {"ask": person.can(Capability.REQUEST, candidate.studio_id)}
    context |= {
        "summary": words.summary(result),
        "how": words.numbers(result, candidate.run.request),
        "warnings": words.warnings(result.get("warnings", [])),
        "characters": _Characters(candidate).rows(),
        "regions": words.REGIONS,
        "shots": _shots(result, candidate.version),
    }
    return render(request, "projects/cast.html", context)


class _Characters:
    """The lines of people, each with the places of their face at hand."""

    def __init__(self, candidate: Candidate) -> None:
        self.result, self.version = candidate.result, candidate.version
        self.found = addresses(candidate)
        self.boxes = {
            (shot["index"], one["character"]): one["boxes"]
            for shot in self.result["shots"]
            for one in shot["people"]
        }

    def rows(self) -> list[Row]:
        return [self._one(n, row) for n, row in enumerate(self.result["characters"], 1)]

    def _one(self, number: int, row: Row) -> Row:
        changed = [drift for drift in row["drift"] if drift["noticed"]]
        state, word = words.standing(row["shots"], len(changed))
        hero = self.picture(row["character"], **row["hero"])
        told = [self._change(row["character"], drift, hero) for drift in changed]
        return {
            "number": number,
            "name": words.named(row["character"]),
            "state": state,
            "word": word,
            "where": words.where(row["shots"], len(self.result["shots"])),
            "strip": strip(row["shots"], [d["shot"] for d in changed], len(self.result["shots"])),
            "hero": hero,
            "changes": told[:SHOWN],
            "more": told[SHOWN:],
            "numbers": [_numbers(drift) for drift in row["drift"]],
        }

    def picture(self, character: str, shot: int, frame: int) -> Row:
        """A frame of the film with the place of a face in it, in thousandths of the picture."""
        box = self.boxes.get((shot, character), {}).get(f"{frame}")
        return {
            "shot": shot + 1,
            "clock": clock(self.version, frame),
            "url": reverse("frame", args=[self.version.pk, frame]),
            "box": [round(1000 * side) for side in box] if box else None,
        }

    def _change(self, character: str, drift: Row, hero: Row) -> Row:
        look = drift.get("look")
        if look is None and drift.get("beside"):  # from before it was written
            look = int(PurePath(drift["beside"]).name.partition("_")[0])
        return {
            **self.picture(character, drift["shot"], drift["frame"]),
            "said": words.changes(drift["regions"]),
            "both": "" if look is None else self.found.get(("large", look), ""),
            "hero": hero,
        }


def strip(shots: list[int], changed: list[int], of: int) -> Row:
    """Runs of shots as (left, width), one unit a shot; those with a change apart."""
    plain = set(shots) - set(changed)
    return {
        "of": of,
        "runs": [(a, b - a + 1) for a, b in words.spans(plain)],
        "changed": [(a, b - a + 1) for a, b in words.spans(changed)],
        "cells": range(1, of) if of <= CELLS else (),
    }


def _numbers(drift: Row) -> Row:
    found = words.measured(drift["regions"])
    return {
        "shot": drift["shot"] + 1,
        "frame": drift["frame"],
        "cells": [found.get(region) for region in words.REGIONS],
    }


def _shots(result: Row, version: Version) -> list[Row]:
    at = {row["character"]: number for number, row in enumerate(result["characters"], 1)}
    return [_shot(row, version, at) for row in result["shots"]]


def _shot(row: Row, version: Version, at: dict[str, int]) -> Row:
    middle = (row["start"] + row["end"]) // 2
    return {
        "number": row["index"] + 1,
        "thumbnail": reverse("frame", args=[version.pk, middle]),
        "begins": clock(version, row["start"]),
        "ends": clock(version, row["end"]),
        "people": [
            {
                "number": at.get(one["character"]),
                "name": words.named(one["character"]),
                "sure": words.sure(one["sure"]),
                "by": words.FOUND_BY.get(one["by"], one["by"]),
            }
            for one in row["people"]
        ],
    }
