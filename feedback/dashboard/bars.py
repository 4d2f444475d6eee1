"""Weeks as pairs of bars: places in per cent of the width, so that they fit a phone and paper.

Pure geometry. The first of a pair is drawn as an outline and the second filled: they differ
without colour too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

#: Height of the line above the bars that says the most, of the bars, of the line of weeks below.
TOP, TALL, BELOW = 18, 120, 24
#: A bar of something is at least so tall, that it can be seen and pressed.
LEAST = 2.0
#: A bar of one week alone is no wall: there is room for so many.
ROOMS = 8
GAP = 0.12  # of the room of a week, on each side


@dataclass(frozen=True)
class Bar:
    """One number. `x` and `width` in per cent, `y` and `height` in pixels."""

    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True)
class Pair:
    """One week. `label` is its Monday, `short` without the year; `open`: it is not over. `href`
    opens its rows."""

    label: str
    numbers: tuple[int, int]
    bars: tuple[Bar, Bar]
    middle: float
    href: str
    open: bool
    short: str


@dataclass(frozen=True)
class Bars:
    """`most` stands at the top line. `labelled`: the weeks named below, as many as fit a phone."""

    pairs: Sequence[Pair]
    names: tuple[str, str]
    most: int
    labelled: Sequence[Pair]
    alt: str
    height: int = TOP + TALL + BELOW
    top: int = TOP
    base: int = TOP + TALL


@dataclass(frozen=True)
class Week:
    """What is drawn of a week: its Monday as it is read, two numbers, where its rows are."""

    label: str
    numbers: tuple[int, int]
    href: str
    open: bool = False
    short: str = ""


def bars(weeks: Sequence[Week], names: tuple[str, str]) -> Bars:
    """In the order given."""
    most = max((max(week.numbers) for week in weeks), default=0)
    room = 100 / max(len(weeks), ROOMS)
    pairs = [_pair(week, number, room, most) for number, week in enumerate(weeks)]
    return Bars(pairs, names, most, _labelled(pairs), ". ".join(_said(w, names) for w in weeks))


def _said(week: Week, names: tuple[str, str]) -> str:
    label = f"{week.label} ({_('under way')})" if week.open else week.label
    return f"{label}: {names[0]} {week.numbers[0]}, {names[1]} {week.numbers[1]}"


def _pair(week: Week, number: int, room: float, most: int) -> Pair:
    wide = room * (1 - 2 * GAP) / 2
    left = number * room + room * GAP
    drawn = [_bar(left + n * wide, wide, value, most) for n, value in enumerate(week.numbers)]
    middle = round((number + 0.5) * room, 2)
    two = (drawn[0], drawn[1])
    return Pair(week.label, week.numbers, two, middle, week.href, week.open, week.short)


def _bar(x: float, width: float, value: int, most: int) -> Bar:
    tall = max(TALL * value / most, LEAST) if value else 0.0
    return Bar(round(x, 2), round(width, 2), round(TOP + TALL - tall, 1), round(tall, 1))


def _labelled(pairs: Sequence[Pair]) -> list[Pair]:
    """The newest, and every so-many-th before it."""
    step = max(1, -(-len(pairs) // 5))
    return [*reversed([*reversed(pairs)][::step])]
