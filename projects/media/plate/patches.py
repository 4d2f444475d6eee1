"""Changing whole patches of the choice at once, where place by place it is stuck.

Messages between neighbours turn a patch only from its rim, and inside a large one the
longer-seen colour confirms itself. So each patch that is cut off from its surroundings by a
seam is tried without its present colours, and the cheaper of both pictures stays.
"""

from collections.abc import Callable

import cv2
import numpy as np

SEAM = 0.3  # a pair of neighbours that costs more is a seam
LEAST, LARGEST = 6, 0.4  # places, share of the picture
MARGIN = 4
MOST = 60
ROUNDS = 60
BARRED = 9.0
RIVAL = 0.5  # a colour that costs its place less could be the background

Propagate = Callable[[np.ndarray, np.ndarray, np.ndarray, int], np.ndarray]


def reconsider(
    kind: np.ndarray, own: np.ndarray, right: np.ndarray, down: np.ndarray, propagate: Propagate
) -> np.ndarray:
    """`kind` h x w with patches changed where that costs less; costs as in `hypotheses`."""
    kind = kind.copy()
    cut_off = [(box, patch, None) for box, patch in _patches(_unseamed(kind, right, down))]
    rivals = (own < RIVAL).sum(0) > 1
    contested = [(box, patch, 0) for box, patch in _patches(rivals.astype(np.uint8))]
    for box, patch, barred in cut_off + contested:
        rows, columns = box
        here, costs = kind[box], own[:, rows, columns]
        beside = right[:, :, rows, columns.start : columns.stop - 1]
        below = down[:, :, rows.start : rows.stop - 1, columns]
        forbidden = _barred(costs, here, patch, barred)
        other = propagate(costs + forbidden, beside, below, ROUNDS).argmin(0)
        if energy(other, costs, beside, below) < energy(here, costs, beside, below):
            kind[box] = other
    return kind


def energy(kind: np.ndarray, own: np.ndarray, right: np.ndarray, down: np.ndarray) -> float:
    """What the choice costs in all."""
    across, along = seams(kind, right, down)
    single = np.take_along_axis(own, kind[None], 0)
    return float(single.sum() + across.sum() + along.sum())


def seams(kind: np.ndarray, right: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The cost of each pair beside each other and below each other."""
    y, x = np.indices(kind.shape)
    across = right[kind[:, :-1], kind[:, 1:], y[:, :-1], x[:, :-1]]
    along = down[kind[:-1], kind[1:], y[:-1], x[:-1]]
    return across, along


def _unseamed(kind: np.ndarray, right: np.ndarray, down: np.ndarray) -> np.ndarray:
    """1 at the places that no seam touches."""
    across, along = seams(kind, right, down)
    free = np.ones(kind.shape, np.uint8)
    free[:, :-1][across > SEAM] = free[:, 1:][across > SEAM] = 0
    free[:-1][along > SEAM] = free[1:][along > SEAM] = 0
    return free


def _patches(free: np.ndarray) -> list[tuple[tuple[slice, slice], np.ndarray]]:
    """Boxes around the connected patches of `free`, with the patch in each; larger ones first."""
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(free, connectivity=4)
    area = stats[:, cv2.CC_STAT_AREA]
    order = sorted(range(1, len(stats)), key=lambda n: -area[n])
    found = []
    for number in [n for n in order if LEAST <= area[n] <= LARGEST * free.size][:MOST]:
        x, y, width, height = (int(value) for value in stats[number, :4])
        box = (
            slice(max(0, y - MARGIN), min(free.shape[0], y + height + MARGIN)),
            slice(max(0, x - MARGIN), min(free.shape[1], x + width + MARGIN)),
        )
        patch = (labels[box] == number).astype(np.uint8)
        found.append((box, cv2.dilate(patch, np.ones((5, 5), np.uint8)) > 0))
    return found


def _barred(own: np.ndarray, kind: np.ndarray, patch: np.ndarray, which: int | None) -> np.ndarray:
    """Costs that keep the choice outside the patch and forbid inside what is chosen (`which`:
    that colour everywhere), where there is a rival; along the rim either may be right."""
    numbers = np.arange(len(own))[:, None, None]
    present = numbers == kind
    out = present if which is None else np.broadcast_to(numbers == which, own.shape)
    rival = np.where(out, np.inf, own).min(0) < RIVAL
    inner = cv2.erode(patch.astype(np.uint8), np.ones((9, 9), np.uint8), borderValue=1) > 0
    forbidden = np.where(patch, out & rival & inner, ~present)
    return np.where(forbidden, BARRED, 0).astype(np.float32)
