"""What a test says about every value at once: an estimate, its interval, its confidence curve.

The curve C(x) is the confidence that the truth is at most x: one minus the one-sided p-value of
"the truth is x". It is a confidence distribution (Xie and Singh, International Statistical Review
81, 2013; Schweder and Hjort 2016): over many programmes, the truth lies below the point where C is
0.9 in nine of ten. It is no chance given beforehand to one claim; it reads as one only for somebody
who thought every value equally likely (on the scale of logarithms) before the data came.
"""

from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np

LEVEL = 0.95
#: Standard errors from the middle of a normal curve to either end of its 95 %.
NORMAL = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True)
class Inference:
    """`value` with its interval of 95 %, on the scale it was computed (a logarithm of a ratio).

    `method` is a code: "randomisation", "bias_reduced", "wild_cluster",
    "wild_cluster_unseen", "none". A bound is
    infinite where the data rule nothing out on that side.
    """

    value: float
    low: float
    high: float
    method: str
    error: float  # standard error
    points: np.ndarray = field(repr=False, compare=False)  # x, rising
    curve: np.ndarray = field(repr=False, compare=False)  # C(x)
    unseen: float = 0.0  # what no further item takes away: the allowance for reasons unseen
    expected: float = 0.0  # width that such data have; an interval that is narrower had luck

    def below(self, x: float) -> float:
        """Confidence that the truth is at most `x`: 0..1."""
        return float(np.interp(x, self.points, self.curve))

    @property
    def width(self) -> float:
        return self.high - self.low

    @property
    def bounded(self) -> bool:
        return bool(np.isfinite(self.width))

    @classmethod
    def nothing(cls) -> "Inference":
        """No comparison could be made: everything is possible."""
        ends = np.array([-1.0, 1.0])
        flat = np.array([0.5, 0.5])
        return cls(float("nan"), -np.inf, np.inf, "none", float("nan"), ends, flat)


def t_at(freedom: float, share: float = (1 + LEVEL) / 2) -> float:
    """Quantile of Student's t; infinite without a degree of freedom."""
    from scipy import stats  # takes most of a second to load

    return float(stats.t.ppf(share, freedom)) if freedom > 0 else float("inf")
