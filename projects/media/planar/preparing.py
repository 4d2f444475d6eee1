"""Everything between a track and the films that show it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from projects.media.planar.following import Track
from projects.media.planar.inserting import Insert, laid, over
from projects.media.planar.quads import scaling, through
from projects.media.planar.showing import LOOKED, Writer, outlined, preview_size
from projects.media.planar.spooling import Picture, pictures

Tell = Callable[[float], None]


@dataclass(frozen=True)
class Shown:
    """Where the preview is, and a frame of it as it is in the film's size."""

    preview: Path


def show(path: Path, folder: Path, track: Track, insert: Insert | None, tell: Tell) -> Shown:
    """Write the preview of all frames that were tracked; no part of it is left when it fails."""
    preview = folder / "preview.mp4"
    size = preview_size(track.width, track.height)
    writer = Writer(preview, *size, track.rate, LOOKED)
    whole = False
    try:
        for number, picture in pictures(path, track.first, track.last + 1):
            writer.add(_shown(track, insert, number, picture, size))
            tell((number - track.first + 1) / len(track.fits))
        whole = True
    finally:
        writer.close()
        if not whole:
            preview.unlink(missing_ok=True)
    return Shown(preview)


def _shown(
    track: Track, insert: Insert | None, number: int, picture: Picture, size: tuple[int, int]
) -> Picture:
    corners = track.corners_of(number)
    scale = size[0] / track.width
    if insert is not None:
        picture = np.ascontiguousarray(picture)
        lies = laid(insert, corners, track.width, track.height)
        if lies is not None:
            over(picture, lies)
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return small if insert is not None else outlined(small, through(scaling(scale), corners))
