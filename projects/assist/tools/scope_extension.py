"""Scope extension prep: a flat region tracked, a picture inserted: parameters, words, result.

The first input is the shot; a second one, if given, is the picture that is inserted.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

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
from projects.assist.tools.scope_extension_files import (
    films_of,
    looks_of,
    measured,
    write_track,
)
from projects.assist.tools.scope_extension_words import (
    Row,
    marked,
    warnings_of,
    warnings_of_look,
    words_of,
)
from projects.media.frames import NoPicture, Unreadable
from projects.media.planar.following import Track, Unfit, Wishes, follow
from projects.media.planar.inserting import Insert, NotAPicture, read_insert
from projects.media.planar.looking import worst
from projects.media.planar.preparing import Look, show
from projects.media.planar.region import gather

NAME, VERSION = "scope_extension", "1.0"
TRACKING, GATHERING, SHOWING = "tracking", "gathering", "showing"


class ScopeExtensionParameters(Parameters):
    """What the person may choose."""

    corners: str = Field(
        max_length=400,
        title="Corners",
        description="Of the flat region, clockwise from its upper left: four pairs of x and y as "
        "JSON, counted from the middle of the picture's upper left pixel (pixels).",
        json_schema_extra={"up_front": False},  # marked on a picture; these are the numbers of it
    )
    at: int = Field(
        0, ge=0, title="Marked frame", description="Where the corners are; from 0 (frames)."
    )
    first_frame: int = Field(
        0, ge=0, title="First frame", description="The first one that is tracked (frames)."
    )
    last_frame: int | None = Field(
        None,
        ge=0,
        title="Last frame",
        description="The last one that is tracked; empty: to the end of the shot (frames).",
    )
    occlusion: Literal["auto", "none"] = Field(
        "auto",
        title="What stands before it",
        description="auto masks what stands before the region, by how most frames show it; none "
        "lays the picture over everything.",
    )
    match_grain: bool = Field(
        True,
        title="Match grain",
        description="Gives the picture the grain that the film has in the region.",
    )
    follow_light: bool = Field(
        True,
        title="Follow the light",
        description="Makes the picture brighter and darker as the region gets; in the marked frame "
        "it is as it came.",
    )


class Lost(BaseModel):
    """Where the track ends before the range does: `frame` is the first without the plane.

    `why`: cut (another shot is there) or lost (the plane is hidden, left or cannot be told).
    """

    frame: int
    why: str


class ScopeExtensionResult(BaseModel):
    """`result.json`. Frames count from 0; x goes right and y down, in pixels of the film's
    picture upright, whole at the middles of pixels (`pixel_aspect`: width by height of one).

    `frames`, one a frame from `first` to `last`: `frame`, `corners` (four x, y clockwise from
    the upper left), `certainty` (share of the features in sight that agree, 0 to 1), `residual`
    (how far these are off, RMS in pixels), `strays` (how far the corners may be off: half of
    what fits by every second feature differ, RMS in pixels).
    `grain` is the deviation of the film's grain in the region in blue, green, red (levels of 255),
    `grain_size` of the blur that makes noise like it (pixels), `softened` the blur that the picture
    was given at most (deviation, pixels), `hidden` the largest share of the region that is masked
    in any frame; null where it was not measured. `mask.mp4` begins with frame `first`: white is
    what stands before the plane.
    `self_consistency` is the RMS of `strays`, `worst` the frame in which these are largest.
    `looks` names frames with the indices of their pictures of role `large`, before and after;
    index 0 there is the preview. `lost_before` and `lost_at` say where the track
    ends towards the beginning and the end; null where it reaches the range's. `inserted` is the
    name of the picture, or null. Files are named relative to this one.
    """

    tool: str
    version: str
    rate: str
    width: int
    height: int
    pixel_aspect: float
    at: int
    first: int
    last: int
    frames: list[Row]
    self_consistency: float
    worst: int
    looks: list[dict[str, int]]
    lost_before: Lost | None
    lost_at: Lost | None
    inserted: str | None
    grain: tuple[float, float, float] | None
    grain_size: float | None
    softened: float | None
    hidden: float | None
    files: dict[str, str]
    warnings: list[dict[str, str]]


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Track the region of the first input and insert the second, if there is one.

    Raises `ToolRefused`; nothing of a cancelled run is left but whole files.
    """
    assert isinstance(parameters, ScopeExtensionParameters)
    wishes = _wishes(parameters)
    insert = _insert(inputs[1]) if len(inputs) > 1 else None
    film = inputs[0].path
    track = _tracked(inputs[0], folder, wishes, lambda s: progress(TRACKING, 0.5 * s))
    plate = None
    if insert is not None or parameters.occlusion == "auto":
        plate = gather(film, track, lambda s: progress(GATHERING, 0.5 + 0.15 * min(1.0, s)))
    files = write_track(track, folder, insert.size if insert else None)
    look = Look(
        insert,
        plate,
        occlusion=parameters.occlusion == "auto",
        grain=parameters.match_grain,
        light=parameters.follow_light,
    )
    shown = show(film, folder, track, look, lambda s: progress(SHOWING, 0.65 + 0.35 * min(1.0, s)))
    files += films_of(shown)
    result = _result(track, inputs, wishes, files)
    result = result.model_copy(update=measured(look, shown))
    result.warnings.extend(warnings_of_look(look, shown))
    told = result.model_dump(mode="json")
    numbers = folder / "result.json"
    numbers.write_text(json.dumps(told, indent=1, ensure_ascii=False))
    files.append(OutputFile(numbers, "numbers", "application/json"))
    return [Outcome(told, [*files, *looks_of(shown)], kind="track")]


