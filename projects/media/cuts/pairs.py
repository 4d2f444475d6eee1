"""Small pictures of what was changed: the earlier film on the left, the later on the right."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.cuts.changes import KEPT, Change
from projects.media.cuts.comparing import Comparison
from projects.media.shots.parts import Parts

HIGH, GAP, GREY, QUALITY = 180, 8, 60, 85
SPREAD = 8  # standard deviation of 0..255, from which on a picture shows something
TRIES = 8  # of a shot's pictures, before the one of these that shows most is taken
UNLIKE = 0.6  # agreement below which two pictures are hardly of one shot; of one it is 0.9
SMALL = (32, 18)  # width and height at which two pictures are laid over each other
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Pair:
    """`alike`, -1..1, is how well both pictures agree, whatever their grade; None where there is
    one alone, or nothing to be seen."""

    path: Path
    alike: float | None


class Candidates:
    """The pictures that the pass over a film left, by frame."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.numbers = parts, parts.candidate_numbers()

    def near(self, frame: float, start: int, end: int) -> tuple[int, Picture]:
        """The frame nearest to this one, within `start` to `end` if there is one, and its picture,
        HIGH high."""
        inside = self.numbers[bisect_left(self.numbers, start) : bisect_left(self.numbers, end)]
        return self._of(min(inside or self.numbers, key=lambda n: abs(n - frame)))

    def around(self, frame: float, start: int, end: int) -> list[Picture]:
        """The three nearest: both films left pictures of other frames, and within a fade a few
        frames are the whole difference."""
        inside = self.numbers[bisect_left(self.numbers, start) : bisect_left(self.numbers, end)]
        inside.sort(key=lambda n: abs(n - frame))
        return [self._of(number)[1] for number in inside[:3]] or [self.near(frame, start, end)[1]]

    def telling(self, start: int, end: int) -> tuple[int, Picture]:
        """As `near` the middle, but not in the black of a fade if another frame shows something."""
        middle = (start + end - 1) / 2
        inside = self.numbers[bisect_left(self.numbers, start) : bisect_left(self.numbers, end)]
        inside.sort(key=lambda n: abs(n - middle))
        best = self.near(middle, start, end)
        for number in inside[1:TRIES]:
            if best[1].std() >= SPREAD:
                break
            best = max(best, self._of(number), key=lambda one: float(one[1].std()))
        return best

    def _of(self, number: int) -> tuple[int, Picture]:
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
) -> dict[tuple[str, int], Pair]:
    """JPEG files by ("later" or "earlier", number of the shot): changed shots, lost ones, and
    those that were told to be kept though their pictures differ.

    `own` gives the earlier film's number of a frame counted at the later film's rate.
    """
    folder.mkdir(exist_ok=True)
    made: dict[tuple[str, int], Pair] = {}
    lost = [n for n, fate in enumerate(found.earlier) if not fate.shown]
    whole = len(found.later) + len(lost)
    for number, row in enumerate(found.later):
        tell(number / whole)
        left, right = _of(row, earlier, later, own)
        if row.words != [KEPT] or _differ(left, right):
            made["later", number] = _write(folder / f"shot_{number:05d}.jpg", left, right)
    for done, number in enumerate(lost, len(found.later)):
        tell(done / whole)
        fate = found.earlier[number]
        _at, left = earlier.telling(fate.start, fate.end)
        made["earlier", number] = _write(folder / f"lost_{number:05d}.jpg", left, None)
    return made


def _of(
    row: Change, earlier: Candidates, later: Candidates, own: Callable[[int], int]
) -> tuple[Picture | None, Picture]:
    if row.retimed:
        at, right = later.telling(row.start, row.end)
        source = row.retimed[1]
        share = (at - row.start) / max(1, row.end - row.start)
        wanted = source.start + (share if row.speed > 0 else 1 - share) * (
            source.end - source.start
        )
        return earlier.near(own(round(wanted)), own(source.start), own(source.end - 1) + 1)[
            1
        ], right
    if not row.parts:
        return None, later.telling(row.start, row.end)[1]
    part = max(row.parts, key=lambda part: part.length)
    at, right = later.telling(part.start, part.end)
    ends = own(part.since), own(part.since + part.length - 1) + 1
    around = earlier.around(own(at - part.by), *ends)
    return max(around, key=lambda one: alike(one, right) or 0), right


def _differ(left: Picture | None, right: Picture) -> bool:
    agree = None if left is None else alike(left, right)
    return agree is not None and agree < UNLIKE


def _write(path: Path, left: Picture | None, right: Picture | None) -> Pair:
    shape = next(one.shape for one in (left, right) if one is not None)
    empty = np.full(shape, GREY, np.uint8)
    between = np.full((HIGH, GAP, 3), GREY // 2, np.uint8)
    sides: Sequence[Picture] = [one if one is not None else empty for one in (left, right)]
    pair = np.concatenate([sides[0], between, sides[1]], axis=1)
    path.write_bytes(cv2.imencode(".jpg", pair, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes())
    return Pair(path, None if left is None or right is None else alike(left, right))


def alike(one: Picture, other: Picture) -> float | None:
    """How well the brighter and darker places of both agree; not at all where one is empty."""
    least, most = sorted((float(one.std()), float(other.std())))
    if least < SPREAD:
        return None if most < 2 * SPREAD else 0.0
    seen = [
        cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), SMALL, interpolation=cv2.INTER_AREA)
        for picture in (one, other)
    ]
    return round(float(np.corrcoef(seen[0].ravel(), seen[1].ravel())[0, 1]), 3)
