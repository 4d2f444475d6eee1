"""Which counts may be shown, so that nobody can be told from a figure."""

from collections.abc import Mapping

#: A cell of fewer respondents than this is shown to nobody outside their studio.
FEWEST = 5


def shown_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """None for a cell under FEWEST, zero too: that nobody chose it is told of somebody.

    Where the total is known and one cell alone is hidden, it would be the rest of the sum: the
    smallest of the others is hidden with it.
    """
    hidden = {name for name, count in counts.items() if count < FEWEST}
    if len(hidden) == 1 and len(counts) > 1:
        others = {name: count for name, count in counts.items() if name not in hidden}
        hidden.add(min(others, key=lambda name: others[name]))
    return {name: None if name in hidden else count for name, count in counts.items()}
