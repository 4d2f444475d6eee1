"""Selects: takes of one setup ranked by what machines can judge, and a string-out of them.

The inputs are the takes of one setup, in any order (`--input` given several times).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from projects.assist import stringing
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
from projects.assist.tools.selects_files import (
    chosen_of,
    write_contact,
    write_string_out,
)
from projects.assist.tools.selects_rows import Judged, ranked, row, warnings_of
from projects.media.frames import NoPicture
from projects.media.kept import Kept
from projects.media.pool import Pool
from projects.media.takes.dead_air import dead_air
from projects.media.takes.judging import judge
from projects.media.takes.measures import measures
from projects.media.takes.sounding import sound_reasons
from projects.media.takes.together import hear_all, watch_all
from projects.media.takes.watching import Watched

NAME, VERSION = "selects", "1.0"
_WATCHING, _HEARING = 0.85, 0.97  # shares of the run that are done by the end of each


class SelectsParameters(Parameters):
    """What the person may choose."""

    chosen: str = Field(
        "best",
        max_length=8000,
        title="Takes of the string-out",
        description="best, all (in the order of rank), or names with commas between.",
    )
    whole: bool = Field(
        False,
        title="Whole takes",
        description="Keep dead air and black ends in the string-out.",
    )
    handles: int = Field(
        12,
        ge=0,
        le=500,
        title="Handles",
        description="Frames of dead air that stay on either side of a cut (frames).",
    )
    shortest_dead_air: float = Field(
        2.0,
        ge=0.2,
        le=600,
        title="Shortest dead air",
        description="Shorter stretches stay (seconds).",
    )
    silence: float = Field(
        25.0,
        ge=6,
        le=60,
        title="Silence",
        description="So far under the loudness of its take sound counts as none (dB).",
    )


class SelectsResult(BaseModel):
    """`result.json`. Frames count from 0, ends are exclusive; files are named relative to it.

    `takes` by name, best first: `score` 0..1 and `rank` from 1; `as_good_as` names takes whose
    score is too near for an order; `defects` as `score_selects.py` reads them (soft,
    focus_hunt, under, over, noise, shake, blocky, freeze, flicker; also flash_frames, empty,
    sound_clipped, sound_missing, sound_low). `reasons` are codes with numbers: `amount` is 1
    where a defect is worth naming, `measured` and the setup's `reference` in `unit`. `measures`:
    blur and focus in thousandths of the width, noise and levels (5, 30, 50, 70, 95 % of the
    picture stay below) of 255, shake in thousandths of the width from frame to frame, flicker in
    stops. `usable` is what is neither black nor white at head and tail; `flash_frames` numbers,
    `frozen` ranges. `sound` (None without): `integrated_lufs`, `range_lu`, `true_peak_dbtp` by
    EBU R 128, samples clipped, shares of the time clipped and silent, `claps`: lone sharp sounds
    near an end, such as a slate's. `dead_air`: `cut` is what may go, handles stay. `contact` is
    a picture of its first sharp frame. Same names are told apart by a number in brackets.
    `ranking` is the names, best first; `not_judged` those that could not be read, and why;
    `stringout` the takes and ranges that `stringout.edl` and `stringout.otio` hold.
    """

    tool: str
    version: str
    takes: dict[str, dict[str, Any]]
    ranking: list[str]
    not_judged: list[dict[str, str]]
    stringout: list[dict[str, Any]]
    warnings: list[dict[str, str]]


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Rank the inputs as takes of one setup; see `SelectsResult`.

    Raises `ToolRefused`: `selects:nothing_judged`, `selects:no_such_take`.
    """
    assert isinstance(parameters, SelectsParameters)
    kept = Kept(folder, f"{NAME} {VERSION}", [item.path for item in inputs])
    with Pool(kept=kept) as pool:
        takes, failed = _watched(inputs, pool, progress)
        if not takes:
            raise ToolRefused("selects:nothing_judged", ", ".join(one["name"] for one in failed))
        _heard(takes, pool, progress)
    _judged(takes, parameters)
    order = ranked(takes)
    chosen = chosen_of(order, parameters.chosen)
    progress("writing", _HEARING)
    files: list[OutputFile] = []
    for index, take in enumerate(order):
        files += write_contact(folder, index, take)
        progress("writing", _HEARING + (1 - _HEARING) * (index + 1) / len(order))
    rows = {
        take.name: row(take, rank, order, parameters.silence) for rank, take in enumerate(order, 1)
    }
    names = list(dict.fromkeys(take.name for take in chosen))
    cut = stringing.string_out(rows, stringing.choose(rows, names, whole=parameters.whole))
    lists, told = write_string_out(folder, cut)
    result = SelectsResult(
        tool=NAME,
        version=VERSION,
        takes=rows,
        ranking=[take.name for take in order],
        not_judged=failed,
        stringout=[
            {"take": piece.take.name, "start": piece.start, "end": piece.end}
            for piece in cut.pieces
        ],
        warnings=[*warnings_of(order, len(inputs)), *told],
    ).model_dump()
    numbers = folder / "result.json"
    numbers.write_text(json.dumps(result, indent=1, ensure_ascii=False))
    files += [*lists, OutputFile(numbers, "numbers", "application/json")]
    return [Outcome(result, files, kind="selects")]


