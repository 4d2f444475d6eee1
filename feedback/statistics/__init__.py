"""Statistics for few studios and small samples: intervals, draws repeated, clusters, agreement.

Plain NumPy and SciPy, no Django. Each method's source stands in its own file.
"""

from feedback.statistics.agreement import Agreement, alpha, alpha_interval
from feedback.statistics.clusters import wild_cluster
from feedback.statistics.inference import Inference, t_at
from feedback.statistics.intervals import Interval, bca, difference, mean_interval, wilson
from feedback.statistics.randomisation import redrawn
from feedback.statistics.reduced_bias import bias_reduced
from feedback.statistics.regression import dummies, without

__all__ = [
    "Agreement",
    "Inference",
    "Interval",
    "alpha",
    "alpha_interval",
    "bca",
    "bias_reduced",
    "difference",
    "dummies",
    "mean_interval",
    "redrawn",
    "t_at",
    "wild_cluster",
    "wilson",
    "without",
]
