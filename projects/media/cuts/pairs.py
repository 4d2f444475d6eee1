"""Small pictures of what was changed: the earlier film on the left, the later on the right."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.cuts.changes import KEPT, Change
from projects.media.cuts.comparing import Comparison
from projects.media.shots.parts import Parts

HIGH, GAP, GREY, QUALITY = 180, 8, 60, 85
Picture = NDArray[np.uint8]


class Candidates:
    """The pictures that the pass over a film left, by frame."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.numbers = parts, parts.candidate_numbers()

    def near(self, frame: float, start: int, end: int) -> tuple[int, Picture]:
        """The frame nearest to this one, within `start` to `end` if there is one, and its picture,
        HIGH high."""
        inside = self.numbers[bisect_left(self.numbers, start) : bisect_left(self.numbers, end)]
        number = min(inside or self.numbers, key=lambda n: abs(n - frame))
        blob = np.frombuffer(self.parts.candidate(number), np.uint8)
        picture = cv2.imdecode(blob, cv2.IMREAD_COLOR)
        wide = max(2, round(picture.shape[1] * HIGH / picture.shape[0]))
        return number, cv2.resize(picture, (wide, HIGH), interpolation=cv2.INTER_AREA)


def write_pairs(
    found: Comparison,
    earlier: Candidates,
    later: Candidates,
    folder: Path,
    own: Callable[[int], int],
    tell: Callable[[float], None],
) -> dict[tuple[str, int], Path]:
    """JPEG files by ("later" or "earlier", number of the shot): changed shots, and lost ones.

    `own` gives the earlier film's number of a frame counted at the later film's rate.
    """
    folder.mkdir(exist_ok=True)
    made: dict[tuple[str, int], Path] = {}
    lost = [n for n, fate in enumerate(found.earlier) if not fate.shown]
    changed = [n for n, row in enumerate(found.later) if row.words != [KEPT]]
    for done, number in enumerate(changed):
        tell(done / (len(changed) + len(lost)))
        left, right = _of(found.later[number], earlier, later, own)
        made["later", number] = _write(folder / f"shot_{number:05d}.jpg", left, right)
    for done, number in enumerate(lost, len(changed)):
        tell(done / (len(changed) + len(lost)))
        fate = found.earlier[number]
        middle = (fate.start + fate.end - 1) / 2
        _at, left = earlier.near(middle, fate.start, fate.end)
        made["earlier", number] = _write(folder / f"lost_{number:05d}.jpg", left, None)
    return made


def _of(
    row: Change, earlier: Candidates, later: Candidates, own: Callable[[int], int]
) -> tuple[Picture | None, Picture]:
    if row.retimed:
        at, right = later.near((row.start + row.end - 1) / 2, row.start, row.end)
        source = row.retimed[1]
        share = (at - row.start) / max(1, row.end - row.start)
        wanted = source.start + (share if row.speed > 0 else 1 - share) * (
            source.end - source.start
        )
        return earlier.near(own(round(wanted)), own(source.start), own(source.end - 1) + 1)[
            1
        ], right
    if not row.parts:
        return None, later.near((row.start + row.end - 1) / 2, row.start, row.end)[1]
    part = max(row.parts, key=lambda part: part.length)
    at, right = later.near((part.start + part.end - 1) / 2, part.start, part.end)
    ends = own(part.since), own(part.since + part.length - 1) + 1
    return earlier.near(own(at - part.by), *ends)[1], right


def _write(path: Path, left: Picture | None, right: Picture | None) -> Path:
    shape = next(one.shape for one in (left, right) if one is not None)
    empty = np.full(shape, GREY, np.uint8)
    between = np.full((HIGH, GAP, 3), GREY // 2, np.uint8)
    sides: Sequence[Picture] = [one if one is not None else empty for one in (left, right)]
    pair = np.concatenate([sides[0], between, sides[1]], axis=1)
    path.write_bytes(cv2.imencode(".jpg", pair, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes())
    return path