def _watched(
    inputs: Sequence[ToolInput], pool: Pool, progress: Progress
) -> tuple[list[Judged], list[dict[str, str]]]:
    """The takes that can be watched; one that cannot does not lose the others."""
    takes, failed = [], []
    paths, names = [item.path for item in inputs], told_apart([item.name for item in inputs])
    progress("watching", 0.0)
    found = watch_all(paths, pool, lambda share: progress("watching", _WATCHING * share))
    for path, name, seen in zip(paths, names, found, strict=True):
        if isinstance(seen, Watched):
            takes.append(Judged(name, path, seen, measures(seen)))
        else:
            no_picture = isinstance(seen, NoPicture)
            failed.append(
                {"name": name, "code": "tool:no_picture" if no_picture else "tool:unreadable"}
            )
    return takes, failed


def told_apart(names: Sequence[str]) -> list[str]:
    """Each name once: `a.mov`, `a.mov (2)`."""
    found: list[str] = []
    for name in names:
        number, told = 1, name
        while told in found:
            number += 1
            told = f"{name} ({number})"
        found.append(told)
    return found


def _heard(takes: Sequence[Judged], pool: Pool, progress: Progress) -> None:
    def tick(share: float) -> None:
        progress("hearing", _WATCHING + (_HEARING - _WATCHING) * share)

    tick(0.0)
    found = hear_all([take.path for take in takes], pool, tick)
    for take, heard in zip(takes, found, strict=True):
        take.heard = heard


def _judged(takes: Sequence[Judged], parameters: SelectsParameters) -> None:
    verdicts = judge([take.found for take in takes])
    sounds = sound_reasons([take.heard for take in takes])
    for take, verdict, sound in zip(takes, verdicts, sounds, strict=True):
        take.verdict = verdict.with_reasons(sound)
        take.dead = dead_air(
            take.seen,
            take.heard,
            below=parameters.silence,
            shortest=parameters.shortest_dead_air,
            handles=parameters.handles,
        )


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Selects"),
    purpose=_("Ranks the takes of a setup by what machines can judge, and strings out the best."),
    method=_(
        "Focus, exposure, noise, shake, compression, freezes, flicker, flash frames and the level "
        "and clipping of the sound are measured and held against the other takes of the setup, "
        "and more mildly against what is fair by itself. It never judges the performance: the "
        "best take may well be the last here. Loudness follows EBU R 128. Stretches without sound "
        "and movement are proposed for removal; no media is ever changed. Do not trust it where "
        "takes of different setups are mixed, where blur, dark or handheld pictures are meant "
        "and only some takes have them, with log pictures, or where focus is on the wrong thing: "
        "it sees how sharp the sharpest parts are, not what they are. Sharp sounds near the ends "
        "may be a slate or a door."
    ),
    serves="editing",
    accepts=frozenset({"film"}),
    parameters=SelectsParameters,
    stages={
        "watching": _("Watching the takes"),
        "hearing": _("Listening to them"),
        "writing": _("Writing the string-out"),
    },
    run=run,
    most_inputs=60,
    later=frozenset({"chosen", "whole"}),
    inputs=Inputs(
        title=_("Takes"),
        hint=_(
            "Choose the takes of one setup. They are ranked against each other, so takes of "
            "another setup among them make the order worthless."
        ),
        few=_("Choose at least one further take: a take alone has nothing to be ranked against."),
        other=_("Take"),
    ),
)
