"""The page "Beta" as plain facts: everything that its template says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from feedback.dashboard.bars import Bars
from feedback.dashboard.drawing import charts, ease_by_tool, ease_by_week, runs
from feedback.dashboard.hurting import Failing, failing, topics
from feedback.dashboard.rows import rows_of
from feedback.dashboard.weeks import Total, all_weeks, by_week, day_of, totals
from feedback.measures.figures import points
from feedback.models import ClosedWeek, EaseLeaf
from feedback.reports.blocks import Block
from feedback.statistics import wilson

#: A quarter is drawn; totals are of all weeks.
WEEKS = 13


@dataclass(frozen=True)
class Rate:
    """`some` of `of`, with the share and the bounds of its 95 % interval (Wilson) in percent."""

    words: Any
    some: int
    of: int
    what: str

    @property
    def share(self) -> tuple[str, ...] | None:
        found = wilson(min(self.some, self.of), self.of)
        return (points(found.value), points(found.low), points(found.high)) if found else None

    @property
    def href(self) -> str:
        return rows_of(self.what)


@dataclass(frozen=True)
class Page:
    """`sentence` is the answer; `until` the day that it was told of, None before any week is over.
    `hard`: tools by ease, the hardest first. `answers`: (week, what was said at its end).
    """

    sentence: str
    more: Sequence[str]
    until: str | None
    chart: Mapping[str, Any] | None
    rates: Sequence[Rate]
    charts: Mapping[str, tuple[Any, Bars]]
    tools: Sequence[tuple[str, str, int, str]]
    topics: Sequence[Any]
    failing: Sequence[Failing]
    hard: Block | None
    eases: Block | None
    answers: Sequence[tuple[str, str]]


def page(actor: Any) -> Page:
    """All studios must be open."""
    counts = all_weeks()
    leaves = [*EaseLeaf.objects.all()]
    closed = [*ClosedWeek.objects.all()[:WEEKS]]
    said = _told(closed[0]) if closed else {}
    by_tool = {tool: sum for tool, sum in totals(counts, "tool").items() if tool}
    return Page(
        sentence=_first(said),
        more=said.get("sentences", [])[1:],
        until=day_of(closed[0].week + 1) if closed else None,
        chart=said.get("chart"),
        rates=_rates(totals(counts, "").get(None) or Total()),
        charts=charts(by_week(counts, WEEKS)),
        tools=runs(by_tool),
        topics=topics(actor),
        failing=failing(by_tool),
        hard=ease_by_tool(leaves),
        eases=ease_by_week(leaves, WEEKS),
        answers=[(day_of(one.week + 1), _first(_told(one))) for one in closed],
    )


def _told(closed: ClosedWeek) -> dict[str, Any]:
    language = (translation.get_language() or "en")[:2]
    return closed.told.get(language) or closed.told.get("en") or {}


def _first(said: Mapping[str, Any]) -> str:
    nothing = _("Not answerable yet: no week of the beta is over.")
    return next(iter(said.get("sentences", [])), nothing)


def _rates(total: Total) -> list[Rate]:
    asked, said = _("Questionnaires answered"), _("Two questions after a decision answered")
    return [
        Rate(asked, total["answered"], total["asked"], "asks"),
        Rate(said, total["said"], total["decisions"], "decisions"),
    ]
