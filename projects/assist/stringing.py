"""A string-out made of a result of the selects, by its own choice of takes or by a person's.

No media are needed: which frames of a take stay is in its row. The tool itself strings out by
this module, so that what a person chooses is written exactly as the tool would have.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from projects.interchange.refusal import ExportRefused
from projects.interchange.stringout import Piece, StringOut, Take, write_edl, write_otio
from projects.interchange.timecode import day, drops, from_timecode, to_timecode
from projects.media.takes.dead_air import DeadAir, kept

Row = Mapping[str, Any]
Rows = Mapping[str, Row]
#: Takes in order, each once: `take` its name, `whole` whether dead air stays, `spans` the frames
#: that are in, as [start, end) of the take.
Choice = list[dict[str, Any]]


class BadChoice(ValueError):
    """Says which takes cannot be chosen, and why."""


def choose(takes: Rows, names: Sequence[Any], *, whole: bool) -> Choice:
    """Raises `BadChoice` for takes that are not there, that come twice, or for none."""
    unknown = [str(name) for name in names if name not in takes]
    if unknown:
        raise BadChoice(_("not among the takes: %(names)s") % {"names": ", ".join(unknown)})
    if len(set(names)) < len(names):
        raise BadChoice(_("each take is in it once"))
    if not names:
        raise BadChoice(_("choose at least one take"))
    return [
        {"take": name, "whole": whole, "spans": [list(span) for span in spans(takes[name], whole)]}
        for name in names
    ]


def spans(row: Row, whole: bool) -> list[tuple[int, int]]:
    """The frames of a take that stay: all, or those without black ends and dead air."""
    if whole:
        return [(0, row["frames"])]
    dead = [
        DeadAir(one["start"], one["end"], (one["cut"][0], one["cut"][1]), one["by"])
        for one in row["dead_air"]
    ]
    return kept(row["frames"], dead, (row["usable"][0], row["usable"][1]))


def proposed(result: Row) -> Choice:
    """What the tool strung out by itself, as a choice."""
    found: dict[str, Any] = {}
    for piece in result["stringout"]:
        row = found.setdefault(piece["take"], {"take": piece["take"], "spans": []})
        row["spans"].append([piece["start"], piece["end"]])
    for name, row in found.items():
        row["whole"] = row["spans"] == [[0, result["takes"][name]["frames"]]]
    return list(found.values())


def string_out(takes: Rows, choice: Choice) -> StringOut:
    """The pieces of a choice one after the other, ready to be written."""
    pieces = []
    for chosen in choice:
        row = takes[chosen["take"]]
        source = _source(chosen["take"], row)
        pieces += [Piece(source, start, end, _note(row)) for start, end in chosen["spans"]]
    first = takes[choice[0]["take"]] if choice else None
    return StringOut("Selects", tuple(pieces), bool(first and counts_dropped(first)))


def written(cut: StringOut) -> dict[str, str]:
    """`otio`, and `edl` where an EDL can hold it, as texts."""
    texts = {"otio": write_otio(cut)}
    with suppress(ExportRefused):
        texts["edl"] = write_edl(cut)
    return texts


def warnings(cut: StringOut) -> list[dict[str, str]]:
    """What of the string-out an EDL does not hold."""
    told = []
    apart = sorted({piece.take.name for piece in cut.pieces if piece not in cut.at_rate()})
    if apart:
        told.append({"code": "selects:other_rate", "detail": ", ".join(apart)})
    try:
        write_edl(cut)
    except ExportRefused as error:
        told.append({"code": "selects:no_edl", "detail": error.detail or error.code})
    return told


def start(row: Row) -> int:
    """The first frame by the take's timecode; 0 where it has none that its rate can count."""
    try:
        return from_timecode(row["timecode"] or "", Fraction(row["rate"]))
    except ExportRefused:
        return 0


def counts_dropped(row: Row) -> bool:
    return bool(row["timecode"] and start(row) and drops(row["timecode"], Fraction(row["rate"])))


def clock(row: Row, frame: int) -> str:
    """Timecode of a frame of a take; the plain number where no clock counts at its rate."""
    rate, dropped = Fraction(row["rate"]), counts_dropped(row)
    try:
        return to_timecode((start(row) + frame) % day(rate, dropped), rate, dropped)
    except ExportRefused:
        return f"{frame}"


def _source(name: str, row: Row) -> Take:
    heard = row["sound"] is not None
    return Take(name, Fraction(row["rate"]), row["frames"], start(row), heard)


def _note(row: Row) -> str:
    named = ", ".join(row["defects"])
    return f"score {row['score']:.2f}" + (f": {named}" if named else "")
