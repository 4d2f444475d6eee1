"""How people chose and signed: agreement, time spent looking, choices between providers, answers.

All are facts about the process, so they come with denominators and without a cause.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from feedback.statistics import Agreement, Interval, alpha_interval, wilson
from projects.assist.preference import Comparison, Preferred, preferred

__all__ = ["Comparison", "Dwell", "Rate", "Review", "agreement", "dwell", "providers", "response"]

#: Fewer decisions of one person than this say nothing about how they look at things.
ENOUGH = 10


@dataclass(frozen=True)
class Review:
    """One person's verdict on one thing: how long they looked, how long it runs (seconds)."""

    thing: Hashable
    reviewer: str
    verdict: str
    looked: float | None = None
    runs: float | None = None


@dataclass(frozen=True)
class Dwell:
    """`looked`: median seconds before a verdict. `unseen`: share of approvals given in less time
    than the thing runs, so that it cannot have been seen whole; `told` where ten or more tell.
    """

    reviewer: str
    reviews: int
    looked: float
    unseen: Interval | None

    @property
    def told(self) -> bool:
        return self.unseen is not None and self.unseen.n >= ENOUGH

    @property
    def rubber_stamp(self) -> bool:
        """More than half of the approvals cannot have been looked at, beyond chance."""
        return self.told and self.unseen is not None and self.unseen.low > 0.5


@dataclass(frozen=True)
class Rate:
    """How many answered of how many were asked; `share` is None where nobody was."""

    answered: int
    asked: int
    share: Interval | None


def agreement(reviews: Iterable[Review]) -> Agreement | None:
    """Krippendorff's alpha over each person's last word on each thing; None where nothing was
    judged by two people, or nobody ever said anything else.
    """
    last = {(review.thing, review.reviewer): review.verdict for review in reviews}
    things: dict[Hashable, list[Hashable]] = defaultdict(list)
    for (thing, _reviewer), verdict in last.items():
        things[thing].append(verdict)
    return alpha_interval(things)


def dwell(reviews: Iterable[Review], approved: str = "approved") -> list[Dwell]:
    """A row for each reviewer whose looking was timed, by name."""
    own: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.looked is not None:
            own[review.reviewer].append(review)
    return [_dwell(who, some, approved) for who, some in sorted(own.items())]


def _dwell(who: str, reviews: Sequence[Review], approved: str) -> Dwell:
    yes = [r for r in reviews if r.verdict == approved and r.runs and r.looked is not None]
    short = sum(r.looked < r.runs for r in yes if r.looked is not None and r.runs)
    looked = median(r.looked for r in reviews if r.looked is not None)
    return Dwell(who, len(reviews), looked, wilson(short, len(yes)))


def providers(comparisons: Sequence[Comparison]) -> list[Preferred]:
    """Who is chosen over an average other one (Bradley and Terry 1952), those with ten comparisons
    or more; of the others no figure is told.
    """
    return [row for row in preferred(comparisons) if row.told]


def response(asked: Mapping[str, int], answered: Mapping[str, int]) -> dict[str, Rate]:
    """Response rate of each questionnaire (or studio, or week): Wilson's interval."""
    return {
        name: Rate(answered.get(name, 0), many, wilson(answered.get(name, 0), many))
        for name, many in asked.items()
    }
