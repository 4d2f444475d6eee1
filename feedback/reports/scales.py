"""The section of a report that scores questionnaires, version by version."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import QuestionnaireVersion
from feedback.questionnaires import scores
from feedback.questionnaires.counted import counted, scale_name, scales_of
from feedback.questionnaires.figures import tells_of_few
from feedback.questionnaires.instruments import INSTRUMENTS
from feedback.reports.blocks import Block, column, text
from feedback.reports.scope import Fact, Scope, Slice
from feedback.reports.sections import Section, estimated, waits
from feedback.statistics.intervals import Interval

#: The unit of each published scale.
_UNITS = {
    **dict.fromkeys(("sus", "umux_lite"), "0–100"),
    "nps": "−100 – 100",
    "seq": "1–7",
    "csat": "%",
}


def _questionnaires(scope: Scope, until: datetime) -> list[Block]:
    if whole := "tool" in scope.where:
        scope = replace(scope, where={k: v for k, v in scope.where.items() if k != "tool"})
    blocks = [block for row in _versions(until) for block in _scored(row, scope, until)]
    said = [
        _("Published scales, scored as published. Each person counts once a version, by the first "
          "that they sent; versions are never mixed."),
        *([_("Filters of tools do not apply to this section.")] if whole else []),
        *([] if blocks else [_("Not answerable yet: no published scale was asked.")]),
    ]  # fmt: skip
    return [*map(text, said), *blocks]


def _versions(until: datetime) -> Any:
    rows = QuestionnaireVersion.objects.filter(published_at__lt=until)
    return rows.select_related("questionnaire").order_by("questionnaire__name", "number", "pk")


def _scored(version: QuestionnaireVersion, scope: Scope, until: datetime) -> list[Block]:
    scales = scales_of(version.definition)
    rows = counted(version, until) if scales else []
    return [block for name in scales for block in _scale(name, version, rows, scope)]


def _scale(name: str, version: QuestionnaireVersion, rows: list[Fact], scope: Scope) -> list[Block]:
    label = INSTRUMENTS[name].label
    title = f"{version} · {label}"
    what, value = column("score", label, _UNITS[name], digits=1), scale_name(name)
    found = estimated(f"{name}_v{version.pk}", title, what, rows, scope, value, _score_of(name))
    told = any(block["kind"] == "estimates" for block in found)
    few = _("fewer than five people, or too few for this scale, can be told.")
    none = text(f"{title}. {_('Not answerable yet')}: {few}")
    return [*(found if told else [none]), *waits(scope, rows, value)]


def _score_of(name: str) -> Any:
    """The score with its interval; None where it would move by classes, or tell of few."""
    value = scale_name(name)

    def score(part: Slice) -> Interval | None:
        items = part.values(value)
        found = None if tells_of_few(name, items) else scores.score(name, items)
        if found is None or found.useless:
            return None
        low, high = (found.value if end is None else end for end in (found.low, found.high))
        return Interval(found.value, low, high, found.n)

    return score


QUESTIONNAIRES = Section("questionnaires", gettext_lazy("Questionnaires"), _questionnaires)
