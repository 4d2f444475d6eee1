"""The leaves that figures of how people choose were made of: verdicts and choices, never whose."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.measures.rows import Row, Rows
from feedback.periods import start_of, week_of
from feedback.reports import verdicts
from feedback.reports.choosing import by_tool
from feedback.reports.scope import Fact, Scope
from feedback.suppression import Leaf, leaves
from projects.assist.tools import TOOLS

FIGURES = {
    "quick": gettext_lazy("Quick approvals"),
    "agreement": gettext_lazy("Agreement of reviewers"),
    "providers": gettext_lazy("Choices between providers"),
}


def choice_rows(what: str, until: datetime) -> Rows:
    """Of one of FIGURES. All studios must be open."""
    if what == "quick":
        parts, counted = [verdicts.looks(until)], _("Approvals")
    elif what == "agreement":
        parts, counted = [verdicts.judged_twice(until)], _("Verdicts")
    else:  # each tool has leaves of its own
        scope = Scope(until=week_of(until))
        parts, counted = [*by_tool(scope, verdicts.choices(until)).values()], _("Choices")
    told = [row for facts in parts for row in _told(facts, week_of(until))]
    heads = [counted, _("People")]
    return Rows(FIGURES[what], "", heads, told, [], frozenset(), 0, 0)


def _told(facts: Sequence[Fact], until: int) -> list[Row]:
    made = leaves([fact.said for fact in facts], until=until)
    return [_row([facts[number] for number in leaf.rows], leaf) for leaf in made]


def _row(facts: Sequence[Fact], leaf: Leaf) -> Row:
    people = len({fact.said.person for fact in facts})
    return Row(
        [f"{start_of(leaf.period):%Y-%m-%d}", _where(leaf.place)], [str(len(facts)), str(people)]
    )


def _where(place: Sequence[Any]) -> str:
    """Cohort, studio, tool; of what was told together, that it was."""
    shown = [*place[:2], *(str(TOOLS[tool].title) if tool in TOOLS else tool for tool in place[2:])]
    return " · ".join([part or "–" for part in shown] + ([_("told together")] * (len(place) < 3)))
