"""What happened in a week, counted from the rows: the same for a week that is over and for now."""

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from feedback.models import Ask, Response
from feedback.periods import start_of
from projects.models import AssistRequest, Decision, Run, State

#: Runs that ended, and those of them that gave nothing; who cancels wanted nothing any more.
ENDED = (State.READY, State.FAILED, State.ERRORED)
FAILED = (State.FAILED, State.ERRORED)


@dataclass(frozen=True)
class Counted:
    """Counts of one studio in one week; with a tool the runs of it, without one the rest.

    `answers` are those to the two questions; `said`: how many of them came from who had decided.
    """

    week: int
    studio_id: UUID
    tool: str = ""
    people: int = 0
    asked: int = 0
    answered: int = 0
    declined: int = 0
    decisions: int = 0
    answers: int = 0
    said: int = 0
    runs: int = 0
    ended: int = 0
    failed: int = 0

    @property
    def sums(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(field.name for field in fields(Counted))[3:]  # after the week, the studio, the tool


def counted(week: int) -> list[Counted]:
    """In order of studio and tool. All studios must be open."""
    cells: dict[tuple[UUID, str], dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    for name, rows in _queries(week).items():
        for studio, tool, many in rows:
            if many:
                cells[studio, tool][name] = many
    people = _active(week)
    for studio, person, answers, said in _answered(week):
        people[studio].add(person)
        cells[studio, ""]["answers"] += answers
        cells[studio, ""]["said"] += said
    for studio, some in people.items():
        cells[studio, ""]["people"] = len(some)
    ordered = sorted(cells, key=lambda key: (str(key[0]), key[1]))
    return [replace(Counted(week, *key), **cells[key]) for key in ordered]


def _within(week: int, at: str) -> Q:
    return Q(**{f"{at}__gte": start_of(week), f"{at}__lt": start_of(week + 1)})


def _queries(week: int) -> dict[str, Any]:
    """Name of a count → rows of (studio, tool, how many)."""
    decisions = Decision.objects.exclude(verdict=Decision.Verdict.REOPENED)
    ended = Run.objects.filter(_within(week, "finished_at"), state__in=ENDED)
    return {
        "asked": _by_studio(Ask.objects.filter(_within(week, "created_at"))),
        "answered": _by_studio(Ask.objects.filter(_within(week, "answered_at"))),
        "declined": _by_studio(Ask.objects.filter(_within(week, "declined_at"))),
        "decisions": _by_studio(decisions.filter(_within(week, "at"))),
        "runs": _by_tool(Run.objects.filter(_within(week, "queued_at"))),
        "ended": _by_tool(ended),
        "failed": _by_tool(ended.filter(state__in=FAILED)),
    }


def _by_studio(rows: QuerySet) -> Any:
    found = rows.order_by().values("studio_id").annotate(n=Count("pk"))
    return ((studio, "", many) for studio, many in found.values_list("studio_id", "n"))


def _by_tool(rows: QuerySet) -> Any:
    names = ("studio_id", "request__tool")
    return rows.order_by().values(*names).annotate(n=Count("pk")).values_list(*names, "n")


def _answered(week: int) -> Any:
    """(studio, person, answers to the two questions, those of them to own decisions).

    There are more of these than of all else together: they are looked at once.
    """
    own = Q(person=F("decision__person"))
    rows = Response.objects.filter(_within(week, "created_at")).order_by()
    names = ("studio_id", "person_id")
    found = rows.values(*names).annotate(n=Count("pk"), own=Count("pk", filter=own))
    return found.values_list(*names, "n", "own")


def _active(week: int) -> dict[UUID, set[Any]]:
    """Who asked for assistance, decided, or answered a questionnaire, by studio."""
    found: dict[UUID, set[Any]] = defaultdict(set)
    sources: list[tuple[QuerySet, str]] = [
        (AssistRequest.objects.filter(person__isnull=False), "created_at"),
        (Decision.objects.all(), "at"),
        (Ask.objects.all(), "answered_at"),
    ]
    for rows, at in sources:
        here = rows.filter(_within(week, at)).order_by()
        for studio, person in here.values_list("studio_id", "person_id").distinct():
            found[studio].add(person)
    return found
