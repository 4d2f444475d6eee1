"""The sticks of a clapper board in a picture: a row of equal dark and bright stripes, slanted."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

WIDE = 320
FEWEST, SHORTEST, LONGEST = 6, 4, 48  # stripes in a row, and how wide one is
EVEN = 2.2  # how much wider the widest may be than the narrowest
CONTRAST, PLAIN = 60.0, 0.2  # codes between stripes, and the share of it that one may vary by
STRONG, FILLED = 20, 0.6  # codes from the surroundings, and the share of pixels so far from them
ROWS = 5  # rows one above the other that must show them
SLANT = (0.15, 2.5)  # pixels by which stripes move from row to row

Grey = NDArray[np.uint8]


def has_stripes(grey: Grey) -> bool:
    """Whether a picture (H x W luma) shows such a row anywhere."""
    high = max(2, round(grey.shape[0] * WIDE / grey.shape[1]))
    small = cv2.resize(grey, (WIDE, high), interpolation=cv2.INTER_AREA)
    around = cv2.blur(small, (61, 1)).astype(np.int16)
    away = small - around
    strong = cv2.blur((np.abs(away) > STRONG).astype(np.float32), (FEWEST * 2 * SHORTEST, 1))
    worth = strong.max(axis=1) > FILLED
    found = [_row(small[n], away[n] > 0) if worth[n] else [] for n in range(high)]
    return _stacked(found)


def _row(line: Grey, bright: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Edges of the stripes of each even run in one line."""
    edges = np.flatnonzero(bright[1:] != bright[:-1]) + 1
    if len(edges) <= FEWEST:
        return []
    runs = []
    for start, end in _even(np.diff(edges).tolist()):
        if _contrast(line, bright, edges[start], edges[end]) > CONTRAST:
            runs.append(edges[start : end + 1])
    return runs


def _even(widths: list[int]) -> Iterator[tuple[int, int]]:
    """First and end (exclusive) of at least FEWEST stripes in a row that are about as wide."""
    start, least, most = 0, LONGEST, 0
    for n, width in enumerate([*widths, 0]):
        least, most = min(least, width), max(most, width)
        if least >= SHORTEST and most <= min(LONGEST, EVEN * least):
            continue
        if n - start >= FEWEST:
            yield start, n
        fits = SHORTEST <= width <= LONGEST
        start = n if fits else n + 1
        least, most = (width, width) if fits else (LONGEST, 0)


def _contrast(line: Grey, bright: NDArray[np.bool_], start: int, end: int) -> float:
    part, lit = line[start:end], bright[start:end]
    if lit.all() or not lit.any():
        return 0.0
    light, dark = part[lit].astype(float), part[~lit].astype(float)
    contrast = float(np.median(light) - np.median(dark))
    vary = max(float(np.median(np.abs(side - np.median(side)))) for side in (light, dark))
    return contrast if vary <= PLAIN * contrast else 0.0


def _stacked(rows: list[list[NDArray[np.intp]]]) -> bool:
    """Whether stripes go on over several rows, moving aside evenly."""
    open_runs: list[tuple[NDArray[np.intp], list[float]]] = []
    for runs in rows:
        going = []
        for run in runs:
            shifts = max((_onward(b, s, run) for b, s in open_runs), key=len, default=[])
            if len(shifts) >= ROWS - 1 and _slanted(shifts):
                return True
            going.append((run, shifts))
        open_runs = going
    return False


def _onward(before: NDArray[np.intp], shifts: list[float], run: NDArray[np.intp]) -> list[float]:
    """The shifts so far and the one to this row; none where it shows other stripes."""
    nearest = np.abs(run[:, None] - before[None, :]).argmin(axis=1)
    moved = (run - before[nearest]).astype(float)
    width = float(np.median(np.diff(run)))
    if min(len(run), len(before)) < FEWEST or np.abs(moved).max() > width / 2 + 1:
        return []
    return [*shifts, float(moved.mean())]


def _slanted(shifts: list[float]) -> bool:
    mean = float(np.mean(shifts))
    low, high = SLANT
    return low <= abs(mean) <= high and sum(np.sign(s) == np.sign(mean) for s in shifts) >= (
        0.6 * len(shifts)
    )
