"""A shot made longer: its first or last frame and words go to a provider, a film comes back.

The film stays byte for byte as it came. `result.json`: `model`, `grows` (`after`, `before`),
`frame` (of the input, that was sent), `prompt`, `asked` (`seconds`, `width`, `height`, `rate` of
the shot or None), `came` (`seconds`, `width`, `height`, `rate`, `frames`, `sound`, `codec`,
`bytes`), `jump` (how far the film's end is from the frame that was sent, 0..64 bits; about 32 is
another picture), `differs`: ids of what is not as it was asked, `left_out`.
"""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist import sent
from projects.assist.contract import (
    Outcome,
    OutputFile,
    Parameters,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.assist.palette import Answer, Need, Work
from projects.assist.received import Came, films, plain
from projects.media.chosen_frames import is_still
from projects.media.likeness import NEAR, apart, likeness
from projects.media.shots.breakdown import look_at

NAME, VERSION = "shot_extension", "1.0"
LONG = 1280  # pixels of the longer side that is asked for
MOST = 4
_OFF, _SECONDS = 0.02, 0.25  # of the shape, and of the length: less is rounding


class ShotExtensionParameters(Parameters):
    """What the person may choose."""

    prompt: str = Field(
        min_length=3,
        max_length=1000,
        title="What happens",
        description="What moves, how the camera moves, what comes into the picture.",
    )
    seconds: int = Field(
        5,
        ge=1,
        le=20,
        title="Length",
        description="Models make certain lengths only; what comes is told (seconds).",
        json_schema_extra={"up_front": True},
    )
    grows: Literal["after", "before"] = Field(
        "after",
        title="It goes on",
        description="After its last frame, or before its first one.",
        json_schema_extra={
            "words": {"after": "after the shot", "before": "before the shot"},
            "up_front": True,
        },
    )
    first_frame: int = Field(
        0, ge=0, title="First frame", description="Of the shot; the film begins with 0 (frames)."
    )
    last_frame: int | None = Field(
        None,
        ge=0,
        title="Last frame",
        description="Of the shot; empty: the last of the film (frames).",
    )


def compose(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Work:
    """One frame and the words. Raises `palette:no_frame`, `tool:…`."""
    assert isinstance(parameters, ShotExtensionParameters)
    progress(sent.COMPOSING, 0.1)
    shown = _frame(inputs[0], parameters, folder)
    after = parameters.grows == "after"
    width, height = _size(shown)
    progress(sent.COMPOSING, 0.2)
    return Work(
        Need.VIDEO,
        _instructions(after),
        parameters.prompt.strip(),
        (shown.attached(_role(parameters.grows), "input 1"),),
        options={"seconds": parameters.seconds, "width": width, "height": height, "count": 1},
    )


def pictures(parameters: Mapping[str, Any], _kinds: Sequence[str]) -> frozenset[str]:
    return frozenset({_role(parameters["grows"])})


def _role(grows: str) -> str:
    """What the one frame is to the film that is made."""
    return "first" if grows == "after" else "last"


def _frame(item: ToolInput, parameters: ShotExtensionParameters, folder: Path) -> sent.Shown:
    last = -1 if parameters.last_frame is None else parameters.last_frame
    if last != -1 and last < parameters.first_frame:
        raise ToolRefused("palette:no_frame", f"{last}", "last_frame")
    number = last if parameters.grows == "after" else parameters.first_frame
    return sent.frame(item, number, folder, "frame")


def _size(shown: sent.Shown) -> tuple[int, int]:
    """In the shape of the shot, in whole blocks of 16 pixels."""
    scale = LONG / max(shown.size)
    width, height = (max(16, round(side * scale / 16) * 16) for side in shown.size)
    return width, height


def _instructions(after: bool) -> str:
    said = (
        "The film begins with exactly this picture and goes on from it"
        if after
        else "The film ends with exactly this picture and leads to it"
    )
    return (
        f"{said}: same place, people, light, lens and grain; no cut, no fade, no lettering, no "
        "border. What happens is told in the words that follow."
    )


def conclude(
    answer: Answer, inputs: Sequence[ToolInput], parameters: Parameters, folder: Path
) -> Sequence[Outcome]:
    """A candidate for each film, decoded from end to end. Raises `palette:nothing_usable`."""
    assert isinstance(parameters, ShotExtensionParameters)
    came, left_out = films(answer, folder, MOST)
    shown = _frame(inputs[0], parameters, folder)
    width, height = _size(shown)
    rate = None if is_still(inputs[0].path) else look_at(inputs[0].path).rate
    asked: dict[str, Any] = {"seconds": parameters.seconds, "width": width, "height": height}
    asked["rate"] = f"{rate.numerator}/{rate.denominator}" if rate else None
    about = {
        "tool": NAME,
        "version": VERSION,
        "makes": TOOL.makes,
        "model": plain(answer.model, 120),
        "grows": parameters.grows,
        "frame": shown.number,
        "prompt": parameters.prompt,
        "asked": asked,
        "left_out": left_out,
    }
    return [_outcome(one, about, shown, rate) for one in came]


def _outcome(
    came: Came, about: dict[str, Any], shown: sent.Shown, rate: Fraction | None
) -> Outcome:
    facts = came.told["facts"]
    took = {name: facts[name] for name in ("width", "height", "rate", "frames", "bytes")}
    took |= {"seconds": round(float(Fraction(facts["duration"])), 3)}
    took |= {"codec": facts["video_codec"], "sound": bool(facts["audio"]), "vfr": facts["vfr"]}
    hashed = likeness(cv2.cvtColor(shown.pixels, cv2.COLOR_RGB2BGR).astype(np.uint8))
    jump = apart(hashed, came.told["hashes"][0 if about["grows"] == "after" else 1])
    told = {**about, "came": took, "jump": jump, "proxy": came.told["proxy"]}
    told["differs"] = _differs(told, rate)
    return Outcome(told, _files(came, told, shown), kind="clip")


def _differs(told: dict[str, Any], rate: Fraction | None) -> list[str]:
    """`length`, `shape`, `small`, `rate`, `uneven`, `jump`: what is not as it was asked."""
    came, asked = told["came"], told["asked"]
    shapes = came["width"] / came["height"], asked["width"] / asked["height"]
    found = {
        "length": abs(came["seconds"] - asked["seconds"]) > _SECONDS,
        "shape": abs(shapes[0] / shapes[1] - 1) > _OFF,
        "small": max(came["width"], came["height"]) < 0.9 * LONG,
        "rate": rate is not None and Fraction(came["rate"]) != rate,
        "uneven": came["vfr"],
        "jump": told["jump"] > NEAR,
    }
    return [name for name, so in found.items() if so]


def _files(came: Came, told: dict[str, Any], shown: sent.Shown) -> list[OutputFile]:
    """`large`: 0 the film to be looked at, 1 the frame that was sent, 2 the end that meets it."""
    stem = came.path.with_suffix("")
    end = "first" if told["grows"] == "after" else "last"
    numbers = stem.with_name(f"{stem.name}_result.json")
    numbers.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    return [
        OutputFile(came.path, "film", came.told["media_type"]),
        OutputFile(stem.with_name(f"{stem.name}_proxy.mp4"), "large", "video/mp4", 0),
        OutputFile(shown.path, "large", sent.JPEG, 1),
        OutputFile(stem.with_name(f"{stem.name}_{end}.jpg"), "large", sent.JPEG, 2),
        OutputFile(numbers, "numbers", "application/json"),
    ]


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Shot extension"),
    purpose=_(
        "Makes a shot longer: a film that goes on from its last frame or leads to its first."
    ),
    method=_(
        "One frame of the shot and your words go to a provider's model, which makes a film that "
        "begins or ends with it. The film is kept as it came, decoded from end to end, and told "
        "by its length, size and rate; nothing of it is corrected. Such films drift: faces, hands, "
        "lettering and the light change within seconds, grain and lens differ from your camera's, "
        "and the frame where it meets the shot may jump. Look at it frame by frame."
    ),
    serves="vfx",
    accepts=frozenset({"film", "sequence", "image"}),
    parameters=ShotExtensionParameters,
    stages=sent.STAGES,
    needs=Need.VIDEO,
    pictures=pictures,
    compose=compose,
    conclude=conclude,
    makes="trainedAlgorithmicMedia",
)
