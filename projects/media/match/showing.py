"""The hero, the shot before and the shot after, side by side; and the correction as a table."""

from pathlib import Path

import cv2
import numpy as np

from projects.media.match.grade import Cdl, Values, through
from projects.media.match.sampling import Picture

SIZE = 33  # of the table, a side


def side_by_side(path: Path, hero: Picture, shot: Picture, cdl: Cdl) -> None:
    """Write hero, before and after as one picture of the shot's height."""
    after = corrected(shot, cdl)
    high = shot.shape[0]
    shape = (max(1, round(hero.shape[1] * high / hero.shape[0])), high)
    first = cv2.resize(hero, shape, interpolation=cv2.INTER_AREA)
    gap = np.full((high, 4, 3), 128, np.uint8)
    row = np.hstack([first, gap, shot, gap, after])
    path.write_bytes(cv2.imencode(path.suffix, row[..., ::-1])[1].tobytes())


def corrected(shot: Picture, cdl: Cdl) -> Picture:
    """The shot as the correction leaves it."""
    return np.round(through(shot / 255.0, cdl) * 255).astype(np.uint8)


def save_look(path: Path, picture: Picture) -> None:
    """A JPEG to look at, in the size in which the shots were compared."""
    options = [cv2.IMWRITE_JPEG_QUALITY, 90]
    shown = np.ascontiguousarray(picture[..., ::-1])
    path.write_bytes(cv2.imencode(path.suffix, shown, options)[1].tobytes())


def table(cdl: Cdl) -> Values:
    """`SIZE`**3 x 3 values, red fastest, as .cube lists them."""
    steps = np.linspace(0, 1, SIZE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    return through(np.stack([red, green, blue], -1), cdl).reshape(-1, 3)
