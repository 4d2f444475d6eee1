"""The page of a cut comparison: both cuts as strips, and every shot that was changed."""

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.gates import PersonRequest
from projects import change_words as words
from projects.change_strips import strips
from projects.models import Candidate, Version
from projects.showing import clock
from projects.views.works import addresses, of_any, watched

Row = dict[str, Any]


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions. `?change=` shows some only."""
    watched(request, candidate)
    result, wanted = candidate.result, request.GET.get("change", "")
    films = _films(candidate)
    known = {row["change"] for row in _rows(result)}
    wanted = wanted if wanted in known else ""
    entries = _entries(candidate, films, wanted)
    context = {
        **of_any(request.user, candidate),
        "films": films,
        "summary": words.summary(result["summary"], _longer(result)),
        "warnings": words.warnings(result.get("warnings", []), result["shots"]),
        "strips": strips(
            result, films[0]["clock"], films[1]["clock"], [entry["id"] for entry in entries]
        ),
        "chips": _chips(result, wanted),
        "groups": _groups(entries, folded=not wanted),
        "changed": any(row["change"] != "kept" for row in _rows(result)),
    }
    return render(request, "projects/changes.html", context)


def _films(candidate: Candidate) -> list[Row]:
    """The earlier and the later cut: which version, and how its frames are told."""
    found: list[Row] = []
    names = (_("Earlier"), _("Later"))
    for name, part, version in zip(
        names, ("earlier", "later"), candidate.run.request.inputs, strict=True
    ):
        told = candidate.result[part]
        found.append(
            {
                "label": name,
                "name": f"{version.asset.name} v{version.number}",
                "url": f"{reverse('asset', args=[version.asset_id])}?version={version.number}",
                "length": words.lasting(float(told["frames"] / Fraction(told["rate"]))),
                "clock": _clock_of(version),
            }
        )
    return found


def _clock_of(version: Version) -> Any:
    def told(start: int, end: int) -> str:
        return f"{clock(version, start)}–{clock(version, end)}"

    return told


def _longer(result: Row) -> float:
    ends = [
        result[film]["frames"] / Fraction(result[film]["rate"]) for film in ("later", "earlier")
    ]
    return float(ends[0] - ends[1])


def _gone(result: Row) -> list[Row]:
    return [row for row in result["earlier_shots"] if not row["shown_in"]]


def _rows(result: Row) -> list[Row]:
    """Shots of the later film, and of the earlier those that are gone."""
    return [*result["shots"], *_gone(result)]


def _chips(result: Row, wanted: str) -> list[Row]:
    counts = result["summary"]
    every = {"label": _("all"), "url": "?", "current": not wanted, "count": sum(counts.values())}
    found = [
        {
            "label": words.word(change),
            "url": f"?change={change}",
            "current": change == wanted,
            "count": counts[change],
        }
        for change in words.CHANGES
        if counts.get(change)
    ]
    return [every, *found] if len(found) > 1 else []


def _entries(candidate: Candidate, films: list[Row], wanted: str) -> list[Row]:
    """In the order of the later film; what is lost stands where it would be."""
    result, pictures = candidate.result, addresses(candidate)
    placed = [(row["start"], 1, row["index"], row, False) for row in result["shots"]]
    placed += [(row["at"], 0, row["index"], row, True) for row in _gone(result)]
    return [
        _entry(row, gone, films, pictures)
        for *_place, row, gone in sorted(placed, key=lambda place: place[:3])
        if not wanted or row["change"] == wanted
    ]


def _entry(row: Row, gone: bool, films: list[Row], pictures: dict[tuple[str, int], str]) -> Row:
    number, change = row["index"] + 1, row["change"]
    title = _("Earlier shot %(n)s") if gone else _("Shot %(n)s")
    earlier, later = (film["clock"] for film in films)
    return {
        "id": f"{'lost' if gone else 'shot'}-{number}",
        "title": title % {"n": number},
        "number": number,
        "change": change,
        "letter": words.letter(change),
        "word": words.word(change),
        "said": words.sentence(row),
        "doubtful": words.differs(row),
        "sure": words.certainty(row) if change != "kept" or words.differs(row) else "",
        "picture": pictures.get(("large", row.get("look", -1)), ""),
        "earlier": _sources(row, gone, earlier),
        "later": "" if gone else later(row["start"], row["end"]),
        "gone": gone,
    }


def _sources(row: Row, gone: bool, earlier: Any) -> list[Row]:
    """Which frames of which earlier shots it shows."""
    if gone:
        return [{"number": row["index"] + 1, "clock": earlier(row["start"], row["end"])}]
    return [
        {"number": one["shot"] + 1, "clock": earlier(one["start"], one["end"])}
        for one in row["earlier"]
    ]


def _groups(entries: list[Row], folded: bool) -> list[Row]:
    """Entries in order; runs of kept shots, which say nothing new, are a group to be folded."""
    groups: list[Row] = []
    for entry in entries:
        fold = folded and entry["change"] == "kept" and not entry["doubtful"]
        if not groups or groups[-1]["folded"] != fold:
            groups.append({"folded": fold, "entries": []})
        groups[-1]["entries"].append(entry)
    return groups
