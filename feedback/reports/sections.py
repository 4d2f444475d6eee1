"""What a report can tell, section by section. Rooms register theirs when they start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.reports import facts
from feedback.reports.blocks import Block, column, estimates, text
from feedback.reports.scope import CUTS, Fact, Scope, Slice, cut
from feedback.statistics.intervals import Interval, bca, wilson


@dataclass(frozen=True)
class Section:
    """`make(scope, until)` gives its blocks; `until` is the moment that the data end at. What
    `leads` answers the claim: it comes first, and its first words are the report's summary.
    """

    name: str
    title: Any
    make: Callable[[Scope, datetime], list[Block]]
    leads: bool = False


SECTIONS: dict[str, Section] = {}


def register(*sections: Section) -> None:
    for section in sections:
        SECTIONS[section.name] = section


#: How a slice is called in the tables.
CUT_WORDS = {
    "": gettext_lazy("All"),
    "cohort": gettext_lazy("Cohort"),
    "studio": gettext_lazy("Studio"),
    "tool": gettext_lazy("Tool"),
    "period": gettext_lazy("Four weeks from"),
}
assert set(CUTS) < set(CUT_WORDS)


def estimated(
    name: str,
    title: Any,
    what: dict[str, Any],
    rows: list[Fact],
    scope: Scope,
    value: str,
    estimate: Callable[[Slice], Interval | None],
    count: Any = None,
) -> list[Block]:
    """One block for everything, then one for each way to cut it. `estimate` gives None for a slice
    that cannot be told; `count` says what is counted, answers without it.
    """
    blocks = []
    for by, slices in cut(scope, rows, value):
        if not slices:
            continue
        words = {"label": CUT_WORDS[by], "count": count or _("answers"), "people": _("people")}
        whole = f"{title}: {CUT_WORDS[by].lower()}" if by else str(title)
        found = [(part, one) for part in slices if (one := estimate(part))]
        if not found:
            continue
        blocks.append(estimates(f"{name}_{by or 'all'}", whole, what, found, **words))
    return blocks or [text(_("Not answerable yet: fewer than five people have said anything."))]


def waits(scope: Scope, rows: list[Fact], value: str) -> list[Block]:
    if not scope.uncounted(rows, value):
        return []
    return [text(_("Answers of few people wait, uncounted, until five can be told together."))]


def _answers(scope: Scope, until: datetime) -> list[Block]:
    rows = facts.answers(until)
    ease = column("ease", _("Mean ease"), "1–7", digits=2)
    minutes = column("minutes", _("Mean time by hand, as felt"), _("minutes"), digits=1)
    return [
        text(
            _(
                "Right after a decision people say how hard it was (Single Ease Question) and how "
                "long it would have taken by hand. The second is a feeling, not a measurement."
            )
        ),
        *estimated("ease", _("Ease"), ease, rows, scope, "ease", _mean_of("ease")),
        *estimated(
            "minutes", _("Time by hand"), minutes, rows, scope, "minutes", _mean_of("minutes")
        ),
        *waits(scope, rows, "ease"),
    ]


def _mean_of(value: str) -> Callable[[Slice], Interval | None]:
    """BCa, which stays on the scale at small n; a slice has five values at least."""
    return lambda part: bca(part.values(value), np.mean)


def _decisions(scope: Scope, until: datetime) -> list[Block]:
    rows = facts.decisions(until)
    what = column("approved", _("Approved"), _("share"), digits=3)

    def approved(part: Slice) -> Interval | None:
        return wilson(sum(part.values("approved")), len(part.facts))

    return [
        text(
            _("Of the results that a named person decided on, the share approved at first sight.")
        ),
        *estimated(
            "approved", _("Approval"), what, rows, scope, "approved", approved, _("decisions")
        ),
        *waits(scope, rows, "approved"),
    ]


def _spend(scope: Scope, until: datetime) -> list[Block]:
    blocks = [text(_("What runs cost at providers, as booked; the local engine costs nothing."))]
    rows = facts.spend(until)
    for currency in sorted({fact.values["currency"] for fact in rows}):
        own = [fact for fact in rows if fact.values["currency"] == currency]
        what = column("cost", _("Mean cost of a run"), currency, digits=2)
        name = f"cost_{currency.lower()}"
        blocks += estimated(name, _("Cost"), what, own, scope, "cost", _mean_of("cost"), _("runs"))
    if not rows:
        blocks.append(text(_("Nothing was spent at providers.")))
    return blocks


register(
    Section("answers", gettext_lazy("Answers after decisions"), _answers),
    Section("decisions", gettext_lazy("Decisions"), _decisions),
    Section("spend", gettext_lazy("Spend at providers"), _spend),
)
