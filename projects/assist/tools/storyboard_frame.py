"""Storyboard frames: pictures by a provider, from words or from a scene of the script."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist import sent
from projects.assist.contract import (
    Outcome,
    Parameters,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.assist.made_pictures import ASPECTS, outcomes
from projects.assist.palette import Answer, Need, Work
from projects.assist.script_apart import length
from projects.assist.script_parts import parts
from projects.media.chosen_frames import is_still

NAME, VERSION = "storyboard_frame", "1.0"
MOST_TEXT = 8_000  # characters of scenes: what one picture can show
STYLES = {
    "pencil": "A loose pencil drawing of a storyboard artist, grey on white, without colour.",
    "ink": "An ink drawing with flat grey washes, as in a shooting board.",
    "painted": "A painted concept frame with the light and colour of the scene.",
    "photographic": "A photographic frame, as a film camera would see it.",
}


class StoryboardFrameParameters(Parameters):
    """What the person may choose."""

    description: str = Field(
        "",
        max_length=4000,
        title="What is seen",
        description="The moment, who and what is in it, the camera's place and lens.",
        json_schema_extra={"up_front": True},
    )
    scene: str = Field(
        "",
        max_length=60,
        title="Scene",
        description="Of a script: the number of the scene whose words are sent along. Empty: no "
        "word of the script is sent.",
        json_schema_extra={"up_front": True},
    )
    count: int = Field(
        2, ge=1, le=4, title="Pictures", description="How many are asked for (pictures)."
    )
    aspect: Literal["16:9", "1.85:1", "2.39:1", "4:3", "1:1", "9:16"] = Field(
        "16:9", title="Shape", description="Width to height."
    )
    style: Literal["pencil", "ink", "painted", "photographic"] = Field(
        "pencil", title="Drawn as", description="How the frame is made."
    )
    reference: bool = Field(
        True,
        title="Send the picture",
        description="Of a picture: it is sent along, so that people and places look like it.",
    )


def beforehand(parameters: Any, name: str) -> None:
    """Raises `palette:nothing_asked` where there are neither words nor a scene."""
    if not parameters.description.strip() and not parameters.scene.strip():
        raise ToolRefused("palette:nothing_asked", name, "description")


def looks_in(parameters: Any, item: ToolInput) -> None:
    """Raises `palette:…`, `script:no_scenes` where the scene is not there, or is too long."""
    if scene := parameters.scene.strip():
        if is_still(item.path):
            raise ToolRefused("palette:no_scene", scene, "scene")
        if (count := length(item, scene, "scene")) > MOST_TEXT:
            raise ToolRefused("palette:too_much_text", f"{count}", "scene")


def compose(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Work:
    """Words, at most one scene, at most one picture. Raises `palette:…`, `script:…`."""
    assert isinstance(parameters, StoryboardFrameParameters)
    beforehand(parameters, inputs[0].name)
    progress(sent.COMPOSING, 0.1)
    width, height = ASPECTS[parameters.aspect]
    still = is_still(inputs[0].path)
    text = [parameters.description.strip()]
    if scene := parameters.scene.strip():
        text.append(sent.fenced(_scene(inputs[0], scene, still), "scene"))
    refers = still and parameters.reference
    shown = [sent.frame(inputs[0], 0, folder, "reference")] if refers else []
    progress(sent.COMPOSING, 0.2)
    return Work(
        Need.IMAGE,
        _instructions(parameters, bool(shown)),
        "\n\n".join(filter(None, text)),
        tuple(one.attached("reference", "input 1") for one in shown),
        options={"width": width, "height": height, "count": parameters.count},
    )


def pictures(parameters: Mapping[str, Any], kinds: Sequence[str]) -> frozenset[str]:
    """Of a picture the picture, where the person wants it sent."""
    refers = parameters["reference"] and "image" in kinds
    return frozenset({"reference"} if refers else ())


def _scene(item: ToolInput, named: str, still: bool) -> str:
    if still:
        raise ToolRefused("palette:no_scene", named, "scene")
    text = "\n\n".join(part.text for part in parts(item, named))
    if not text:
        raise ToolRefused("palette:no_scene", named, "scene")
    if len(text) > MOST_TEXT:
        raise ToolRefused("palette:too_much_text", f"{len(text)}", "scene")
    return text


def _instructions(parameters: StoryboardFrameParameters, refers: bool) -> str:
    said = [
        "Draw one frame of a film's storyboard: the single moment that the description names, or "
        "the most telling one of the scene.",
        STYLES[parameters.style],
        f"The frame is {parameters.aspect}. No border, no caption, no lettering, no panels.",
        "The picture shows how people and places look. Take their look, not its frame."
        if refers
        else "Show nobody who exists: faces are those of nobody in particular.",
    ]
    return " ".join([*said, sent.MATERIAL])


def conclude(
    answer: Answer, inputs: Sequence[ToolInput], parameters: Parameters, folder: Path
) -> Sequence[Outcome]:
    """A candidate for each picture. Raises `palette:nothing_usable`."""
    assert isinstance(parameters, StoryboardFrameParameters)
    width, height = ASPECTS[parameters.aspect]
    asked: dict[str, Any] = {"width": width, "height": height, "aspect": parameters.aspect}
    asked |= {"count": parameters.count, "style": parameters.style, "scene": parameters.scene}
    return outcomes(TOOL, answer, folder, asked)


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Storyboard frame"),
    purpose=_("Draws frames for a storyboard from your words, a scene or a picture."),
    method=_(
        "A provider's model draws what you describe. Your words are sent, the words of the scene "
        "that you name and no other, and a picture only where you send one. What comes back is "
        "made up: it knows neither your locations nor your cast, may repeat what it was trained "
        "on, and gets hands, eyelines and screen direction wrong. Use it to talk about a shot, "
        "not as a frame of the film."
    ),
    serves="pre_production",
    accepts=frozenset({"script", "image"}),
    parameters=StoryboardFrameParameters,
    stages=sent.STAGES,
    beforehand=beforehand,
    looks_in=looks_in,
    needs=Need.IMAGE,
    pictures=pictures,
    compose=compose,
    conclude=conclude,
    makes="trainedAlgorithmicMedia",
)
