"""How easy it was: the mean of whole leaves, with Student's interval."""

from collections import defaultdict
from collections.abc import Iterable
from math import sqrt

from feedback.dashboard.leaves import TOOL
from feedback.models import EaseLeaf
from feedback.statistics import Interval
from feedback.statistics.inference import t_at

LEAST, MOST = 1, 7


def mean(leaves: Iterable[EaseLeaf]) -> Interval | None:
    """The mean ease of whole leaves with Student's interval, on the scale; None of none."""
    some = list(leaves)
    n, total = sum(one.answers for one in some), sum(one.total for one in some)
    if n < 2:
        return None
    middle = total / n
    spread = max(sum(one.squares for one in some) - n * middle**2, 0) / (n - 1)
    reach = t_at(n - 1) * sqrt(spread / n)
    return Interval(middle, max(middle - reach, LEAST), min(middle + reach, MOST), n)


def by_tool(leaves: Iterable[EaseLeaf]) -> dict[str, list[EaseLeaf]]:
    """Those that lie wholly in one tool of one studio."""
    found: dict[str, list[EaseLeaf]] = defaultdict(list)
    for one in leaves:
        if len(one.place) > TOOL:
            found[one.place[TOOL]].append(one)
    return dict(sorted(found.items()))
