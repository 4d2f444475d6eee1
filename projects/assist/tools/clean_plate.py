"""Clean plate as the portal knows it: parameters, words, pictures and result."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

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
from projects.media.plate.making import (
    ALIGNING,
    CHOOSING,
    LOOKING,
    PAINTING,
    READING,
    Plate,
    Wishes,
    make_plate,
)
from projects.media.plate.warning import warnings_of
from projects.media.plate.writing import Written, write_plate

NAME, VERSION = "clean_plate", "1.0"
MEDIA_TYPES = {
    ".png": "image/png",
    ".tif": "image/tiff",
    ".jpg": "image/jpeg",
    ".json": "application/json",
}


class CleanPlateParameters(Parameters):
    """What the person may choose."""

    first_frame: int = Field(
        0,
        ge=0,
        title="First frame",
        description="The first one that is looked at; the film begins with 0 (frames).",
    )
    last_frame: int | None = Field(
        None,
        ge=0,
        title="Last frame",
        description="The last one that is looked at; empty: to the end (frames).",
    )
    stabilise: Literal["auto", "none"] = Field(
        "auto",
        title="Stabilise",
        description="auto lays the frames over one another where the camera sways or moves "
        "slowly; none takes them as they are.",
    )
    samples: int = Field(
        120,
        ge=16,
        le=240,
        title="Frames used",
        description="So many, spread evenly, at most: more find a background that shows rarely "
        "and have less noise, and take longer (frames).",
    )
    deep_format: Literal["TIFF", "PNG"] = Field(
        "TIFF", title="Format", description="Of the plate in 16 bits; one in 8 bits comes along."
    )


class CleanPlateResult(BaseModel):
    """`result.json`. Files are named relative to it; frames count from 0, ends are exclusive.

    `plate` is the plate in 8 bits, `deep` in 16, `plates` the first by the name of the film
    without its ending (what `score_plate.py` reads), `preview` the plate beside a frame, which
    is number `example` of the film.
    `confidence` is a grey picture of the plate's size: 0 never seen and made up, 1 to 99
    doubtful (something else stood there as steadily), 100 to 255 seen, 255 in half of the
    frames or more. `never_seen`, `doubtful` and `certain` (from 200 on) are shares of the
    picture, 0 to 1; `seen_seconds` is how long the background was to be seen at the
    twentieth part of the places where that was shortest, as far as the used frames tell.
    `shot` is the range of frames it is of, `ranges` those of all shots there; `used` those
    that the plate is made of; `left_out` how many sampled frames did not fit.
    `camera_travel` is the way of the picture's corners from the middle pose, in pixels, but
    for a twentieth of the frames; `exposure` the lowest and the highest gain.
    """

    tool: str
    version: str
    plate: str
    plates: dict[str, str]
    deep: str
    confidence: str
    preview: str
    example: int
    width: int
    height: int
    rate: str
    shot: tuple[int, int]
    ranges: list[tuple[int, int]]
    used: list[int]
    left_out: int
    never_seen: float
    doubtful: float
    certain: float
    seen_seconds: float
    camera_travel: float
    exposure: tuple[float, float]
    warnings: list[dict[str, str]]


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Make the plate of the first input; pictures and `result.json` are left in `folder`.

    Raises `ToolRefused` and `Refused` (`plate:…`).
    """
    assert isinstance(parameters, CleanPlateParameters)
    film = inputs[0]
    try:
        plate = make_plate(film.path, folder, _wishes(parameters), progress)
    except NoPicture as error:
        raise ToolRefused("tool:no_picture", film.name) from error
    except Unreadable as error:
        raise ToolRefused("tool:unreadable", film.name) from error
    written = write_plate(plate, folder, ".tif" if parameters.deep_format == "TIFF" else ".png")
    result = _result(film, plate, written, stabilised=parameters.stabilise == "auto").model_dump()
    (folder / "result.json").write_text(json.dumps(result, indent=1, ensure_ascii=False))
    files = [*_files(written), _file("numbers", folder / "result.json")]
    return [Outcome(json.loads(json.dumps(result)), files, kind="plate")]


def _wishes(parameters: CleanPlateParameters) -> Wishes:
    last = parameters.last_frame
    if last is not None and last < parameters.first_frame:
        raise ToolRefused("plate:range", f"{parameters.first_frame} … {last}")
    return Wishes(
        start=parameters.first_frame,
        stop=None if last is None else last + 1,
        samples=parameters.samples,
        stabilise=parameters.stabilise == "auto",
    )


def _result(film: ToolInput, plate: Plate, written: Written, stabilised: bool) -> CleanPlateResult:
    height, width = plate.mask.shape
    return CleanPlateResult(
        tool=NAME,
        version=VERSION,
        plate=written.plate.name,
        plates={Path(film.name).stem: written.plate.name},
        deep=written.deep.name,
        confidence=written.confidence.name,
        preview=written.preview.name,
        example=plate.numbers[len(plate.numbers) // 2],
        width=width,
        height=height,
        rate=f"{plate.rate.numerator}/{plate.rate.denominator}",
        shot=(plate.shot.start, plate.shot.end),
        ranges=[(shot.start, shot.end) for shot in plate.found.shots],
        used=plate.numbers,
        left_out=plate.left_out,
        never_seen=round(plate.share(0, 0), 5),
        doubtful=round(plate.share(1, 99), 5),
        certain=round(plate.share(200, 255), 5),
        seen_seconds=round(plate.seen_seconds, 2),
        camera_travel=round(plate.poses.travel, 2),
        exposure=(round(float(plate.gains.min()), 3), round(float(plate.gains.max()), 3)),
        warnings=warnings_of(plate, stabilised=stabilised),
    )


def _files(written: Written) -> list[OutputFile]:
    files = {
        "plate": written.plate,
        "deep": written.deep,
        "confidence": written.confidence,
        "preview": written.preview,
    }
    looks = [_file("large", path, index) for index, path in enumerate(written.looks)]
    told = [_file(role, path) for role, path in files.items()]
    return [*told, *looks, _file("overlay", written.overlay)]


def _file(role: str, path: Path, index: int = 0) -> OutputFile:
    return OutputFile(path, role, MEDIA_TYPES[path.suffix], index)


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Clean plate"),
    purpose=_("Makes the empty background of a shot in which people or things move."),
    method=_(
        "Frames spread over the shot are laid over one another and brought to one exposure. At "
        "each place the colours that come again are found. Where somebody lingers, the rarer "
        "one may be the background: what stands in front has an outline where it comes and "
        "goes, and the background goes through. The plate is the mean of the frames that show "
        "it. What never shows is made up from its surroundings and is black in the mask; where "
        "something else stood as steadily the mask is dark. Do not trust it with somebody who "
        "never leaves, with water, leaves and shadows that move all the time, with handheld "
        "shots, and with a camera that travels past things near and far."
    ),
    serves="vfx",
    accepts=frozenset({"film"}),
    parameters=CleanPlateParameters,
    stages={
        LOOKING: _("Looking at every frame"),
        READING: _("Reading the frames to be used"),
        ALIGNING: _("Laying the frames over one another"),
        CHOOSING: _("Finding what is background"),
        PAINTING: _("Painting the plate"),
    },
    run=run,
)
