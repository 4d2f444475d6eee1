"""One measured piece of work as plain facts: what the statistics take, without a database.

`feedback.work` makes these from rows; `feedback.savings` answers from them; a simulated
programme makes them too. All times are hours of one person's work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Arm(StrEnum):
    """How a piece of work was done, or is to be done."""

    ASSISTED = "assisted"
    BY_HAND = "by_hand"
    FREE = "free"  # as an assignment only: the person chooses when they begin


class Design(StrEnum):
    """Who settled the arm: a draw, the calendar (a stepped start), or the person."""

    RANDOMISED = "randomised"
    STEPPED = "stepped"
    FREE = "free"


@dataclass(frozen=True)
class Measured:
    """One work item. Names of studios and people are ids or pseudonyms, never shown from here.

    `assigned` is what was drawn or settled before work began, `arm` what was then done (they
    differ where somebody did not follow). `block` names the draw: items of one block were drawn
    together, within one studio and stratum. `hours_*` are disjoint. `spend` is in `currency`.
    `felt` is the saving the person felt (0.3: thirty percent less time), asked before they saw
    what was measured. `left_out` says why the item does not count, in a word of
    `feedback.savings.LEFT_OUT`; empty where it does. `known`: its studio lets beta leads read it by
    itself, so that its person helps nobody to hide (`feedback.suppression`).
    """

    id: str
    studio: str
    person: str
    stage: str
    stratum: str
    design: Design
    assigned: Arm
    arm: Arm
    block: str = ""
    cohort: str = ""
    period: int = 0  # whole weeks since the cohort opened
    bid_hours: float | None = None
    rate: float | None = None  # per hour, in `currency`
    currency: str = "USD"
    hours_working: float = 0.0
    hours_reviewing: float = 0.0
    hours_rework: float = 0.0
    hours_waiting: float = 0.0  # nobody worked; counts for calendar time only
    spend: float = 0.0  # at providers
    tools: tuple[str, ...] = ()
    iterations: int = 0  # runs until approval
    candidates: int = 0
    approved: bool = False
    approved_seconds: float = 0.0  # of film
    episode: str = ""
    begun: date | None = None
    done: date | None = None
    felt: float | None = None
    left_out: str = ""
    known: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hours(self) -> float:
        """Work of people: all but waiting."""
        return self.hours_working + self.hours_reviewing + self.hours_rework
