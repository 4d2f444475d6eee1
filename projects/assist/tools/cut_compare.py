"""Two cuts of a film compared: the first input is the earlier cut, the second the later one."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist.contract import (
    Inputs,
    Outcome,
    OutputFile,
    Parameters,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.assist.tools.cut_compare_files import sentence, write_lists
from projects.interchange.changes_otio import Media
from projects.media.carrying.looking import Looked, look_closely
from projects.media.cuts.changes import NEW, Change
from projects.media.cuts.comparing import Comparison, Fate, compare
from projects.media.cuts.pairs import Candidates, write_pairs
from projects.media.frames import NoPicture, Unreadable
from projects.media.shots.transitions import DISSOLVE, FADE, Transition

NAME, VERSION = "cut_compare", "1.0"
Row = dict[str, Any]


class CutCompareParameters(Parameters):
    """What the person may choose."""

    picture_width: int = Field(
        320,
        ge=64,
        le=1280,
        title="Picture width",
        description="Width of the pictures taken of either film for the pairs (pixels).",
    )


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Compare the second input with the first.

    `result.json`: `earlier`, `later` (name, frames, rate, width, height), `shots` of the later
    film and `earlier_shots` (see `_later_row` and `_earlier_row`), `summary` (shots by change),
    `warnings`. Frames count from 0, `end` is exclusive. Shots that were changed, or kept though
    they look otherwise, have a `picture`, the file of their pair, `look`, its number among the
    files of role `large`, and `alike`: how well both pictures of the pair agree (-1..1, None where
    that says nothing).
    """
    assert isinstance(parameters, CutCompareParameters)
    if len(inputs) != 2:
        raise ToolRefused("cuts:two_films", _count(len(inputs)))
    wide = parameters.picture_width
    apart = folder / "earlier_parts", folder / "later_parts"
    before = _looked(inputs[0], apart[0], wide, lambda s: progress("earlier", 0.4 * s))
    try:
        after = _looked(inputs[1], apart[1], wide, lambda s: progress("later", 0.4 + 0.4 * s))
    except ToolRefused:
        before.parts.remove()
        raise
    found = compare(
        before.seen,
        after.seen,
        lambda share: progress("matching", 0.8 + 0.1 * share),
        (_gradual(before), _gradual(after)),
    )
    result = _result(inputs, before, after, found)
    files = _pictures(found, before, after, folder, result, progress)
    medias = [_media(item, looked) for item, looked in zip(inputs, (before, after), strict=True)]
    files += write_lists(folder, result, *medias)
    for looked in (before, after):
        looked.parts.remove()
    path = folder / "result.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    files.append(OutputFile(path, "numbers", "application/json"))
    return [Outcome(result, files, kind="changes")]


def _count(films: int) -> str:
    return "one file" if films == 1 else f"{films} files"


def _looked(item: ToolInput, folder: Path, wide: int, tell: Callable[[float], None]) -> Looked:
    try:
        return look_closely(item.path, folder, tell, wide, None)
    except NoPicture as error:
        raise ToolRefused("tool:no_picture", item.name) from error
    except Unreadable as error:
        raise ToolRefused("tool:unreadable", item.name) from error


def _gradual(looked: Looked) -> list[int]:
    return [t.boundary for t in looked.transitions if t.kind in (DISSOLVE, FADE)]


def _media(item: ToolInput, looked: Looked) -> Media:
    return Media(item.name, looked.seen.frames, looked.seen.rate)


def _result(inputs: Sequence[ToolInput], before: Looked, after: Looked, found: Comparison) -> Row:
    rows = [_later_row(n, row, found, after) for n, row in enumerate(found.later)]
    mine = [_earlier_row(n, fate, found, before) for n, fate in enumerate(found.earlier)]
    words = [row["change"] for row in rows] + [
        fate.change for fate in found.earlier if not fate.shown
    ]
    return {
        "tool": NAME,
        "version": VERSION,
        "earlier": _about(inputs[0], before),
        "later": _about(inputs[1], after),
        "shots": rows,
        "earlier_shots": mine,
        "summary": {word: words.count(word) for word in sorted(set(words))},
        "warnings": _warnings(inputs, before, after, found),
    }


def _about(item: ToolInput, looked: Looked) -> Row:
    rate = looked.seen.rate
    size = {"width": looked.film.width, "height": looked.film.height}
    told = {"name": item.name, "frames": looked.seen.frames}
    return told | {"rate": f"{rate.numerator}/{rate.denominator}", **size}


def _later_row(number: int, row: Change, found: Comparison, looked: Looked) -> Row:
    """A shot of the later film.

    `change` is the first of `changes`: kept, moved, trimmed, extended, split, joined, repeated,
    retimed, new, or unsure (not recognised). `head` and `tail`: frames trimmed (above 0) or added
    (below) against the earlier shot, at the later film's rate; `unseen`: frames that are nowhere
    in the earlier film. `earlier`: which frames of which shots of the earlier film it shows.
    `confidence` 0..1; `exact` is false where neighbouring frames look alike, so that numbers are
    about right. `told` says it in words.
    """
    told: Row = {
        "index": number,
        "start": row.start,
        "end": row.end,
        "transition": _head(row.start, looked),
        "change": row.change,
        "changes": row.words,
        "head": row.head,
        "tail": row.tail,
        "unseen": row.unseen,
        "speed": row.speed,
        "earlier": _sources(row, found),
        "confidence": round(min(1.0, row.confidence), 3),
        "exact": row.exact,
    }
    return told | {"told": sentence(told)}


