"""Everything between a track and the films that show it."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.planar.following import Track
from projects.media.planar.grain import made
from projects.media.planar.inserting import Insert, Laid, laid, over, softened, through_holes
from projects.media.planar.looking import Album
from projects.media.planar.occlusion import hidden, in_frame
from projects.media.planar.quads import inside, scaling, through
from projects.media.planar.region import Plate
from projects.media.planar.sharpness import missing, softness
from projects.media.planar.showing import EXACT, LOOKED, Writer, outlined, preview_size, tinted
from projects.media.planar.spooling import Picture, pictures

Tell = Callable[[float], None]
Mask = NDArray[np.uint8]

SEED = 7
CALM = 0.3  # how much of a frame's own softness counts beside that of the frames before
OPEN = 40  # of 255: places that are less hidden show the plane


@dataclass(frozen=True)
class Look:
    """What is laid in and how; without a `plate` nothing is masked or matched."""

    insert: Insert | None = None
    plate: Plate | None = None
    occlusion: bool = False
    grain: bool = False
    light: bool = False

    @property
    def masks(self) -> bool:
        return self.occlusion and self.plate is not None


@dataclass(frozen=True)
class Shown:
    """Where the films and the album are; `hidden` is the largest share of the region that is
    masked in a frame, `softened` the blur that the picture was given at most (deviation, pixels).
    """

    preview: Path
    mask: Path | None
    hidden: float
    softened: float
    album: Album


def show(path: Path, folder: Path, track: Track, look: Look, tell: Tell) -> Shown:
    """Write preview, mask and album of the tracked frames; no part of them is left on failure."""
    preview, mask = folder / "preview.mp4", folder / "mask.mp4" if look.masks else None
    album = Album(folder, track)
    try:
        with ExitStack() as stack:
            size = preview_size(track.width, track.height)
            seen = Writer(preview, *size, track.rate, LOOKED, track.aspect)
            stack.callback(seen.close)
            kept = None
            if mask is not None:
                kept = Writer(mask, track.width, track.height, track.rate, EXACT, track.aspect)
                stack.callback(kept.close)
            work = _Work(track, look)
            for number, picture in pictures(path, track.first, track.last + 1):
                before = _small(picture, size) if number in album.wanted else None
                shown, covered = work.frame(number, np.ascontiguousarray(picture), size)
                seen.add(shown)
                if before is not None:
                    album.add(number, _stretched(before, track), _stretched(shown, track))
                if kept is not None:
                    kept.add(covered)
                tell((number - track.first + 1) / len(track.fits))
    except BaseException:
        for part in (preview, folder / "mask.mp4"):
            part.unlink(missing_ok=True)
        album.forget()
        raise
    return Shown(preview, mask, work.hidden, work.softened, album)


def _small(picture: Picture, size: tuple[int, int]) -> Picture:
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _stretched(picture: Picture, track: Track) -> Picture:
    """As it is shown where its pixels are no squares."""
    height, width = picture.shape[:2]
    wide = max(1, round(width * track.aspect))
    return picture if wide == width else _small(picture, (wide, height))


class _Work:
    """Frame after frame, with what is remembered between them."""

    def __init__(self, track: Track, look: Look) -> None:
        self.track, self.look = track, look
        self.blur: float | None = None
        self.hidden = self.softened = 0.0

    def frame(self, number: int, picture: Picture, size: tuple[int, int]) -> tuple[Picture, Mask]:
        """The frame of the preview, and the mask in the film's size."""
        covered = np.zeros(picture.shape[:2], np.uint8)
        gain = np.ones(3, np.float32)
        if (plate := self.look.plate) is not None:
            region = plate.region.of(number, picture)
            gain = region.gain if self.look.light else gain
            if self.look.occlusion:
                mask = hidden(plate, region)
                self.hidden = max(
                    self.hidden, float(mask.sum() / max(1, plate.region.within.sum()))
                )
                covered = in_frame(plate, number, mask)
        if self.look.insert is not None:
            self._insert(number, picture, covered, gain)
        corners = through(scaling(size[0] / self.track.width), self.track.corners_of(number))
        small = _small(picture, size)
        if self.look.insert is not None:
            return small, covered
        return outlined(tinted(small, covered), corners), covered

    def _insert(self, number: int, picture: Picture, covered: Mask, gain: np.ndarray) -> None:
        assert self.look.insert is not None
        corners = self.track.corners_of(number)
        lies = laid(self.look.insert, corners, self.track.width, self.track.height)
        if lies is None:
            return
        if (plate := self.look.plate) is not None:
            lies = softened(lies, self._blur(lies, picture, covered, corners))
            lies.picture[:] *= gain
            if self.look.grain:
                height, width = lies.opacity.shape
                grain = made(plate.grain, height, width, (SEED, number))
                lies.picture[:] += grain * lies.opacity[..., None]
        over(picture, through_holes(lies, covered[lies.box]))

    def _blur(self, lies: Laid, picture: Picture, covered: Mask, corners: np.ndarray) -> float:
        """How much softer the film is there, calmed over time."""
        shape = picture.shape[1], picture.shape[0]
        where = (inside(corners, *shape)[lies.box] > 0) & (covered[lies.box] < OPEN)
        where = cv2.erode(where.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
        film = softness(
            cv2.cvtColor(picture[lies.box], cv2.COLOR_BGR2GRAY).astype(np.float32), where
        )
        ours = softness(cv2.cvtColor(lies.picture, cv2.COLOR_BGR2GRAY), where)
        now = missing(film, ours)
        self.blur = now if self.blur is None else CALM * now + (1 - CALM) * self.blur
        self.softened = max(self.softened, self.blur)
        return self.blur
