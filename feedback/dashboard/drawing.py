"""The charts of the page "Beta", each with where its rows are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.dashboard import ease
from feedback.dashboard.bars import Bars, Week, bars
from feedback.dashboard.rows import rows_of, tool_title
from feedback.dashboard.weeks import Total, day_of, monday
from feedback.models import EaseLeaf
from feedback.periods import week_of
from feedback.reports.blocks import Block, column, estimates
from feedback.reports.scope import Slice


def charts(weeks: Mapping[int, Total]) -> dict[str, tuple[Any, Bars]]:
    """What its rows are called → title and chart."""
    drawn = {
        "people": (_("People and studios active"), ("people", "studios")),
        "asks": (_("Questionnaires"), ("asked", "answered")),
        "decisions": (_("Two questions after decisions"), ("decisions", "said")),
        "runs": (_("Runs that ended"), ("ended", "failed")),
    }
    return {what: (title, _bars(what, names, weeks)) for what, (title, names) in drawn.items()}


def _bars(what: str, names: tuple[str, str], weeks: Mapping[int, Total]) -> Bars:
    now = week_of(timezone.now())
    given = [
        Week(
            day_of(week),
            (total[names[0]], total[names[1]]),
            rows_of(what, week=monday(week)),
            open=week == now,
            short=day_of(week, "DAY_FORMAT"),
        )
        for week, total in weeks.items()
    ]
    words = _words()
    return bars(given, (words[names[0]], words[names[1]]))


def _words() -> dict[str, str]:
    return {
        "people": _("people"),
        "studios": _("studios"),
        "asked": _("asked"),
        "answered": _("answered"),
        "decisions": _("decisions"),
        "said": _("answered"),
        "ended": _("ended"),
        "failed": _("failed"),
    }


def runs(by_tool: Mapping[str, Total]) -> list[tuple[str, str, int, str]]:
    """(title, share of the most in percent, runs, where the rows are), the most first."""
    most = max((total["runs"] for total in by_tool.values()), default=0) or 1
    ordered = sorted(by_tool.items(), key=lambda part: (-part[1]["runs"], part[0]))
    return [
        (
            tool_title(tool),
            f"{100 * total['runs'] / most:.1f}",
            total["runs"],
            rows_of("runs", tool=tool),
        )
        for tool, total in ordered
    ]


def ease_by_tool(leaves: Sequence[EaseLeaf]) -> Block | None:
    """The hardest first."""
    found = ease.by_tool(leaves)
    block = _block("hard", _("Ease by tool, the hardest first"), _("Tool"), found, "tool")
    if block:
        block["opened"].sort(key=lambda part: part[0][1])
        block["rows"] = [row for row, _href in block["opened"]]
    return block


def ease_by_week(leaves: Sequence[EaseLeaf], newest_weeks: int) -> Block | None:
    """By the week at whose end it could be told."""
    found: dict[str, list[EaseLeaf]] = {}
    for one in sorted(leaves, key=lambda leaf: leaf.closed_id):
        found.setdefault(monday(one.closed_id), []).append(one)
    newest = dict([*found.items()][-newest_weeks:])
    return _block("eases", _("Ease by week in which it could be told"), _("Week"), newest, "week")


def _block(
    name: str, title: Any, label: Any, found: Mapping[str, list[EaseLeaf]], by: str
) -> Block | None:
    """Estimates as reports have them; `opened` has each row with where its rows are.

    People are not in it: who is in several leaves would count several times.
    """
    what = column("ease", _("Mean ease"), "1–7", digits=2)
    means = [(key, one) for key, some in found.items() if (one := ease.mean(some))]
    if not means:
        return None
    rows = [(Slice(tool_title(key), []), one) for key, one in means]
    made = estimates(name, title, what, rows, label=label, count=_("answers"), people="")
    told = [row[:-1] for row in made["rows"]]
    hrefs = [rows_of("ease", **{by: key}) for key, _one in means]
    opened = [*zip(told, hrefs, strict=True)]
    return {**made, "columns": made["columns"][:-1], "rows": told, "opened": opened}
