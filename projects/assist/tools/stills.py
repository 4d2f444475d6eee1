"""Stills as the portal knows them: parameters, words, one candidate a still."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist.contract import (
    Outcome,
    OutputFile,
    Parameters,
    Picture,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.media.frames import NoPicture, Unreadable
from projects.media.shots.breakdown import look_at
from projects.media.stills import FINDING, MEASURING, WRITING, Choice, Found, Still, find_stills

NAME, VERSION = "stills", "1.0"
ENDINGS = {"JPEG": (".jpg", "image/jpeg"), "PNG": (".png", "image/png")}


class StillsParameters(Parameters):
    """What the person may choose."""

    per_shot: int = Field(
        3,
        ge=1,
        le=10,
        title="Stills of a shot",
        description="How many are offered of each shot at most (pictures).",
    )
    most: int = Field(
        200,
        ge=1,
        le=500,
        title="Stills in all",
        description="When there would be more, each shot keeps its best (pictures).",
    )
    spacing: float = Field(
        0.5,
        ge=0,
        le=60,
        title="Time between",
        description="Two stills of one shot are at least so far apart (seconds).",
    )
    shortest_shot: int = Field(
        8,
        ge=1,
        le=250,
        title="Shortest shot",
        description="Of a shorter shot no still is offered (frames).",
    )
    picture_format: Literal["JPEG", "PNG"] = Field(
        "JPEG",
        title="Format",
        description="PNG keeps every pixel as decoded, and is about five times as large.",
    )
    sensitivity: float = Field(
        0.5,
        ge=0,
        le=1,
        title="Sensitivity to cuts",
        description="0 divides the film only at the surest transitions, 1 also at doubtful ones "
        "(no unit).",
    )


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Offer stills of the first input; the pictures and `result.json` are left in `folder`."""
    assert isinstance(parameters, StillsParameters)
    film = inputs[0]
    try:
        found = find_stills(film.path, folder, _choice(film, parameters), progress)
    except NoPicture as error:
        raise ToolRefused("tool:no_picture", film.name) from error
    except Unreadable as error:
        raise ToolRefused("tool:unreadable", film.name) from error
    if not found.stills:
        raise ToolRefused("tool:no_stills", film.name)
    media_type = ENDINGS[parameters.picture_format][1]
    outcomes = [_outcome(still, found, media_type) for still in found.stills]
    listed = {"tool": NAME, "version": VERSION, "stills": [_row(s, folder) for s in found.stills]}
    (folder / "result.json").write_text(json.dumps(listed, indent=1, ensure_ascii=False))
    return outcomes


def _choice(film: ToolInput, parameters: StillsParameters) -> Choice:
    rate = look_at(film.path).rate
    return Choice(
        per_shot=parameters.per_shot,
        most=parameters.most,
        shortest=parameters.shortest_shot,
        apart=max(1, round(parameters.spacing * rate)),
        ending=ENDINGS[parameters.picture_format][0],
        sensitivity=parameters.sensitivity,
    )


def _outcome(still: Still, found: Found, media_type: str) -> Outcome:
    rate = found.breakdown.film.rate
    result = {
        "tool": NAME,
        "version": VERSION,
        "rate": f"{rate.numerator}/{rate.denominator}",
        "frame": still.number,
        "shot": still.shot,
        "score": still.score,
        "measures": _measures(still),
        "warnings": list(found.breakdown.warnings),
    }
    files = [
        OutputFile(still.full, "picture", media_type),
        OutputFile(still.large, "large", "image/jpeg"),
        OutputFile(still.small, "small", "image/jpeg"),
    ]
    picture = Picture(still.width, still.height, still.hash, plate=0, plate_frame=still.plate)
    return Outcome(result, files, picture)


def _measures(still: Still) -> dict[str, float]:
    measure = still.measure
    return {
        "sharpness": round(measure.sharpness, 2),
        "exposure": round(measure.exposure, 4),
        "motion": round(measure.motion, 3),
    }


def _row(still: Still, folder: Path) -> dict[str, Any]:
    return {
        "frame": still.number,
        "shot": still.shot,
        "plate_frame": still.plate,
        "score": still.score,
        **_measures(still),
        "width": still.width,
        "height": still.height,
        "hash": still.hash,
        "file": str(still.full.relative_to(folder)),
    }


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Stills"),
    purpose=_("Offers the best frames of every shot, for key art, thumbnails and reference."),
    method=_(
        "The shots are found first. In each, away from its transitions, every frame is measured: "
        "how sharp its sharpest tenth is, how much of it keeps detail in light and shadow, and "
        "how little it moves. The best that stand apart in time are offered. It does not know "
        "faces: closed eyes, an odd mouth or somebody at the edge are for you to see. Trust it "
        "less with heavy grain, which looks sharp, with night scenes, which look badly exposed, "
        "and where a shallow focus is meant."
    ),
    serves="editing",
    accepts=frozenset({"film"}),
    parameters=StillsParameters,
    stages={
        FINDING: _("Finding the shots"),
        MEASURING: _("Measuring every frame"),
        WRITING: _("Writing the stills"),
    },
    run=run,
)
