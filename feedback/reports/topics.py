"""The section of a report on tickets: what they are about, and what became of it.

Words of a studio are in none of it: a topic stands by its published headline, or by its number.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Kind, Severity, Stage, Ticket, Topic, Vote
from feedback.reports.blocks import Block, column, table, text
from feedback.reports.scope import Scope
from feedback.reports.sections import Section
from feedback.tickets import features
from feedback.tickets.board import weights_now
from feedback.tickets.impact import Impact, impact

#: Topics that count most.
MOST = 50
#: In place of a status that was reached after the data's end.
_LATER = gettext_lazy("changed since")


def _tickets(scope: Scope, until: datetime) -> list[Block]:
    rows = Ticket.objects.filter(**scope.dates("created_at"), **scope.studios())
    tickets = [*rows.select_related("topic").order_by("created_at", "pk")]
    limits = [
        _("How bad it is, its headline, its weight and what was merged are of the moment at which "
          "this was made; a status that was reached after the end of the data is not told. "
          "Who found a topic important is counted in the whole programme."),
        *([_("Filters of tools do not apply to this section.")] if "tool" in scope.where else []),
    ]  # fmt: skip
    if not tickets:
        none = _("No ticket of the studios chosen here was written in these weeks.")
        none = none if scope.studios() else _("No ticket was written in these weeks.")
        return [text(none), *map(text, limits)]
    return [*_counts(tickets, until), *_topics(tickets, until), *map(text, limits)]


def _counts(tickets: list[Ticket], until: datetime) -> list[Block]:
    stages = [_stage(one.topic, until) for one in tickets]
    return [
        _counted("tickets_kind", _("Kind"), [str(Kind(one.kind).label) for one in tickets]),
        _counted(
            "tickets_severity",
            _("Severity, as it was told"),
            [str(Severity(one.severity).label) for one in tickets],
        ),
        _counted("tickets_status", _("Status"), stages),
    ]


def _counted(name: str, label: str, found: Iterable[str]) -> Block:
    """How many tickets each, with the share of all of them; most first."""
    counts = Counter(found)
    whole = sum(counts.values())
    columns = [
        column("slice", label),
        column("tickets", _("tickets"), digits=0),
        column("share", _("of all"), "%", digits=1),
    ]
    rows = [
        [word, many, round(100 * many / whole, 6)]
        for word, many in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]
    return table(name, f"{_('Tickets')}: {label}", columns, rows)


def _stage(topic: Topic, until: datetime) -> str:
    return str(Stage(topic.stage).label if topic.stage_since < until else _LATER)


def _topics(tickets: list[Ticket], until: datetime) -> list[Block]:
    """What counts most: people × severity × feature, as on the board."""
    told, topics = Counter(one.topic_id for one in tickets), {t.topic_id: t.topic for t in tickets}
    people, weights = _votes([*topics], until), weights_now()
    weighed = [
        (one, impact(people.get(pk, 0), one.severity, one.feature, weights))
        for pk, one in topics.items()
    ]
    weighed.sort(key=lambda pair: (-pair[1].value, pair[0].created_at, str(pair[0].pk)))
    rows = [_row(one, found, told[one.pk], until) for one, found in weighed[:MOST]]
    more = len(weighed) - len(rows)
    left = [text(_("%(n)s further topics count less.") % {"n": more})] if more else []
    return [table("topics", _("What counts most"), _columns(), rows), *left]


def _votes(topics: list[Any], until: datetime) -> dict[Any, int]:
    rows = Vote.objects.filter(topic__in=topics, created_at__lt=until)
    return dict(rows.values("topic").annotate(n=Count("pk")).values_list("topic", "n").order_by())


def _columns() -> list[dict[str, Any]]:
    return [
        column("slice", _("Topic")),
        column("feature", _("Feature")),
        column("severity", _("Severity")),
        column("status", _("Status")),
        column("tickets", _("tickets"), digits=0),
        column("people", _("people who find it important"), digits=0),
        column("impact", _("Impact"), _("people × weights"), digits=1),
    ]


def _row(topic: Topic, found: Impact, tickets: int, until: datetime) -> list[Any]:
    shown = topic.published_at is not None and topic.published_at < until
    return [
        topic.headline if shown else topic.ref,
        features.title(topic.feature),
        str(Severity(topic.severity).label),
        _stage(topic, until),
        tickets,
        found.people,
        float(found.value),
    ]


TICKETS = Section("tickets", gettext_lazy("Tickets"), _tickets)
