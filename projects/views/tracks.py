"""The page of a track: watched with its outline, looked at frame by frame, signed, taken away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from portal.gates import PersonRequest
from portal.languages.figures import decimals
from projects import track_words
from projects.models import Candidate
from projects.showing import start_frame
from projects.taking import Takeable
from projects.track_strips import strips
from projects.views.works import addresses, of_any, watched


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    result, version, found = candidate.result, candidate.version, addresses(candidate)
    known = of_any(request.user, candidate)
    state, word = track_words.verdict(result)
    context = {
        **known,
        "state": state,
        "word": word,
        "summary": track_words.summary(result, version),
        "warnings": track_words.warnings(result, version),
        "numbers": track_words.numbers(result, version),
        "strip": strips(result),
        "player": _player(candidate, found, known["mark"]),
        "outline": _outline(result),
        "jumps": _jumps(candidate),
        **_looks(candidate, found),
        "uses": _uses(known["files"]),
        "size": (round(result["width"] * result.get("pixel_aspect", 1)), result["height"]),
        "least": f"{100 * min(row['certainty'] for row in result['frames']):.0f} %",
        "most": decimals(track_words.worst(result)["strays"], 2),
    }
    return render(request, "projects/track.html", context)


def _player(
    candidate: Candidate, found: dict[tuple[str, int], str], mark: str
) -> dict[str, Any] | None:
    """Variables of the player; None where the project burns names: nothing burns them in here."""
    result, version = candidate.result, candidate.version
    if candidate.project.burns or ("large", 0) not in found:
        return None
    return {
        "src": found["large", 0],
        "rate": result["rate"],
        "frames": len(result["frames"]),
        "start_frame": start_frame(version) + result["first"],
        "first_number": result["first"],
        "drop_frame": version.drop_frame,
        "name": version.file_name,
        "mark": mark,
    }


def _outline(result: dict[str, Any]) -> dict[str, Any]:
    """Corners by frame for a picture of square pixels, where the preview does not show them."""
    aspect = result.get("pixel_aspect", 1)
    rows = result["frames"] if result["inserted"] else []
    return {
        "first": result["first"],
        "width": result["width"] * aspect,
        "height": result["height"],
        "corners": [
            [[round(x * aspect, 1), round(y, 1)] for x, y in row["corners"]] for row in rows
        ],
    }


def _jumps(candidate: Candidate) -> dict[str, int]:
    result = candidate.result
    first = result["first"]
    weak = track_words.ranges(result["frames"])
    return {
        "marked": result["at"] - first,
        "worst": track_words.worst(result)["frame"] - first,
        "weak": weak[0][0] - first if weak else -1,
    }


def _looks(candidate: Candidate, found: dict[tuple[str, int], str]) -> dict[str, Any]:
    """Pictures of the marked frame, of the worst, and of some others."""
    result, version = candidate.result, candidate.version
    rows = [
        {
            "frame": look["frame"],
            "place": track_words.place(version, look["frame"]),
            "before": found.get(("large", look["before"]), ""),
            "after": found.get(("large", look["after"]), ""),
        }
        for look in result.get("looks", [])
    ]
    by = {row["frame"]: row for row in rows}
    bad = track_words.worst(result)["frame"]
    pair = [by.get(result["at"]), by.get(bad) if bad != result["at"] else None]
    return {
        "marked": pair[0],
        "worst": pair[1],
        "others": [row for row in rows if row not in pair],
    }


def _uses(files: list[Takeable]) -> list[dict[str, Any]]:
    return [
        {"title": file.title, "use": track_words.USES[file.row.role]}
        for file in files
        if file.row.role in track_words.USES
    ]
