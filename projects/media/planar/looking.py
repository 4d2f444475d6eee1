"""Single frames of a track to be looked at: as the film has them, and as the preview shows them."""

from pathlib import Path

import cv2
import numpy as np

from projects.media.planar.following import Track
from projects.media.planar.spooling import Picture

EVEN = 6  # so many more, spread over the track
QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 90]


def worst(track: Track) -> int:
    """The frame whose corners may be off the furthest; of equals the one that is held by least."""
    return max(
        sorted(track.fits), key=lambda n: (track.fits[n].strays, 1 - track.fits[n].certainty)
    )


class Album:
    """Pairs of JPEGs in a folder: the marked frame, the worst, and some in between.

    `pairs` has the two files of each frame, in the order of the film.
    """

    def __init__(self, folder: Path, track: Track) -> None:
        self.folder = folder
        spread = np.linspace(track.first, track.last, EVEN).round().astype(int).tolist()
        self.wanted = {track.at, worst(track), *(n for n in spread if n in track.fits)}
        self.pairs: dict[int, tuple[Path, Path]] = {}

    def add(self, number: int, before: Picture, after: Picture) -> None:
        """Both of one size."""
        paths = (
            self.folder / f"frame_{number}_before.jpg",
            self.folder / f"frame_{number}_after.jpg",
        )
        self.pairs[number] = paths
        for path, picture in zip(paths, (before, after), strict=True):
            path.write_bytes(cv2.imencode(".jpg", picture, QUALITY)[1].tobytes())

    def forget(self) -> None:
        for pair in self.pairs.values():
            for path in pair:
                path.unlink(missing_ok=True)
