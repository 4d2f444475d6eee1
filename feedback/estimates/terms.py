"""What was agreed on before the data were seen: the claim, and what counts as an answer to it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """`target` is the claim (0.3: thirty percent less). An interval is an answer where its ends
    differ by at most the factor `widest` in cost: precision decides, never whether the result
    pleases, so that answering selects nothing. Below `fewest_items` in an arm, or
    `fewest_studios` where studios are the clusters, nothing is answered.
    """

    target: float = 0.30
    widest: float = 1.5
    fewest_items: int = 10
    fewest_studios: int = 5
