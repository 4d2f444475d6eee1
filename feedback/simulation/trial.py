"""One made-up programme put to the measures: what they said, and what was true."""

from dataclasses import dataclass
from math import nan
from time import perf_counter
from typing import Any

from feedback.estimates.bids import against_bids
from feedback.estimates.felt import gap, joined
from feedback.measured import Design
from feedback.savings import NotYet, Of, Saving, saving
from feedback.simulation.programme import Programme, programme
from feedback.simulation.worlds import Feeling, world


@dataclass(frozen=True)
class Trial:
    """`truth` is the saving of cost planted in this programme's work; `why` is empty where the
    question was answered. Figures are there whether or not it was. `gap_error` is the gap found
    less the gap planted; NaN where nobody said what they felt. `seconds` for all its answers.
    """

    number: int
    design: Design
    feeling: Feeling
    studios: int
    truth: float
    why: str
    value: float
    low: float
    high: float
    at_least: float
    target: float
    hours_covered: bool
    gap_error: float
    gap_covered: bool
    gap_told: bool
    overfelt: bool
    seconds: float

    @property
    def answered(self) -> bool:
        return not self.why

    @property
    def covered(self) -> bool:
        return self.low <= self.truth <= self.high

    @property
    def error(self) -> float:
        """In shares; NaN where no comparison could be made."""
        return self.value - self.truth


def trial(seed: int, number: int, *, hidden: bool = False) -> Trial:
    """World `number` of this seed, measured."""
    drawn = world(seed, number, hidden=hidden)
    made = programme(drawn)
    began = perf_counter()
    cost = saving(made.items, drawn.design)
    hours = saving(made.items, drawn.design, of=Of.HOURS)
    told = gap(made.items, drawn.design)
    against_bids(made.items)
    seconds = perf_counter() - began
    inside, true_hours = opened(cost), opened(hours)
    return Trial(
        number=number,
        design=drawn.design,
        feeling=drawn.feeling,
        studios=drawn.studios,
        truth=made.saving,
        why=cost.why if isinstance(cost, NotYet) else "",
        value=inside.value,
        low=inside.low,
        high=inside.high,
        at_least=inside.at_least,
        target=inside.target,
        hours_covered=true_hours.low <= made.hours_saving <= true_hours.high,
        gap_told=not isinstance(told, NotYet),
        **_felt(made, true_hours),
        seconds=seconds,
    )


def opened(answer: Saving | NotYet) -> Saving:
    """What was computed, also where it may not be printed. Made-up programmes only."""
    if isinstance(answer, Saving):
        return answer
    assert answer.sealed is not None
    return answer.sealed


def _felt(made: Programme, hours: Saving) -> dict[str, Any]:
    found = joined(made.items, hours)
    if found is None:
        return {"gap_error": nan, "gap_covered": True, "overfelt": False}
    return {
        "gap_error": found.gap.value - made.gap,
        "gap_covered": found.gap.low <= made.gap <= found.gap.high,
        "overfelt": found.overfelt,
    }
