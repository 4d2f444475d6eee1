"""Is it the same character? A provider's model says so, and the local measure beside it.

`result.json`: `model`, `consent` (`by`, `at`), `faces_by`, `frames` (of what was compared, the
first of them with each other), `pairs`: `picture` (from 1 in `frames`), `said` (`same`,
`different`, `unclear`), `because`, `sure`, `distance` (local; below 1 may be the same; None:
nothing to measure), `measured` (`same`, `different`, `unclear`), `disagree`; `dropped`.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from projects.assist import sent, several_frames
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
from projects.assist.palette import Answer, Need, Work
from projects.assist.received import checked, plain, share
from projects.media.faces.beside import beside_first
from projects.media.faces.finding import finder
from projects.media.faces.grouping import BORDER
from projects.media.faces.models import models_folder

NAME, VERSION = "character_vision", "1.0"
MOST, WORDS = 6, 300  # pictures; characters
SAME, DIFFERENT, UNCLEAR = "same", "different", "unclear"


class CharacterVisionParameters(Parameters):
    """What the person may choose."""

    consent_vouched: bool = Field(
        False,
        title="Consent",
        description="You vouch that the people who are seen allow their faces to be compared, and "
        "their pictures to be sent to the provider for that.",
    )
    vouched_by: str = Field(
        "",
        max_length=300,
        title="Vouched by",
        description="Who vouches; the portal writes it.",
        json_schema_extra={"readOnly": True},
    )
    vouched_at: str = Field(
        "",
        max_length=40,
        title="Vouched at",
        description="When that was (ISO 8601); the portal writes it.",
        json_schema_extra={"readOnly": True},
    )
    frames: str = Field(
        "",
        max_length=several_frames.LONGEST,
        title="Frames",
        description="Of this one film, two to six, such as 12, 240, 480; empty where files are "
        "compared (frames).",
        json_schema_extra={"up_front": True},
    )
    at: str = Field(
        "",
        max_length=several_frames.LONGEST,
        title="Frame of each",
        description="Of several films, in their order, such as 0, 48; empty: the first of each "
        "(frames).",
    )


class Pair(BaseModel):
    """The character of picture number `picture` beside the one of picture 1."""

    picture: int
    verdict: Literal["same", "different", "unclear"]
    because: str
    sure: float


class Pairs(BaseModel):
    pairs: list[Pair]


def beforehand(parameters: Any, name: str) -> None:
    """Raises `palette:no_consent`, `palette:frames`."""
    several_frames.must_be(parameters.frames, parameters.at, 2, MOST)
    if not parameters.consent_vouched:
        raise ToolRefused("palette:no_consent", name, "consent_vouched")


def compose(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Work:
    """The frames alone. Raises `palette:…`, `tool:…`."""
    beforehand(parameters, inputs[0].name)
    progress(sent.COMPOSING, 0.1)
    found = _shown(inputs, parameters, folder)
    pictures = tuple(one.attached("picture", f"input {item + 1}") for item, one in found)
    progress(sent.COMPOSING, 0.2)
    return Work(Need.VISION, _instructions(len(pictures)), "", pictures, answer=Pairs)


def _shown(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path
) -> list[tuple[int, sent.Shown]]:
    assert isinstance(parameters, CharacterVisionParameters)
    return several_frames.shown(inputs, parameters.frames, parameters.at, folder, 2, MOST)


def _instructions(count: int) -> str:
    said = [
        f"The {count} pictures are frames of one film. Picture 1 shows a character. Say of each of "
        f"the pictures 2 to {count} whether its main character is the same character of the story, "
        "different, or whether that is unclear.",
        "because: one sentence on what in face, hair, build and clothes speaks for it; clothes "
        "alone prove nothing. Never say or guess who somebody is.",
        sent.DATA_ONLY,
    ]
    return " ".join(said)


def conclude(
    answer: Answer, inputs: Sequence[ToolInput], parameters: Parameters, folder: Path
) -> Sequence[Outcome]:
    """One candidate with all pictures. Raises `remote:malformed`, `palette:no_consent`."""
    assert isinstance(parameters, CharacterVisionParameters)
    beforehand(parameters, inputs[0].name)
    told = checked(Pairs, answer)
    found = _shown(inputs, parameters, folder)
    by = finder(models_folder())
    seen = [cv2.cvtColor(one.pixels, cv2.COLOR_RGB2BGR).astype(np.uint8) for _i, one in found]
    rows, dropped = _believed(told.pairs, beside_first(seen, by))
    result = {
        "tool": NAME,
        "version": VERSION,
        "model": plain(answer.model, 120),
        "consent": {"by": parameters.vouched_by, "at": parameters.vouched_at},
        "faces_by": by.by,
        "frames": several_frames.told(found),
        "pairs": rows,
        "dropped": dropped,
    }
    numbers = folder / "result.json"
    numbers.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    pictures = [
        OutputFile(one.path, "large", sent.JPEG, at) for at, (_item, one) in enumerate(found)
    ]
    files = [OutputFile(numbers, "numbers", "application/json"), *pictures]
    return [Outcome(result, files, kind="compared")]


def _believed(
    told: Sequence[Pair], distances: Sequence[float | None]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """A row for each picture after the first, whatever the model left out."""
    by: dict[int, Pair] = {}
    dropped: dict[str, int] = {}
    for one in told:
        known = 2 <= one.picture <= len(distances) + 1
        why = "" if known and one.picture not in by else "twice" if known else "unknown_picture"
        if why:
            dropped[why] = dropped.get(why, 0) + 1
        else:
            by[one.picture] = one
    return [_row(n, by.get(n), far) for n, far in enumerate(distances, 2)], dropped


def _row(picture: int, told: Pair | None, far: float | None) -> dict[str, Any]:
    said = told.verdict if told else UNCLEAR
    measured = UNCLEAR if far is None else SAME if far < BORDER else DIFFERENT
    return {
        "picture": picture,
        "said": said,
        "because": plain(told.because, WORDS) if told else "",
        "sure": share(told.sure) if told else 0.0,
        "distance": far,
        "measured": measured,
        "disagree": {said, measured} == {SAME, DIFFERENT},
    }


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Same character"),
    purpose=_("Says whether pictures show the same character, beside a measure made here."),
    method=_(
        "The frames go to a provider's model, which compares the characters; faces, hair, skin and "
        "clothes are also measured here, as in character continuity. Both are shown, and where "
        "they disagree it is marked. Neither is proof: a model is led by clothes and light, the "
        "measure by faces that it finds and by what is worn. Nothing is compared unless somebody "
        "vouches for the consent, and no description of a face is kept."
    ),
    serves="continuity",
    accepts=frozenset({"film", "sequence", "image"}),
    parameters=CharacterVisionParameters,
    stages=sent.STAGES,
    most_inputs=MOST,
    inputs=Inputs(
        title=_("Pictures of a character"),
        hint=_("Choose films or pictures to compare with this one, or name frames of it."),
        few=_("Choose another film or picture, or name frames of this one."),
        first=_("Character"),
        other=_("Compare with"),
        begins=True,
        instead="frames",
    ),
    beforehand=beforehand,
    vouched="consent_vouched",
    needs=Need.VISION,
    compose=compose,
    conclude=conclude,
)
