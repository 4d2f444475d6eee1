"""Where it hurts: topics that count most, tools whose runs fail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feedback.dashboard.rows import rows_of, tool_title
from feedback.dashboard.weeks import Total
from feedback.measures.figures import bounded_points
from feedback.models import Topic
from feedback.models.topics import OPEN
from feedback.statistics import wilson
from feedback.tickets.board import OPEN_AT_MOST, Card, cards

SHOWN = 8


@dataclass(frozen=True)
class Failing:
    """Runs of a tool that gave nothing, of those that ended."""

    tool: str
    failed: int
    ended: int

    @property
    def title(self) -> str:
        return tool_title(self.tool)

    @property
    def href(self) -> str:
        return rows_of("runs", tool=self.tool)

    @property
    def share(self) -> str:
        """Percent with the 95 % interval (Wilson)."""
        return bounded_points(wilson(self.failed, self.ended))


def topics(actor: Any) -> list[Card]:
    """Open ones, what counts most first."""
    rows = Topic.objects.filter(stage__in=OPEN).select_related("release")
    found = cards(actor, rows.order_by("-stage_since", "pk")[:OPEN_AT_MOST])
    return sorted(found, key=lambda card: (-card.impact.value, card.topic.created_at))[:SHOWN]


def failing(by_tool: Mapping[str, Total]) -> Sequence[Failing]:
    """Tools with a failed run, the highest share first."""
    found = [Failing(tool, one["failed"], one["ended"]) for tool, one in by_tool.items()]
    hurt = [one for one in found if one.failed]
    return sorted(hurt, key=lambda one: (-one.failed / one.ended, one.tool))
