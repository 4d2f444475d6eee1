"""Which counts of one question may be shown, so that nobody can be told from them."""

from collections.abc import Mapping

from feedback.suppression import FEWEST


def shown_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """None for a cell under FEWEST, zero too: that nobody chose it is told of somebody.

    The total is known, and so is what all hidden cells come to: where that is under FEWEST, or
    of one cell, the smallest of the others are hidden with them.
    """
    hidden = {name for name, count in counts.items() if count < FEWEST}
    others = sorted(counts.keys() - hidden, key=lambda name: (counts[name], name))
    while hidden and others and (len(hidden) < 2 or sum(counts[n] for n in hidden) < FEWEST):
        hidden.add(others.pop(0))
    return {name: None if name in hidden else count for name, count in counts.items()}
