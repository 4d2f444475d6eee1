"""How easy it was, by leaves of five people: made once at a week's end, read as sums.

Leaves are those of `feedback.suppression`, one week at a time: what waits is not kept, but found
again from the week since which it waits. Answers of one person at one place in one week always go
together, so that the database may add them up first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from django.db.models import Count, F, Q, Sum

from feedback.models import EaseLeaf, Response, shared_studios
from feedback.periods import start_of
from feedback.statistics import Interval
from feedback.statistics.inference import t_at
from feedback.suppression import Leaf, Said, closed

LEAST, MOST = 1, 7
COHORT, STUDIO, TOOL = range(3)


@dataclass(frozen=True)
class Sums:
    """What one person said at one place in one week: how many answers, their sum and squares."""

    said: Said
    answers: int
    total: int
    squares: int


def sums(week: int) -> list[Sums]:
    """Of one week. All studios must be open."""
    tool = "decision__candidate__run__request__tool"
    names = ("person_id", "studio__cohort__name", "studio_id", tool)
    here = Q(created_at__gte=start_of(week), created_at__lt=start_of(week + 1))
    rows = Response.objects.filter(here, ease__isnull=False).order_by().values(*names)
    rows = rows.annotate(n=Count("pk"), sum=Sum("ease"), squares=Sum(F("ease") * F("ease")))
    known = set(shared_studios("raw").values_list("pk", flat=True))
    return [
        Sums(Said(str(person), week, (cohort or "", str(studio), used), studio in known), *rest)
        for person, cohort, studio, used, *rest in rows.values_list(*names, "n", "sum", "squares")
    ]


def close_ease(
    rows: Sequence[Sums], taken: dict[tuple[str, ...], int], week: int
) -> tuple[list[EaseLeaf], int | None]:
    """The leaves made at the end of this week, and the first week of which something waits on.

    `rows`: of all weeks since which something waits. `taken`: (studio, tool) → the last week in
    which it became part of a leaf.
    """
    said = [row.said for row in rows]
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        if one.period > taken.get(one.place[STUDIO:], one.period - 1):
            waiting[one.place].append(number)
    made = [_added_up(leaf, rows, week) for leaf in closed(said, waiting, week)]
    left = [said[number].period for numbers in waiting.values() for number in numbers]
    return made, min(left, default=None)


def _added_up(leaf: Leaf, rows: Sequence[Sums], week: int) -> EaseLeaf:
    own = [rows[number] for number in leaf.rows]
    return EaseLeaf(
        closed_id=week,
        place=list(leaf.place),
        took=sorted({row.said.place[STUDIO:] for row in own}),
        people=len({row.said.person for row in own}),
        answers=sum(row.answers for row in own),
        total=sum(row.total for row in own),
        squares=sum(row.squares for row in own),
    )


def taken() -> dict[tuple[str, ...], int]:
    """(studio, tool) → the last week in which it became part of a leaf."""
    found: dict[tuple[str, ...], int] = {}
    for places, week in EaseLeaf.objects.order_by("closed_id").values_list("took", "closed_id"):
        found |= {tuple(place): week for place in places}
    return found


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
