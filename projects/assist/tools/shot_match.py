"""Shots of a scene brought back to a hero shot: parameters, words, result files.

The first input is the hero (a film or a picture), each further one a shot; or, with `shots`,
all are ranges of the first input. `hero` says which of them is the hero, from 0.
"""

import json
from collections.abc import Sequence
from fractions import Fraction
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
from projects.assist.tools.shot_match_files import (
    HERO,
    counts_with,
    middle,
    write_files,
    write_lists,
    write_look,
)
from projects.assist.tools.shot_match_words import Source, boxes_of, sources_of
from projects.media.frames import NoPicture, Unreadable
from projects.media.match.grade import through
from projects.media.match.matching import (
    APART,
    DRIFT,
    NOTHING,
    UNSURE,
    WEAK,
    Match,
    match,
    shows,
)
from projects.media.match.measures import between, drift, region
from projects.media.match.overlap import Seen, see
from projects.media.match.sampling import Picture, Sample, sample

NAME, VERSION = "shot_match", "1.0"
INCOMPLETE, OTHER_RATE = "incomplete", "other_rate"
WARNINGS = {
    INCOMPLETE: "a part of it cannot be read: the rest was compared",
    OTHER_RATE: "it runs at another rate than those before it: it is not in the EDL",
    UNSURE: "light changes within these shots about as much as between them: left as it is",
    WEAK: "nothing of the hero is seen again: half a guess by the palettes, look before using it",
    APART: "its contents do not overlap with the hero's: no correction",
    NOTHING: "there is nothing to be seen in it: no correction",
}


class ShotMatchParameters(Parameters):
    """What the person may choose."""

    shots: str = Field(
        "",
        max_length=4000,
        title="Shots of one film",
        description="First frame and end (exclusive) of each, such as 0-120,120-260 (frames).",
    )
    hero: int = Field(
        0,
        ge=0,
        le=999,
        title="Hero",
        description="Which of these shots the others are brought back to, from 0 (number).",
    )
    skin: str = Field(
        "",
        max_length=4000,
        title="Skin",
        description="Boxes shot:left,top,width,height, with blanks between (parts of the picture).",
    )
    neutral: str = Field(
        "",
        max_length=4000,
        title="Neutral",
        description="Boxes on something grey, written like those on skin (parts of the picture).",
    )


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Match every shot with the hero; see `result` for what `result.json` holds."""
    assert isinstance(parameters, ShotMatchParameters)
    sources = sources_of(inputs, parameters.shots, parameters.hero)
    boxes = {
        kind: boxes_of(getattr(parameters, kind), len(sources)) for kind in ("skin", "neutral")
    }
    hero = _sampled(sources[parameters.hero])
    shown = [p for p in hero.pictures if shows(p)]
    if not shown:
        raise ToolRefused("match:dark_hero", sources[parameters.hero].name)
    seen = [see(picture) for picture in shown]
    rows, warnings, done = [], _alone(boxes, parameters.hero), 0.0
    files = [write_look(folder, HERO, middle(hero))]
    clock: Fraction | None = None if hero.still else hero.rate
    for number, source in enumerate(sources):
        if number == parameters.hero:
            continue
        steps = _Steps(progress, done, 1 / (len(sources) - 1))
        taken = _sampled(source, steps)
        found = _matched(shown, seen, taken, steps)
        row = _row(number, source, taken, found)
        row["regions"] = _regions(boxes, parameters.hero, number, hero, taken, found)
        rows.append(row)
        files += write_files(folder, row, hero, taken, found.cdl)
        clock = clock or (None if taken.still else taken.rate)
        row["in_edl"] = counts_with(clock, taken)
        warnings += _told(row, source.name, taken, boxes, parameters.hero)
        done = min(1.0, done + 1 / (len(sources) - 1))
    return [
        _outcome(folder, sources[parameters.hero], rows, files, hero, clock or hero.rate, warnings)
    ]


class _Steps:
    """Turns the share of one shot's stage into the share of the whole run."""

    def __init__(self, progress: Progress, done: float, share: float) -> None:
        self.progress, self.done, self.share = progress, done, share

    def decoding(self, part: float) -> None:
        self.progress("decoding", min(1.0, self.done + self.share * 0.3 * part))

    def matching(self, part: float) -> None:
        self.progress("matching", min(1.0, self.done + self.share * (0.3 + 0.7 * part)))


def _sampled(source: Source, steps: _Steps | None = None) -> Sample:
    try:
        tick = steps.decoding if steps else lambda _share: None
        return sample(source.path, source.span, tick)
    except NoPicture as error:
        raise ToolRefused("tool:no_picture", source.name) from error
    except Unreadable as error:
        raise ToolRefused("tool:unreadable", source.name) from error


def _matched(hero: list[Picture], heroes: list[Seen], taken: Sample, steps: _Steps) -> Match:
    shown = [picture for picture in taken.pictures if shows(picture)]
    return match(hero, heroes, shown, [see(picture) for picture in shown], steps.matching)


