"""A viewing copy of an image sequence: every number has its frame, also where no file is."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream
from PIL import Image, ImageDraw, ImageFont

from projects.media import pictures
from projects.media.facts import Facts
from projects.media.frame_archive import Frames, Member, take_out
from projects.media.geometry import fitted
from projects.media.looks import LOOKS, of_frames
from projects.media.marking import Mark
from projects.media.pace import Pace
from projects.media.poster import still_picture
from projects.media.proxy import GROUP, X264, Progress
from projects.media.refusal import Refused, gettext_noop

# Whatever a file can make a decoder say, beside its own errors.
_BROKEN = (Refused, ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError)
_DIMMED = 0.35
_GROUND = (38, 38, 38)


@dataclass
class Seen:
    """What was met on the way: numbers of files that cannot be shown, and of other sizes."""

    broken: list[int] = field(default_factory=list)
    other: list[int] = field(default_factory=list)


class Reel:
    """The frames of the archive at `path`, taken out one at a time into `folder`."""

    def __init__(self, path: Path, frames: Frames, folder: Path) -> None:
        self.path, self.frames, self.folder, self.seen = path, frames, folder, Seen()

    def header(self) -> pictures.Header:
        """Of the first frame that has one. Raises `Refused("media:no_frames")`."""
        for member in self.frames.members:
            try:
                with self._taken(member) as file:
                    return pictures.header(file)
            except Refused:
                continue
        raise Refused("media:no_frames", gettext_noop("no picture can be decoded"))

    def shown(self, facts: Facts, size: tuple[int, int]) -> Iterator[Image.Image]:
        """A picture of `size` for each number; what went wrong is in `seen`."""
        there = {member.number: member for member in self.frames.members}
        last = Image.new("RGB", size, _GROUND)
        for number in range(self.frames.first, self.frames.last + 1):
            member = there.get(number)
            if member is None:
                yield _slate(last, f"{number} is missing")
                continue
            try:
                last = self._picture(member, facts, size)
                yield last
            except _BROKEN:
                self.seen.broken.append(number)
                yield _slate(last, f"{number} cannot be read")

    def _picture(self, member: Member, facts: Facts, size: tuple[int, int]) -> Image.Image:
        """One of another size is fitted inside."""
        with self._taken(member) as file:
            header = pictures.header(file)
            picture = still_picture(file, facts, size[0])
        if (look := facts.colour.get("look")) in LOOKS:
            picture = picture.filter(of_frames(look))
        if (header.width, header.height) == (facts.coded_width, facts.coded_height):
            return picture.resize(size)
        self.seen.other.append(member.number)
        ground = Image.new("RGB", size, _GROUND)
        picture.thumbnail(size)
        ground.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
        return ground

    @contextmanager
    def _taken(self, member: Member) -> Iterator[Path]:
        """The frame's file for a while, under a name of our own."""
        place = self.folder / f"frame.{self.frames.kind}"
        try:
            take_out(self.path, member, place)
            yield place
        finally:
            place.unlink(missing_ok=True)


def sequence_copy(
    reel: Reel,
    facts: Facts,
    out: Path,
    height: int = 540,
    progress: Progress = lambda _: None,
    mark: str = "",
) -> dict[str, Any]:
    """Write an MP4 (H.264) of the sequence to `out`; frame n is number first + n.

    Where a file is missing or cannot be shown, the frame before stands still, dimmed, and says
    so. `progress` gets 0..1 and may raise. `mark` is written into every picture. Returns
    `frames`, `width`, `height`, `rate`. Raises `Refused("media:no_frames")` when no file
    at all can be shown.
    """
    assert facts.width and facts.height and facts.rate
    size = fitted(facts.width, facts.height, within=height, even=True)
    part, over = out.with_name(out.name + ".part"), Mark(mark, size)
    try:
        with av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as target:
            track, pace = _track(target, facts.rate, size), Pace(progress)
            for count, picture in enumerate(reel.shown(facts, size)):
                told = over.over(picture) if mark else picture
                target.mux(track.encode(_frame(told, count, facts.rate)))
                pace.report(count, reel.frames.length)
            target.mux(track.encode(None))
        if len(reel.seen.broken) == len(reel.frames.members):
            raise Refused("media:no_frames", gettext_noop("no picture can be decoded"))
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)
    progress(1.0)
    rate = f"{facts.rate.numerator}/{facts.rate.denominator}"
    return {"frames": reel.frames.length, "width": size[0], "height": size[1], "rate": rate}


def _frame(picture: Image.Image, count: int, rate: Fraction) -> av.VideoFrame:
    plain = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
    small = plain.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
    small.pts, small.time_base = count, 1 / rate
    return small


def _slate(last: Image.Image, text: str) -> Image.Image:
    ground = last.point(lambda value: int(value * _DIMMED))
    font = ImageFont.load_default(max(10, ground.height // 14))
    place = (ground.width // 2, ground.height // 2)
    ImageDraw.Draw(ground).text(place, text, fill="white", anchor="mm", font=font)
    return ground


def _track(target: OutputContainer, rate: Fraction, size: tuple[int, int]) -> VideoStream:
    track = target.add_stream("libx264", rate=rate, options=dict(X264))
    track.width, track.height = size
    track.pix_fmt = "yuv420p"
    context = track.codec_context
    track.time_base = context.time_base = 1 / rate
    context.gop_size, context.max_b_frames = GROUP, 0
    context.color_primaries = context.color_trc = context.colorspace = 1  # BT.709
    context.color_range = 1  # limited
    return track
