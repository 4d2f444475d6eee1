"""Few clusters that weigh unlike: errors with their bias taken off, and the freedom that is left.

CR2 of Bell and McCaffrey, Survey Methodology 28, 2002: each cluster's residuals are scaled by what
the fit has taken from them, and Student's t has the degrees of freedom of the variance's own spread
(Satterthwaite). At small samples: Imbens and Kolesár, Review of Economics and Statistics 98, 2016;
beside fixed effects: Pustejovsky and Tipton, Journal of Business and Economic Statistics 36, 2018.
Where whole clusters move at few moments those degrees are three or four, however many items.
"""

from collections.abc import Hashable, Sequence

import numpy as np

from feedback.statistics.inference import Inference, t_at
from feedback.statistics.regression import basis, without

LEVELS = np.linspace(0.0005, 0.9995, 1999)
#: Shares of a direction within a cluster that count as none or all of it.
ROUNDING = 1e-6


def bias_reduced(
    outcome: np.ndarray,
    done: np.ndarray,
    instrument: np.ndarray,
    controls: np.ndarray,
    clusters: Sequence[Hashable],
) -> Inference:
    """Effect of `done` on `outcome` beside `controls`, by what `instrument` moved (two-stage least
    squares; the instrument may be `done` itself). `error` is at least that of independent items.
    """
    span = basis(controls)
    y, d, z = without(np.column_stack([outcome, done, instrument]), span).T
    names = list(dict.fromkeys(clusters))
    moved = float(z @ d)
    if len(names) < 2 or abs(moved) <= 1e-9 or z @ z <= 1e-9:
        return Inference.nothing()
    value = float(z @ y / moved)
    left, taken = y - value * d, np.column_stack([span, z / np.sqrt(z @ z)])
    groups = [np.flatnonzero([c == name for c in clusters]) for name in names]
    error, freedom = _error(left, z, taken, groups)
    alone = np.sqrt(left @ left / max(len(left) - taken.shape[1], 1) * (z @ z))
    return _student(value, error / abs(moved), float(alone) / abs(moved), freedom)


def _error(
    left: np.ndarray, z: np.ndarray, taken: np.ndarray, groups: Sequence[np.ndarray]
) -> tuple[float, float]:
    """Root of the summed squares of the clusters' scores, and its degrees of freedom."""
    scaled = [_scaled(z[rows], taken[rows]) for rows in groups]
    scores = np.array([own @ left[rows] for own, rows in zip(scaled, groups, strict=True)])
    seen = np.stack([taken[rows].T @ own for own, rows in zip(scaled, groups, strict=True)])
    spread = np.diag([own @ own for own in scaled]) - seen @ seen.T
    total = float((spread**2).sum())
    freedom = float(np.trace(spread)) ** 2 / total if total > 0 else 0.0
    return float(np.sqrt(scores @ scores)), freedom


def _scaled(z: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """One cluster's instrument times the inverse root of what the fit leaves of its residuals.

    Directions that the fit takes whole (the cluster's own mean) have nothing left to scale.
    """
    share, turn = np.linalg.eigh(taken.T @ taken)
    share = np.clip(share, 0, 1)
    grown = 1 / np.sqrt(np.maximum(1 - share, ROUNDING)) - 1
    grown = np.where(share > 1 - ROUNDING, -1, grown) / np.maximum(share, ROUNDING)
    grown = np.where(share < ROUNDING, 0, grown)
    return np.asarray(z + taken @ (turn @ (grown * (turn.T @ (taken.T @ z)))))


def _student(value: float, error: float, alone: float, freedom: float) -> Inference:
    if not freedom > 0:
        return Inference.nothing()
    from scipy import stats  # takes most of a second to load

    points, reach = value + error * stats.t.ppf(LEVELS, freedom), error * t_at(freedom)
    larger = max(error, alone)
    return Inference(
        value,
        value - reach,
        value + reach,
        "bias_reduced",
        larger,
        points,
        LEVELS,
        expected=2 * t_at(freedom) * larger,
    )