def _row(number: int, source: Source, taken: Sample, found: Match) -> dict[str, Any]:
    """What `result.json` tells of a shot (see `TOOL.method` for the verdicts).

    `slope`, `offset`, `power` (red, green, blue), `saturation`: the ASC CDL on display values,
    identity where there is no answer (`answered` false) or none is needed. `drift` in units as
    `measures.drift` gives them, before and `left` after. `size` and `standard_error` in CIE94.
    `in_edl`: it runs at the rate at which the EDL counts, which is the hero's.
    """
    row: dict[str, Any] = {
        "index": number,
        "name": source.name,
        "start": taken.start,
        "end": taken.start + taken.length,
        "verdict": found.verdict,
        "answered": found.verdict not in (APART, NOTHING),
        "sure": found.verdict in (DRIFT, "same"),
        "slope": list(found.cdl.slope),
        "offset": list(found.cdl.offset),
        "power": list(found.cdl.power),
        "saturation": found.cdl.saturation,
        "overlap": round(found.share, 3),
        "size": round(found.size, 2),
        "standard_error": round(found.error, 2),
    }
    if found.pairs is not None:
        after = through(found.pairs.shot, found.cdl)
        row["drift"] = drift(found.pairs.shot, found.pairs.hero)
        row["left"] = drift(after, found.pairs.hero)
    return row


def _regions(
    boxes: dict[str, dict[int, Any]],
    hero_number: int,
    number: int,
    hero: Sample,
    taken: Sample,
    found: Match,
) -> dict[str, dict[str, float]]:
    """Skin and neutral where both have a box: how unlike (CIE94) before and after."""
    told = {}
    for kind, marked in boxes.items():
        if hero_number in marked and number in marked:
            there = region(hero.pictures, marked[hero_number])
            here = region(taken.pictures, marked[number])
            after = between(through(here, found.cdl), there)
            told[kind] = {"before": between(here, there), "after": after}
    return told


def _told(
    row: dict[str, Any],
    name: str,
    taken: Sample,
    boxes: dict[str, dict[int, Any]],
    hero_number: int,
) -> list[dict[str, str]]:
    """What a person has to know of one shot before the correction is used."""
    found = [row["verdict"]] if row["verdict"] in WARNINGS else []
    if taken.unread:
        found.append(INCOMPLETE)
    if row["answered"] and not row["in_edl"]:
        found.append(OTHER_RATE)
    told = [{"code": f"match:{code}", "detail": f"{name}: {WARNINGS[code]}"} for code in found]
    for kind, marked in boxes.items():
        if row["index"] in marked and hero_number not in marked:
            said = f"{name}: the box on {kind} is not measured, as the hero has none"
            told.append({"code": "match:box_alone", "detail": said})
    return told


def _alone(boxes: dict[str, dict[int, Any]], hero: int) -> list[dict[str, str]]:
    """Boxes of the hero that no shot answers."""
    return [
        {"code": "match:box_alone", "detail": f"the hero's box on {kind} is measured with no shot"}
        for kind, marked in boxes.items()
        if list(marked) == [hero]
    ]


def _outcome(
    folder: Path,
    hero: Source,
    rows: list[dict[str, Any]],
    files: list[OutputFile],
    taken: Sample,
    clock: Fraction,
    warnings: list[dict[str, str]],
) -> Outcome:
    result = {
        "tool": NAME,
        "version": VERSION,
        "hero": {"name": hero.name, "start": taken.start, "end": taken.start + taken.length},
        "shots": rows,
        "warnings": warnings,
    }
    files += write_lists(folder, rows, hero.name, clock)
    numbers = folder / "result.json"
    numbers.write_text(json.dumps(result, indent=1, ensure_ascii=False))
    files.append(OutputFile(numbers, "numbers", "application/json"))
    return Outcome(result, files, kind="match")


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Shot match"),
    purpose=_("Measures how shots drift from a hero shot and gives the ASC CDL that undoes it."),
    method=_(
        "What both shots show is found by its structure, whatever its colours, and only that "
        "decides; clipped parts and what moved do not count. The correction works on display "
        "values in the order of the ASC CDL. One smaller than its own error, or than light "
        "changes within the shots, is not made. Where nothing of the hero is seen again there is "
        "none, or half a guess marked as weak. Do not trust it with log pictures, with light that "
        "was meant to change, and where a clipped highlight should come back."
    ),
    serves="continuity",
    accepts=frozenset({"film", "image"}),
    parameters=ShotMatchParameters,
    stages={"decoding": _("Looking at the shots"), "matching": _("Comparing with the hero")},
    run=run,
    most_inputs=40,
    inputs=Inputs(
        title=_("Hero and shots"),
        hint=_(
            "The others are brought back to the hero. Choose shots of the same scene, which show "
            "the same things."
        ),
        few=_("Choose at least one shot to compare with the hero, or name frames of this one."),
        first=_("Hero"),
        other=_("Compare"),
        instead="shots",
        alone=("hero",),
    ),
)