def _sources(row: Change, found: Comparison) -> list[Row]:
    if row.retimed:
        shot, source = row.retimed
        ends = [(shot, source.start, source.end - source.start)]
    else:
        ends = [(part.shot, part.since, part.length) for part in row.parts]
    return [
        {"shot": shot, "start": found.own(start), "end": found.own(start + length - 1) + 1}
        for shot, start, length in ends
    ]


def _earlier_row(number: int, fate: Fate, found: Comparison, looked: Looked) -> Row:
    """A shot of the earlier film: `shown_in` which later ones, `lost` which frames are in none.

    `change` is that of the first later shot, `lost`, or `unsure` where nothing is to be seen. A
    lost shot has `at`, the frame of the later film where it would stand.
    """
    told: Row = {
        "index": number,
        "start": fate.start,
        "end": fate.end,
        "transition": _head(fate.start, looked),
        "change": fate.change,
        "changes": [fate.change],
        "shown_in": list(fate.shown),
        "lost": [list(span) for span in fate.lost],
        "confidence": round(max(0.0, min(1.0, fate.confidence)), 3),
        "exact": True,
    }
    if fate.shown:
        return told
    return told | {"at": _place(number, found), "told": sentence(told)}


def _place(number: int, found: Comparison) -> int:
    """After what was before it and is still there."""
    for fate in reversed(found.earlier[:number]):
        if fate.shown:
            return found.later[fate.shown[-1]].end
    return 0


def _head(start: int, looked: Looked) -> Row | None:
    """The transition into a shot, as this film has it."""
    near: list[Transition] = [t for t in looked.transitions if abs(t.boundary - start) <= 2]
    if not near or start == 0:
        return None
    best = min(near, key=lambda t: abs(t.boundary - start))
    return {"kind": best.kind, "start": best.start, "end": best.end}


def _warnings(
    inputs: Sequence[ToolInput], before: Looked, after: Looked, found: Comparison
) -> list[Row]:
    told = []
    for item, looked in zip(inputs, (before, after), strict=True):
        told += [{**one, "detail": f"{item.name}: {one['detail']}"} for one in looked.warnings]
    if not any(row.parts or row.retimed for row in found.later):
        said = "no shot of the later film was found in the earlier: are they the same film?"
        new = any(row.change == NEW for row in found.later)
        told.append(
            {"code": "cuts:unrelated", "detail": said}
            if new
            else {"code": "cuts:not_recognised", "detail": "no shot could be recognised"}
        )
    if found.rate != 1:
        how = "the same frames" if found.way.ratio == 1 else "frames sampled anew"
        said = f"the films run at different rates; they were compared as {how}"
        told.append({"code": "cuts:other_rate", "detail": said})
    if any(not row.exact for row in found.later):
        said = "where a picture stands still nobody can tell which of its frames were trimmed"
        told.append({"code": "cuts:about", "detail": said})
    return told


def _pictures(
    found: Comparison,
    before: Looked,
    after: Looked,
    folder: Path,
    result: Row,
    progress: Progress,
) -> list[OutputFile]:
    made = write_pairs(
        found,
        Candidates(before.parts),
        Candidates(after.parts),
        folder / "pairs",
        found.own,
        lambda share: progress("writing", 0.9 + 0.1 * share),
    )
    lists = {"later": result["shots"], "earlier": result["earlier_shots"]}
    for look, ((film, number), pair) in enumerate(made.items()):
        told = {"picture": f"pairs/{pair.path.name}", "look": look, "alike": pair.alike}
        lists[film][number] |= told
    return [
        OutputFile(pair.path, "large", "image/jpeg", look)
        for look, pair in enumerate(made.values())
    ]


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Cut comparison"),
    purpose=_("Tells shot by shot what was changed between two cuts of a film."),
    method=_(
        "Shots of both films are matched by their pictures and by what moves in them, whatever the "
        "size, the coding and the grade. From each match the run of equal frames is drawn out, and "
        "every frame of the later film goes to the run that fits it best, so that trims are told "
        "to the frame. Do not trust the numbers where a picture stands still or repeats itself; "
        "shots whose picture was altered or reframed may be told as new, and black shots as not "
        "recognised. Sound and titles are not compared."
    ),
    serves="editing",
    accepts=frozenset({"film"}),
    parameters=CutCompareParameters,
    stages={
        "earlier": _("Looking at the earlier cut"),
        "later": _("Looking at the later cut"),
        "matching": _("Finding the shots again"),
        "writing": _("Writing lists and pictures"),
    },
    run=run,
    most_inputs=2,
    inputs=Inputs(
        title=_("Two cuts"),
        hint=_("Choose the earlier and the later cut of the same film, or two of its versions."),
        few=_("Choose an earlier and a later cut, each another film or version."),
        first=_("Earlier"),
        other=_("Later"),
        drafts=True,
    ),
)
