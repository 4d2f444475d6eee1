"""The rows behind a figure: counts by week, studio and tool, and leaves of five people.

Nothing finer exists for beta leads. What is told of leaves is told of each whole one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.dashboard.counting import Counted
from feedback.dashboard.weeks import all_weeks, day_of, monday
from feedback.models import EaseLeaf
from portal.models import Studio
from projects.assist.tools import TOOLS

AT_MOST = 500
TITLES = {
    "people": gettext_lazy("People active"),
    "asks": gettext_lazy("Questionnaires asked and answered"),
    "decisions": gettext_lazy("Decisions and the two questions after them"),
    "runs": gettext_lazy("Runs"),
    "ease": gettext_lazy("Ease"),
}
#: What is counted → the counts that its rows have.
_COUNTS = {
    "people": ("people",),
    "asks": ("asked", "answered", "declined"),
    "decisions": ("decisions", "said"),
    "runs": ("runs", "ended", "failed"),
}
_HEADS = {
    "people": gettext_lazy("People active"),
    "asked": gettext_lazy("Asked"),
    "answered": gettext_lazy("Answered"),
    "declined": gettext_lazy("Declined"),
    "decisions": gettext_lazy("Decisions"),
    "said": gettext_lazy("Answered"),
    "runs": gettext_lazy("Asked for"),
    "ended": gettext_lazy("Ended"),
    "failed": gettext_lazy("Failed"),
}


@dataclass(frozen=True)
class Rows:
    """The newest week first. `words` and `numbers` head the columns; `more` rows are left out."""

    title: Any
    words: Sequence[Any]
    numbers: Sequence[Any]
    rows: Sequence[tuple[Sequence[str], Sequence[str]]]
    more: int


def rows_of(what: str, **only: str) -> str:
    """Where the rows of a figure are."""
    return reverse("beta_rows", args=[what]) + (f"?{urlencode(only)}" if only else "")


def tool_title(tool: str) -> str:
    return str(TOOLS[tool].title) if tool in TOOLS else tool


def rows(what: str, only: Mapping[str, str]) -> Rows:
    """Of one of TITLES; `only`: the `week` (its Monday) and the `tool`, where given. All studios
    must be open.
    """
    names = {str(one.pk): one.name for one in Studio.objects.all()}
    words, numbers, found = _leaves(names, only) if what == "ease" else _counts(what, names, only)
    more = max(len(found) - AT_MOST, 0)
    return Rows(TITLES[what], words, numbers, found[:AT_MOST], more)


def _counts(what: str, names: Mapping[str, str], only: Mapping[str, str]) -> Any:
    counts, by_tool = _COUNTS[what], what == "runs"
    found = [
        (
            [day_of(one.week), _studio(names, str(one.studio_id)), *_tool(one, by_tool)],
            [str(getattr(one, name)) for name in counts],
        )
        for one in reversed(all_weeks())
        if any(getattr(one, name) for name in counts) and _asked_for(one, only)
    ]
    words = [_("Week"), _("Studio"), *([_("Tool")] if by_tool else [])]
    return words, [_HEADS[name] for name in counts], found


def _tool(one: Counted, by_tool: bool) -> list[str]:
    return [tool_title(one.tool)] if by_tool else []


def _asked_for(one: Counted, only: Mapping[str, str]) -> bool:
    week, tool = only.get("week"), only.get("tool")
    return (not week or week == monday(one.week)) and (not tool or tool == one.tool)


def _leaves(names: Mapping[str, str], only: Mapping[str, str]) -> Any:
    week, tool = only.get("week"), only.get("tool")
    found = [
        (
            [day_of(one.closed_id), *_place(one, names)],
            [str(one.people), str(one.answers), number_format(one.total / one.answers, 2)],
        )
        for one in EaseLeaf.objects.order_by("-closed_id", "pk")
        if (not week or week == monday(one.closed_id)) and (not tool or one.place[2:] == [tool])
    ]
    words = [_("Week in which it could be told"), _("Cohort"), _("Studio"), _("Tool")]
    return words, [_("People"), _("Answers"), _("Mean ease (1–7)")], found


def _place(leaf: EaseLeaf, names: Mapping[str, str]) -> list[str]:
    """Cohort, studio, tool; of what was told together, that it was."""
    together = str(_("told together"))
    shown: list[Callable[[str], str]] = [
        lambda c: c or "–",
        lambda s: _studio(names, s),
        tool_title,
    ]
    said = [show(part) for show, part in zip(shown, leaf.place, strict=False)]
    return said + [together] * (len(shown) - len(said))


def _studio(names: Mapping[str, str], pk: str) -> str:
    return names.get(pk) or _("a studio that left")