def _wishes(parameters: ScopeExtensionParameters) -> Wishes:
    first, last, at = parameters.first_frame, parameters.last_frame, parameters.at
    if at < first or (last is not None and last < at):
        raise ToolRefused("scope:range", f"{first} … {'' if last is None else last}, {at}")
    corners = marked(parameters.corners)
    if corners is None:
        raise ToolRefused("scope:corners", words_of("few"))
    stop = None if last is None else last + 1
    return Wishes(np.array(corners, np.float64), at, first, stop)


def _insert(item: ToolInput) -> Insert:
    try:
        return read_insert(item.path)
    except NotAPicture as error:
        raise ToolRefused("scope:picture", item.name) from error


def _tracked(film: ToolInput, folder: Path, wishes: Wishes, tell: Callable[[float], None]) -> Track:
    try:
        return follow(film.path, folder, wishes, tell)
    except NoPicture as error:
        raise ToolRefused("tool:no_picture", film.name) from error
    except Unreadable as error:
        raise ToolRefused("tool:unreadable", film.name) from error
    except Unfit as unfit:
        raise _refused(unfit) from unfit


def _refused(unfit: Unfit) -> ToolRefused:
    if unfit.code == "corners":
        return ToolRefused("scope:corners", words_of(unfit.detail))
    if unfit.code == "range":
        return ToolRefused("scope:range", unfit.detail)
    if unfit.code == "black":
        return ToolRefused("scope:black")
    if unfit.code == "plain":
        return ToolRefused("scope:plain", unfit.detail)
    return ToolRefused("scope:one_frame" if unfit.code == "one_frame" else "scope:alone")


def _result(
    track: Track, inputs: Sequence[ToolInput], wishes: Wishes, files: list[OutputFile]
) -> ScopeExtensionResult:
    rows = [Row.of(number, track) for number in sorted(track.fits)]
    strays = np.array([row.strays for row in rows])
    return ScopeExtensionResult(
        tool=NAME,
        version=VERSION,
        rate=f"{track.rate.numerator}/{track.rate.denominator}",
        width=track.width,
        height=track.height,
        pixel_aspect=round(float(track.aspect), 6),
        at=track.at,
        first=track.first,
        last=track.last,
        frames=rows,
        self_consistency=round(float(np.sqrt((strays**2).mean())), 4),
        worst=worst(track),
        looks=[],
        lost_before=_lost(track.first - 1, track.before),
        lost_at=_lost(track.last + 1, track.after),
        inserted=inputs[1].name if len(inputs) > 1 else None,
        grain=None,
        grain_size=None,
        softened=None,
        hidden=None,
        files={file.path.stem: file.path.name for file in files},
        warnings=warnings_of(track, rows, wishes.stop),
    )


def _lost(frame: int, why: str) -> Lost | None:
    return None if why == "range" else Lost(frame=frame, why=why)


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Scope extension"),
    purpose=_("Tracks a flat region through a shot and lays a matte painting or a plate into it."),
    method=_(
        "Places that stand out within the region are followed from frame to frame; then each "
        "frame is laid back onto the marked one and compared with it, so that errors do not add "
        "up. What most of these places agree with is the movement of the plane; each frame says "
        "how many agree and how far its corners may be off, and the track ends where too few do. "
        "What differs from the region as most frames show it stands before it. The picture is "
        "given the film's light, softness and grain. "
        "Do not trust it with what is not flat, with reflections, with a region that somebody "
        "hides for the most part, with rolling shutters in fast pans, and with corners far from "
        "anything that stands out."
    ),
    serves="vfx",
    accepts=frozenset({"film", "image"}),
    parameters=ScopeExtensionParameters,
    stages={
        TRACKING: _("Following the region"),
        GATHERING: _("Finding what stands before it"),
        SHOWING: _("Making the preview"),
    },
    run=run,
    most_inputs=2,
    inputs=Inputs(
        title=_("Shot and picture"),
        hint=_(
            "Choose the picture that is laid into the region, such as a matte painting. Without "
            "one the region is tracked, and masked."
        ),
        few="",
        first=_("Shot"),
        other=_("Picture"),
        least=1,
        begins=True,
        first_is=frozenset({"film"}),
        others_are=frozenset({"image"}),
    ),
)
