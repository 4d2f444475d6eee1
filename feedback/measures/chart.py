"""Intervals as a drawing: places in per cent of its width, so that it fits a phone and paper.

Pure geometry; the template draws it and sets the table behind it. What is not answerable yet has a
row and no mark.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from feedback import sentences
from feedback.measures.figures import points
from feedback.savings import Basis, NotYet, Saving

#: Height of a row and of the axis below them, in pixels.
ROW, AXIS = 44, 28
#: Savings beyond these are drawn at the edge; the table has them.
LEFTMOST, RIGHTMOST = -1.0, 1.0
STEPS = (0.1, 0.2, 0.25, 0.5)


@dataclass(frozen=True)
class Mark:
    """`x`, `low`, `high` in per cent of the width; `cut` where the interval goes on beyond it."""

    x: float
    low: float
    high: float
    cut: bool


@dataclass(frozen=True)
class Line:
    """A row: its words stand above its mark, at `text_y` and `y` pixels."""

    label: str
    said: str
    mark: Mark | None
    text_y: int
    y: int
    cells: Sequence[str]  # saving, from, to, confidence: percent; empty where not answerable yet
    basis: Basis
    href: str = ""  # where its rows are


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Chart:
    """`zero` and `target` are lines in per cent of the width."""

    lines: Sequence[Line]
    ticks: Sequence[Tick]
    zero: float
    target: float
    height: int
    axis_y: int
    alt: str


def chart(
    rows: Sequence[tuple[str, Saving | NotYet]], target: float, hrefs: Sequence[str] = ()
) -> Chart:
    """A row for each label with its answer; `hrefs` open them."""
    low, high, step = _scale([found for _label, found in rows if isinstance(found, Saving)], target)

    def at(share: float) -> float:
        return round(100 * (min(max(share, low), high) - low) / (high - low), 2)

    lines = [
        Line(
            label,
            said(found),
            _mark(found, at, low, high),
            ROW * n + 16,
            ROW * n + 30,
            _cells(found),
            found.basis,
            hrefs[n] if hrefs else "",
        )
        for n, (label, found) in enumerate(rows)
    ]
    count = round((high - low) / step)
    ticks = [Tick(at(low + n * step), sentences.percent(low + n * step)) for n in range(count + 1)]
    bottom = ROW * len(rows)
    alt = ". ".join(f"{line.label}: {line.said}" for line in lines)
    return Chart(lines, ticks, at(0), at(target), bottom + AXIS, bottom, alt)


def said(found: Saving | NotYet) -> str:
    """A row's figure in words; of what is not answerable yet, what is missing."""
    if isinstance(found, NotYet):
        return f"{sentences.NOT_YET}: {sentences.needed(found.more)}"
    ends = f"{sentences.percent(found.low)} … {sentences.percent(found.high)}"
    return f"{sentences.percent(found.value)} ({ends})"


def _cells(found: Saving | NotYet) -> list[str]:
    if isinstance(found, NotYet):
        return []
    return [points(share) for share in (found.value, found.low, found.high, found.at_least)]


def _scale(found: Sequence[Saving], target: float) -> tuple[float, float, float]:
    """Ends on whole steps around all intervals, nought and the target; five to ten ticks."""
    low = max(min([0.0, *(one.low for one in found)]), LEFTMOST)
    high = min(max([target, *(one.high for one in found)]), RIGHTMOST)
    step = next((step for step in STEPS if (high - low) / step <= 6), STEPS[-1])
    return floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, step


def _mark(
    found: Saving | NotYet, at: Callable[[float], float], low: float, high: float
) -> Mark | None:
    if isinstance(found, NotYet):
        return None
    cut = found.low < low - 1e-9 or found.high > high + 1e-9
    return Mark(at(found.value), at(found.low), at(found.high), cut)
