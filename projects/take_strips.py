"""A take's length as a strip: what may go, what is broken, what sounds like a slate."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.languages.figures import decimals
from projects.assist.stringing import clock

Row = Mapping[str, Any]
#: So many marks of a kind are listed; a take that flickers may have hundreds.
MOST = 8


def strip(row: Row) -> dict[str, Any]:
    """`frames` long. `dead`, `cut`, `frozen`, `ends` as [at, length]; `flashes`, `claps` frames.
    `marks` tells the same in words, each with the frame where it begins; `more` how many are not
    listed.
    """
    heard = row["sound"] or {}
    claps = [one["frame"] for one in heard.get("claps", [])]
    marks = [_dead(row, one) for one in row["dead_air"]]
    for start, end in row["frozen"]:
        marks.append(
            _mark(start, "frozen", _("Frozen %(span)s") % {"span": _span(row, start, end)})
        )
    shown, hidden = row["flash_frames"][:MOST], row["flash_frames"][MOST:]
    for frame in shown:
        marks.append(_mark(frame, "flash", _("Flash %(at)s") % {"at": clock(row, frame)}))
    for frame in claps:
        text = _("Clap %(at)s, perhaps the slate") % {"at": clock(row, frame)}
        marks.append(_mark(min(frame, row["frames"] - 1), "clap", text))
    return {
        "frames": row["frames"],
        "dead": [_part(one["start"], one["end"]) for one in row["dead_air"]],
        "cut": [_part(*one["cut"]) for one in row["dead_air"]],
        "frozen": [_part(start, end) for start, end in row["frozen"]],
        "ends": _ends(row),
        "flashes": list(row["flash_frames"]),
        "claps": claps,
        "first": clock(row, 0),
        "last": clock(row, row["frames"] - 1),
        "marks": sorted(marks, key=lambda mark: mark["frame"]),
        "more": _more(len(hidden)),
    }


def _part(start: int, end: int) -> dict[str, int]:
    return {"at": start, "long": end - start}


def _ends(row: Row) -> list[dict[str, int]]:
    """Black or white at head and tail."""
    start, end = row["usable"]
    parts = [_part(0, start), _part(end, row["frames"])]
    return [part for part in parts if part["long"] > 0]


def _mark(frame: int, kind: str, text: str) -> dict[str, Any]:
    return {"frame": frame, "kind": kind, "text": text}


def _dead(row: Row, one: Row) -> dict[str, Any]:
    span = _span(row, one["start"], one["end"])
    facts = {"span": span, "s": decimals(one["seconds"], 1)}
    if one["by"] == "picture":
        text = _("Dead air %(span)s, by the picture alone: %(s)s s may go") % facts
    else:
        text = _("Dead air %(span)s: %(s)s s may go") % facts
    return _mark(one["start"], "dead", text)


def _span(row: Row, start: int, end: int) -> str:
    return f"{clock(row, start)} – {clock(row, end - 1)}"


def _more(count: int) -> str:
    if not count:
        return ""
    return ngettext("and %(n)s flash more", "and %(n)s flashes more", count) % {"n": count}
