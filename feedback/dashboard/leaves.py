"""What people said of one question, by leaves of five: made once at a week's end, read as sums.

Leaves are those of `feedback.suppression`, one week at a time: what waits is not kept, but found
again from the week since which it waits. Answers of one person at one place in one week always go
together, so that the database may add them up first.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, F, Q, Sum

from feedback.models import Response, shared_studios
from feedback.models.weeks import SummedLeaf
from feedback.periods import start_of
from feedback.suppression import Leaf, Said, closed

COHORT, STUDIO, TOOL = range(3)
Made = TypeVar("Made", bound=SummedLeaf)
#: (studio, tool) → the last week in which it became part of a leaf.
Taken = Mapping[tuple[str, ...], int]


@dataclass(frozen=True)
class Sums:
    """What one person said at one place in one week: how many answers, their sum and squares."""

    said: Said
    answers: int
    total: Any
    squares: Any


def sums(week: int, question: str) -> list[Sums]:
    """Of one week and one field of `Response`. All studios must be open."""
    tool = "decision__candidate__run__request__tool"
    names = ("person_id", "studio__cohort__name", "studio_id", tool)
    here = Q(created_at__gte=start_of(week), created_at__lt=start_of(week + 1))
    rows = Response.objects.filter(here).exclude(**{question: None}).order_by().values(*names)
    squares = Sum(F(question) * F(question))
    rows = rows.annotate(n=Count("pk"), sum=Sum(question), squares=squares)
    known = set(shared_studios("raw").values_list("pk", flat=True))
    return [
        Sums(Said(str(person), week, (cohort or "", str(studio), used), studio in known), *rest)
        for person, cohort, studio, used, *rest in rows.values_list(*names, "n", "sum", "squares")
    ]


def close_leaves(
    model: type[Made], rows: Sequence[Sums], taken: Taken, week: int
) -> tuple[list[Made], int | None]:
    """The leaves made at the end of this week, and the first week of which something waits on.

    `rows`: of all weeks since which something waits.
    """
    said = [row.said for row in rows]
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(said):
        if one.period > taken.get(one.place[STUDIO:], one.period - 1):
            waiting[one.place].append(number)
    made = [_added_up(model, leaf, rows, week) for leaf in closed(said, waiting, week)]
    left = [said[number].period for numbers in waiting.values() for number in numbers]
    return made, min(left, default=None)


def _added_up(model: type[Made], leaf: Leaf, rows: Sequence[Sums], week: int) -> Made:
    own = [rows[number] for number in leaf.rows]
    added = {name: sum(getattr(row, name) for row in own) for name in _summed(model)}
    return model(
        closed_id=week,
        place=list(leaf.place),
        took=sorted({row.said.place[STUDIO:] for row in own}),
        people=len({row.said.person for row in own}),
        **added,
    )


def _summed(model: type[SummedLeaf]) -> list[str]:
    known = {field.name for field in model._meta.fields}
    return [name for name in ("answers", "total", "squares") if name in known]


def taken(model: type[SummedLeaf]) -> Taken:
    found: dict[tuple[str, ...], int] = {}
    for places, week in model.objects.order_by("closed_id").values_list("took", "closed_id"):
        found |= {tuple(place): week for place in places}
    return found
