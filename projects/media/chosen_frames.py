"""A few frames of a film, or a still picture, whole and upright, at most so large."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from projects.media import pictures
from projects.media.facts import Facts
from projects.media.frames import display_size, frames_of, open_film, picture_stream, turned
from projects.media.pictures import is_picture
from projects.media.poster import still_picture
from projects.media.shots.pieces import frames_at, held_by
from projects.media.shots.reading import Untrusted
from projects.media.shots.segments import Plan, plan

Pixels = NDArray[np.uint8]


def is_still(path: Path) -> bool:
    """Whether the file is one picture, by its first bytes."""
    with path.open("rb") as file:
        return is_picture(file.read(64))


def chosen_frames(path: Path, wanted: Sequence[int], most: int) -> dict[int, Pixels]:
    """Number → H x W x 3 (red, green, blue), the longer side at most `most` pixels.

    Frames count from 0 as they are shown; -1 is the last one that can be decoded, and is given
    under its own number. Those that the film does not have are left out; of a still picture every
    number is the picture. Raises `NoPicture`, `Unreadable`, and of pictures `Refused`.
    """
    if is_still(path):
        return dict.fromkeys(wanted, _still(path, most))
    layout = plan(path)
    last = layout.packets - 1
    numbers = sorted({last if number == -1 else number for number in wanted if number <= last})
    if not numbers:
        return {}
    with open_film(path) as container:
        aspect = picture_stream(container).sample_aspect_ratio
    look = _Look(set(numbers), aspect, most)
    if not layout.segments or not look.through(path, layout, numbers):
        look = _Look(set(numbers), aspect, most)
        for number, frame in frames_of(path, 0, numbers[-1] + 1):
            look.at(number, frame)
    if -1 in wanted and last not in look.found:  # its end is broken
        look.keep_last()
    return look.found


class _Look:
    """Pictures of the frames wanted, each made small at once: whole ones fill the memory."""

    def __init__(self, wanted: set[int], aspect: Fraction | None, most: int) -> None:
        self.wanted, self.aspect, self.most = wanted, aspect, most
        self.found = dict[int, Pixels]()
        self.last: tuple[int, VideoFrame] | None = None

    def at(self, number: int, frame: VideoFrame) -> None:
        self.last = number, frame
        if number in self.wanted:
            self.found[number] = _upright(frame, self.aspect, self.most)

    def through(self, path: Path, layout: Plan, numbers: list[int]) -> bool:
        """By the pieces that hold them; False where the film does not add up."""
        try:
            for number, frame in frames_at(path, held_by(layout.segments, numbers), numbers):
                self.at(number, frame)
        except Untrusted:
            return False
        return True

    def keep_last(self) -> None:
        if self.last:
            number, frame = self.last
            self.found[number] = _upright(frame, self.aspect, self.most)


def _upright(frame: VideoFrame, aspect: Fraction | None, most: int) -> Pixels:
    shape = Fraction(frame.width, frame.height) * Fraction(aspect or 1)
    sideways = round(frame.rotation / 90) % 2
    upright = 1 / shape if sideways else shape
    whole = frame.height if sideways else frame.width
    wide = min(whole, most if upright >= 1 else round(most * upright))
    width, height = display_size(frame, Fraction(aspect) if aspect else None, max(2, wide))
    picture = frame.reformat(width=width, height=height, format="rgb24", interpolation="AREA")
    return turned(picture.to_ndarray(), frame.rotation)


def _still(path: Path, most: int) -> Pixels:
    header = pictures.header(path)
    width, height = pictures.upright(path, header)
    size = path.stat().st_size
    facts = Facts("image", header.format.lower(), size, width=width, height=height)
    wide = most if width >= height else max(2, most * width // height)
    return np.asarray(still_picture(path, facts, wide)).astype(np.uint8)


def written(picture: Pixels, out: Path, quality: int = 90) -> Path:
    """As a JPEG of pixels alone: nothing of the file it came from stands in it."""
    options = [cv2.IMWRITE_JPEG_QUALITY, quality]
    out.write_bytes(cv2.imencode(".jpg", picture[:, :, ::-1], options)[1].tobytes())
    return out
