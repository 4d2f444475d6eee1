"""Shot breakdown as the portal knows it: parameters, words, result files."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist.contract import (
    Outcome,
    OutputFile,
    Parameters,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.media.frames import NoPicture, Unreadable
from projects.media.shots.breakdown import Breakdown, break_down
from projects.media.shots.decisions import Wishes

NAME, VERSION = "shot_breakdown", "1.0"


class ShotBreakdownParameters(Parameters):
    """What the person may choose."""

    sensitivity: float = Field(
        0.5,
        ge=0,
        le=1,
        title="Sensitivity",
        description="0 reports only the surest transitions, 1 also doubtful ones (no unit).",
    )
    minimum_shot_length: int = Field(
        3,
        ge=1,
        le=250,
        title="Shortest shot",
        description="Of two transitions closer than this only the surer one is kept (frames).",
    )
    detect_dissolves: bool = Field(
        True, title="Find dissolves", description="One picture turns gradually into another."
    )
    detect_fades: bool = Field(
        True, title="Find fades", description="The picture goes to black or white and comes back."
    )
    detect_flash_frames: bool = Field(
        True, title="Find flash frames", description="One to three stray frames between two shots."
    )
    find_takes: bool = Field(
        False,
        title="Find takes",
        description="In one unedited clip: takes between slates, flash frames and camera stops.",
    )
    thumbnail_width: int = Field(
        320,
        ge=64,
        le=1280,
        title="Thumbnail width",
        description="Width of the picture made of each shot, as shown upright (pixels).",
    )


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Break the first input down; results and thumbnails are left in `folder`."""
    assert isinstance(parameters, ShotBreakdownParameters)
    film, began = inputs[0], time.monotonic()
    try:
        found = break_down(
            film.path, folder, _wishes(parameters), parameters.thumbnail_width, progress
        )
    except NoPicture as error:
        raise ToolRefused("tool:no_picture", film.name) from error
    except Unreadable as error:
        raise ToolRefused("tool:unreadable", film.name) from error
    result = _result(film, found)
    scoring = _scoring(film, result, time.monotonic() - began)
    (folder / "result.json").write_text(json.dumps(result, indent=1, ensure_ascii=False))
    (folder / "scoring.json").write_text(json.dumps(scoring, ensure_ascii=False))
    return [Outcome(result, _files(found))]


def _wishes(parameters: ShotBreakdownParameters) -> Wishes:
    return Wishes(
        sensitivity=parameters.sensitivity,
        minimum=parameters.minimum_shot_length,
        dissolves=parameters.detect_dissolves,
        fades=parameters.detect_fades,
        flashes=parameters.detect_flash_frames,
        takes=parameters.find_takes,
    )


def _result(film: ToolInput, found: Breakdown) -> dict[str, Any]:
    about = {"name": film.name, "frames": found.frames}
    about |= {"width": found.film.width, "height": found.film.height}
    takes = {} if found.takes is None else {"takes": [asdict(take) for take in found.takes]}
    return {
        "tool": NAME,
        "version": VERSION,
        "input": about,
        "rate": f"{found.film.rate.numerator}/{found.film.rate.denominator}",
        "shots": [
            {"start": shot.start, "end": shot.end, "thumbnail": index}
            for index, shot in enumerate(found.shots)
        ],
        "transitions": [
            {"kind": t.kind, "start": t.start, "end": t.end, "confidence": round(t.confidence, 3)}
            for t in found.transitions
        ],
        "warnings": list(found.warnings),
    } | takes


def _scoring(film: ToolInput, result: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The same transitions in the form that the scoring script for shot lists reads."""
    rows = [
        {"frame": t["start"], "kind": t["kind"]}
        if t["start"] == t["end"]
        else {"start": t["start"], "end": t["end"], "kind": t["kind"]}
        for t in result["transitions"]
    ]
    speed = {film.name: {"seconds": round(seconds, 3)}}
    return {"tool": f"{NAME} {VERSION}", "speed": speed, "files": {film.name: rows}}


def _files(found: Breakdown) -> list[OutputFile]:
    return [
        OutputFile(path, role="thumbnail", media_type="image/jpeg", index=index)
        for index, path in enumerate(found.thumbnails)
    ]


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Shot breakdown"),
    purpose=_("Finds every shot of a film and how one passes into the next."),
    method=_(
        "Each frame is reduced to a tiny picture. Cuts are found by comparing pictures after "
        "allowing for motion and changes of light; dissolves and fades by how well the frames "
        "between two pictures are a mixture of them. Trust it less with very fast motion, "
        "strobe light, split screens, wipes and transitions longer than about three seconds. Takes "
        "are told only of clips of one set-up or with a clapper board; a jump cut and a camera "
        "stop look the same."
    ),
    serves="editing",
    accepts=frozenset({"film", "sequence"}),
    parameters=ShotBreakdownParameters,
    stages={
        "reading": _("Reading the file"),
        "decoding": _("Looking at every frame"),
        "analysing": _("Finding the transitions"),
        "writing": _("Writing shots and thumbnails"),
    },
    run=run,
)
