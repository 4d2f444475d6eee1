"""Scope extension prep: a flat region tracked, a picture inserted: parameters, words, result.

The first input is the shot; a second one, if given, is the picture that is inserted.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
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
from projects.assist.tools.scope_extension_files import write_track
from projects.assist.tools.scope_extension_words import Row, marked, warnings_of, words_of
from projects.media.frames import NoPicture, Unreadable
from projects.media.planar.following import Track, Unfit, Wishes, follow
from projects.media.planar.inserting import Insert, NotAPicture, read_insert
from projects.media.planar.preparing import show

NAME, VERSION = "scope_extension", "1.0"
TRACKING, SHOWING = "tracking", "showing"


class ScopeExtensionParameters(Parameters):
    """What the person may choose."""

    corners: str = Field(
        max_length=400,
        title="Corners",
        description="Of the flat region, clockwise from its upper left: four pairs of x and y as "
        "JSON, counted from the middle of the picture's upper left pixel (pixels).",
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


class Lost(BaseModel):
    """Where the track ends before the range does: `frame` is the first without the plane.

    `why`: cut (another shot is there) or lost (the plane is hidden, left or cannot be told).
    """

    frame: int
    why: str


class ScopeExtensionResult(BaseModel):
    """`result.json`. Frames count from 0; x goes right and y down, in pixels of the film's
    picture as it is shown, whole at the middles of pixels.

    `frames`, one a frame from `first` to `last`: `frame`, `corners` (four x, y clockwise from
    the upper left), `certainty` (share of the features in sight that agree, 0 to 1), `residual`
    (how far these are off, RMS in pixels), `strays` (how far the corners may be off: half of
    what fits by every second feature differ, RMS in pixels).
    `self_consistency` is the RMS of `strays`. `lost_before` and `lost_at` say where the track
    ends towards the beginning and the end; null where it reaches the range's. `inserted` is the
    name of the picture, or null. Files are named relative to this one.
    """

    tool: str
    version: str
    rate: str
    width: int
    height: int
    at: int
    first: int
    last: int
    frames: list[Row]
    self_consistency: float
    lost_before: Lost | None
    lost_at: Lost | None
    inserted: str | None
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
    track = _tracked(inputs[0], folder, wishes, lambda s: progress(TRACKING, 0.5 * s))
    files = write_track(track, folder, insert.size if insert else None)
    shown = show(
        inputs[0].path, folder, track, insert, lambda s: progress(SHOWING, 0.5 + 0.5 * min(1.0, s))
    )
    files.append(OutputFile(shown.preview, "preview", "video/mp4"))
    result = _result(track, inputs, wishes, files).model_dump(mode="json")
    numbers = folder / "result.json"
    numbers.write_text(json.dumps(result, indent=1, ensure_ascii=False))
    files.append(OutputFile(numbers, "numbers", "application/json"))
    return [Outcome(result, files, kind="track")]


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
        at=track.at,
        first=track.first,
        last=track.last,
        frames=rows,
        self_consistency=round(float(np.sqrt((strays**2).mean())), 4),
        lost_before=_lost(track.first - 1, track.before),
        lost_at=_lost(track.last + 1, track.after),
        inserted=inputs[1].name if len(inputs) > 1 else None,
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
        "Do not trust it with what is not flat, with reflections, with a region that somebody "
        "hides for the most part, with rolling shutters in fast pans, and with corners far from "
        "anything that stands out."
    ),
    serves="vfx",
    accepts=frozenset({"film", "image"}),
    parameters=ScopeExtensionParameters,
    stages={
        TRACKING: _("Following the region"),
        SHOWING: _("Making the preview"),
    },
    run=run,
    most_inputs=2,
)
