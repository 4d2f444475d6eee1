"""The section of a report on how people choose: do they look, agree, and prefer a provider?

Facts about the process, without a cause, and never about one person.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.estimates.reviewing import Review, agreement, providers
from feedback.reports import verdicts
from feedback.reports.blocks import Block, column, estimates, text
from feedback.reports.scope import PLACES, Fact, Scope, Slice, cut
from feedback.reports.sections import CUT_WORDS, Section, estimated, waits
from feedback.statistics.intervals import Interval, wilson
from projects.assist.tools import TOOLS
from projects.gate_words import provider_title

#: Seconds in which nothing but a glance fits.
QUICK = 5


def _choosing(scope: Scope, until: datetime) -> list[Block]:
    return [*_looks(scope, until), *_agreement(scope, until), *_providers(scope, until)]


def _looks(scope: Scope, until: datetime) -> list[Block]:
    """Whether results are looked at before they are approved: a signal of how the work is set up
    (too many results, too little time), told of nobody.
    """
    rows = verdicts.looks(until)
    said = _(
        "Of approvals, the share given within %(n)s seconds of seeing the result. Many of them are "
        "a sign that the process asks for more decisions than can be taken with care; they say "
        "nothing of a person, and a quick approval may be right."
    )
    what = column("quick", _("Approved within %(n)s s") % {"n": QUICK}, _("share"), digits=3)
    title, count = _("Quick approvals"), _("approvals")
    found = estimated("quick", title, what, rows, scope, "looked", _quick, count)
    return [text(said % {"n": QUICK}), *found, *waits(scope, rows, "looked")]


def _quick(part: Slice) -> Interval | None:
    """Wilson's interval."""
    return wilson(sum(seconds < QUICK for seconds in part.values("looked")), len(part.facts))


def _agreement(scope: Scope, until: datetime) -> list[Block]:
    rows = verdicts.judged_twice(until)
    said = text(
        _(
            "Do two people who judge the same result say the same? Krippendorff's alpha over each "
            "person's first word: 1 is agreement, 0 is what chance gives."
        )
    )
    blocks = [block for by, parts in cut(scope, rows, "verdict") if (block := _alphas(by, parts))]
    none = text(
        _(
            "Not answerable yet: it takes ten results that two people judged, by five people or "
            "more, who did not all say the same."
        )
    )
    return [said, *(blocks or [none]), *waits(scope, rows, "verdict")]


def _alphas(by: str, parts: list[Slice]) -> Block | None:
    found = [(part, one) for part in parts if (one := _alpha(part.facts))]
    if not found:
        return None
    what = column("alpha", _("Agreement"), "alpha", digits=2)
    title = _("Agreement of reviewers")
    whole = f"{title}: {str(CUT_WORDS[by]).lower()}" if by else title
    words = {"label": CUT_WORDS[by], "count": _("results judged by two"), "people": _("people")}
    return estimates(f"agreement_{by or 'all'}", whole, what, found, **words)


def _alpha(facts: Any) -> Interval | None:
    reviews = [
        Review(fact.values["thing"], fact.said.person, fact.values["verdict"]) for fact in facts
    ]
    found = agreement(reviews)
    if found is None or not found.told:
        return None
    return Interval(found.alpha, found.low, found.high, found.things)


def _providers(scope: Scope, until: datetime) -> list[Block]:
    """A table for each tool: providers of different tools never stood beside each other."""
    said = text(
        _(
            "Where several providers worked on one request: how likely one is chosen over an "
            "average other one (Bradley and Terry 1952), from ten choices each."
        )
    )
    blocks, waiting = [], []
    for tool, rows in by_tool(scope, verdicts.choices(until)).items():
        everywhere = replace(scope, where={k: v for k, v in scope.where.items() if k != "tool"})
        parts = everywhere.slices(rows, "choice")
        blocks += [block for part in parts if (block := _preferred(tool, part))]
        waiting += waits(everywhere, rows, "choice")
    none = text(
        _(
            "Not answerable yet: it takes ten choices between providers at one tool, by five "
            "people or more."
        )
    )
    return [said, *(blocks or [none]), *waiting[:1]]


def by_tool(scope: Scope, rows: list[Fact]) -> dict[str, list[Fact]]:
    """Choices at each tool that the report is of; each tool has leaves of its own."""
    found: dict[str, list[Fact]] = {}
    for fact in rows:
        found.setdefault(fact.said.place[PLACES["tool"]], []).append(fact)
    wanted = scope.where.get("tool")
    return {tool: found[tool] for tool in sorted(found) if wanted in (None, tool)}


def _preferred(name: str, part: Slice) -> Block | None:
    found = [
        (
            Slice(_who(row.name), part.facts),
            Interval(row.likely, row.low, row.high, row.comparisons),
        )
        for row in providers(part.values("choice"))
    ]
    if not found:
        return None
    tool = str(TOOLS[name].title) if name in TOOLS else name
    what = column("chosen", _("Chosen over another"), _("share"), digits=2)
    words = {"label": _("Provider"), "count": _("choices"), "people": _("people")}
    title = f"{_('Choice between providers')}: {tool}"
    return estimates(f"providers_{name}", title, what, found, **words)


def _who(name: Any) -> str:
    provider, model = name
    return f"{provider_title(provider)} {model}".strip()


CHOOSING = Section("choosing", gettext_lazy("How people choose"), _choosing)
