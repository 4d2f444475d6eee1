"""Draw again what was drawn: an interval that rests on the draw alone.

Fisher 1935; intervals by inverting the test: Rosenbaum, "Observational Studies", 2002, section 2.
Where somebody did not follow the draw: Imbens and Rosenbaum, Journal of the Royal Statistical
Society A 168, 2005: under "the effect is x", cost less x for each that was truly assisted owes
nothing to what was drawn. Young, Quarterly Journal of Economics 134, 2019, shows on published
trials why this is preferred to robust errors in small ones.

Draws are repeated within their block, with the same number assisted. The outcome may be adjusted
for what was known before the draw: it stays fixed when the draw is repeated (Rosenbaum,
Statistical Science 17, 2002).
"""

from collections.abc import Hashable, Sequence

import numpy as np

from feedback.statistics.inference import LEVEL, NORMAL, Inference

DRAWS = 1999


def redrawn(
    outcome: np.ndarray,
    done: np.ndarray,
    drawn: np.ndarray,
    blocks: Sequence[Hashable],
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Inference:
    """Effect of `done` on `outcome` by repeating `drawn` (0/1) within `blocks`.

    `outcome` and `done` may be residuals of what was known before the draw. Without a block that
    holds both arms: `Inference.nothing()`.
    """
    places = _places(blocks)
    centred = _centred(drawn.astype(float), places)
    both = np.column_stack([outcome, done])
    seen = centred @ both
    if seen[1] <= 1e-9:
        return Inference.nothing()
    again = _again(centred, both, places, draws, np.random.default_rng(seed))
    return _inverted(seen, again)


def _places(blocks: Sequence[Hashable]) -> list[np.ndarray]:
    found: dict[Hashable, list[int]] = {}
    for at, block in enumerate(blocks):
        found.setdefault(block, []).append(at)
    return [np.array(rows) for rows in found.values()]


def _centred(drawn: np.ndarray, places: list[np.ndarray]) -> np.ndarray:
    centred = drawn.copy()
    for rows in places:
        centred[rows] -= centred[rows].mean()
    return centred


def _again(
    centred: np.ndarray,
    both: np.ndarray,
    places: list[np.ndarray],
    draws: int,
    chance: np.random.Generator,
) -> np.ndarray:
    """draws × 2: of each repeated draw, its product with the outcome and with what was done."""
    total = np.zeros((draws, 2))
    for rows in places:
        if np.ptp(centred[rows]) > 0:
            table = np.broadcast_to(centred[rows], (draws, len(rows)))
            total += chance.permuted(table, axis=1) @ both[rows]
    return total


def _inverted(seen: np.ndarray, again: np.ndarray) -> Inference:
    """All values at once. A repeated draw is at most as large as the real one under "the effect is
    x" exactly where x ≤ (A − a) / (B − b): those quotients are the confidence distribution.
    """
    gap = seen - again
    usable = gap[:, 1] > 1e-9
    turns = np.full(len(again), np.inf)
    turns[usable] = gap[usable, 0] / gap[usable, 1]
    # A draw that separates as well as the real one rules out nothing on either side.
    lower = np.sort(np.where(usable, turns, -np.inf))
    upper = np.sort(turns)
    tail = max(int((1 - LEVEL) / 2 * (len(again) + 1)), 1)
    low, high = float(lower[tail - 1]), float(upper[-tail])
    finite = np.sort(turns[usable])
    curve = (np.arange(len(finite)) + 1) / (len(finite) + 1)
    value, error = float(seen[0] / seen[1]), (high - low) / (2 * NORMAL)
    return Inference(value, low, high, "randomisation", error, finite, curve)
