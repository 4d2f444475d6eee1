"""A frame made over, or widened beyond its borders: plates and extensions by a provider."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist import sent
from projects.assist.contract import Outcome, Parameters, Progress, Tool, ToolInput
from projects.assist.made_pictures import Plate, outcomes
from projects.assist.palette import Answer, Need, Work
from projects.media.chosen_frames import Pixels, is_still, written

NAME, VERSION = "plate_picture", "1.0"
LONG = 1536  # pixels of the longer side that is asked for
GREY = 128
#: Which share of the frame is added: left, right, above, below.
ADDED = {
    "frame": (0.0, 0.0, 0.0, 0.0),
    "left": (0.5, 0.0, 0.0, 0.0),
    "right": (0.0, 0.5, 0.0, 0.0),
    "above": (0.0, 0.0, 0.5, 0.0),
    "below": (0.0, 0.0, 0.0, 0.5),
    "sides": (0.4, 0.4, 0.0, 0.0),
    "around": (0.25, 0.25, 0.25, 0.25),
}
_SAID = {
    "left": "the grey area at the left",
    "right": "the grey area at the right",
    "above": "the grey area at the top",
    "below": "the grey area at the bottom",
    "sides": "the grey areas at the left and at the right",
    "around": "the grey area around the picture",
}


class PlatePictureParameters(Parameters):
    """What the person may choose."""

    prompt: str = Field(
        min_length=3,
        max_length=2000,
        title="What is to be there",
        description="What goes, what comes in its place, what lies beyond the frame.",
    )
    reach: Literal["frame", "left", "right", "above", "below", "sides", "around"] = Field(
        "frame",
        title="Where",
        description="Within the frame, or beyond it to one side.",
        json_schema_extra={
            "words": {
                "frame": "within the frame",
                "left": "wider, to the left",
                "right": "wider, to the right",
                "above": "taller, above",
                "below": "taller, below",
                "sides": "wider, to both sides",
                "around": "larger all around",
            },
            "up_front": True,
        },
    )
    frame: int = Field(
        0,
        ge=0,
        title="Frame",
        description="Of the film, which begins with 0 (frames).",
        json_schema_extra={"up_front": True},
    )
    count: int = Field(
        2, ge=1, le=4, title="Pictures", description="How many are asked for (pictures)."
    )


def compose(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Work:
    """One frame, laid on a larger grey one where it is widened. Raises `palette:…`, `tool:…`."""
    assert isinstance(parameters, PlatePictureParameters)
    progress(sent.COMPOSING, 0.1)
    shown = sent.frame(inputs[0], parameters.frame, folder, "frame")
    laid = _laid(shown.pixels, parameters.reach)
    written(laid, shown.path)
    width, height = _size(laid)
    progress(sent.COMPOSING, 0.2)
    return Work(
        Need.IMAGE,
        _instructions(parameters.reach),
        parameters.prompt.strip(),
        (shown.attached("source", "input 1"),),
        options={"width": width, "height": height, "count": parameters.count},
    )


def pictures(_parameters: Mapping[str, Any], _kinds: Sequence[str]) -> frozenset[str]:
    return frozenset({"source"})


def _laid(frame: Pixels, reach: str) -> Pixels:
    """On grey where there is to be more, no larger than models look at."""
    high, wide = frame.shape[:2]
    left, right, above, below = ADDED[reach]
    size = round(high * (1 + above + below)), round(wide * (1 + left + right)), 3
    canvas = np.full(size, GREY, np.uint8)
    top, start = round(high * above), round(wide * left)
    canvas[top : top + high, start : start + wide] = frame
    scale = sent.MOST / max(size)
    if scale >= 1:
        return canvas
    small = (round(size[1] * scale), round(size[0] * scale))
    return cv2.resize(canvas, small, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _size(laid: Pixels) -> tuple[int, int]:
    """In its shape, in whole blocks of 16 pixels."""
    high, wide = laid.shape[:2]
    scale = LONG / max(high, wide)
    width, height = (max(16, round(side * scale / 16) * 16) for side in (wide, high))
    return width, height


def _instructions(reach: str) -> str:
    said = (
        "The picture is a frame of a film. Make it over as the wish says, and leave everything "
        "else exactly as it is: framing, perspective, light, focus, grain."
        if reach == "frame"
        else f"The picture is a frame of a film on a larger canvas. Paint {_SAID[reach]} so that "
        "the picture goes on there, as the wish says; leave the frame itself exactly as it is. "
        "Perspective, light, focus and grain go on without a seam."
    )
    return f"{said} No lettering, no border. {sent.MATERIAL}"


def conclude(
    answer: Answer, inputs: Sequence[ToolInput], parameters: Parameters, folder: Path
) -> Sequence[Outcome]:
    """A candidate for each picture, to be compared with the frame. Raises
    `palette:nothing_usable`."""
    assert isinstance(parameters, PlatePictureParameters)
    shown = sent.frame(inputs[0], parameters.frame, folder, "frame")
    width, height = _size(_laid(shown.pixels, parameters.reach))
    asked: dict[str, Any] = {"width": width, "height": height, "count": parameters.count}
    asked |= {"reach": parameters.reach, "prompt": parameters.prompt}
    beside = None if is_still(inputs[0].path) else Plate(0, shown.number)
    return outcomes(TOOL, answer, folder, asked, beside)


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Plate picture"),
    purpose=_("Makes a frame over, or widens it: plates and set extensions to choose from."),
    method=_(
        "One frame and your words go to a provider's model, which paints what you describe within "
        "it or beyond its border. The whole picture comes back painted anew, also where nothing "
        "was to change: compare it with the frame, and take from it only the part that you need. "
        "Perspective, grain and lettering are often wrong, and the next frame would look "
        "different."
    ),
    serves="vfx",
    accepts=frozenset({"film", "sequence", "image"}),
    parameters=PlatePictureParameters,
    stages=sent.STAGES,
    needs=Need.IMAGE,
    pictures=pictures,
    compose=compose,
    conclude=conclude,
    makes="compositeWithTrainedAlgorithmicMedia",
)
