"""The page of operations in the administration: what works, what waits, what is wrong.

Each section is a table with a sentence for when it is empty. Rooms add theirs with `register`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import wellbeing
from portal.backups import notes
from portal.models import Trouble, WebhookEndpoint
from portal.watching import counting, gathering, queues
from portal.watching.readiness import here

LINES = 20


@dataclass(frozen=True)
class Section:
    """`rows` in the order of `head`; what is a time is shown as one."""

    title: Any
    head: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    none: Any


_SECTIONS: list[Callable[[], Section]] = []


def register(*sections: Callable[[], Section]) -> None:
    _SECTIONS.extend(section for section in sections if section not in _SECTIONS)


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    told = gathering.told()
    shown = {
        "title": gettext_lazy("Operations"),
        "sections": [section() for section in _SECTIONS],
        "worries": wellbeing.worries(),
        "gathered": _moment(told.at) if told.at else None,
    }
    return TemplateResponse(request, "admin/operations.html", {**context, **shown})


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _troubles() -> Section:
    rows = [(row.sentence, row.began_at, row.over_at or _("lasts")) for row in _newest_troubles()]
    head = (_("what is wrong"), _("since"), _("over"))
    return Section(_("Troubles"), head, rows, _("Nothing has gone wrong yet."))


def _newest_troubles() -> list[Trouble]:
    """Those that last come first."""
    over = Trouble.objects.exclude(over_at=None)[:LINES]
    rows = Trouble.objects.filter(Q(over_at=None) | Q(pk__in=over.values("pk")))
    return sorted(rows, key=lambda row: row.over_at is not None)


def _parts() -> Section:
    said = {True: _("answers"), False: _("does not answer")}
    rows = [(name, said[holds]) for name, holds in here.look().items()]
    return Section(_("Parts"), (_("part"), _("now")), rows, "")


def _queues() -> Section:
    served = counting.workers_by_queue()
    rows = [(name, length, served.get(name, 0)) for name, length in queues.lengths().items()]
    head = (_("queue"), _("messages waiting"), _("workers"))
    return Section(_("Queues"), head, rows, _("The broker does not answer."))


def _workers() -> Section:
    rows = [
        (w["name"], ", ".join(w["queues"]), w["processes"], _moment(w["since"]))
        for w in counting.workers()
    ]
    head = (_("worker"), _("queues"), _("processes"), _("since"))
    return Section(_("Workers"), head, rows, _("No worker has given a sign of life."))


def _runs() -> Section:
    found = sorted(gathering.told().numbers.get("runs", {}).items())
    rows = [(*label, int(number)) for label, number in found]
    head = (_("state"), _("tool"), _("provider"), _("runs"))
    return Section(
        _("Runs under way, and of the last day"), head, rows, _("There was no run within a day.")
    )


def _webhooks() -> Section:
    """Hosts only: an address may hold a secret."""
    failing = WebhookEndpoint.objects.open().exclude(failing_since=None).select_related("studio")
    rows = [
        (row.studio.name, urlsplit(row.url).hostname, row.failing_since)
        for row in failing.order_by("failing_since")[:LINES]
    ]
    head = (_("studio"), _("host"), _("fails since"))
    return Section(_("Failing webhooks"), head, rows, _("No webhook fails."))


def _storage() -> Section:
    told = gathering.told()
    rows: list[tuple[Any, ...]] = [
        (_("free where files are kept"), _("%(gb).1f GB") % {"gb": free / 1e9})
        for free in told.numbers.get("storage_free_bytes", {}).values()
    ]
    rows += [
        (_("mails %(state)s") % {"state": state}, int(number))
        for (state,), number in sorted(told.numbers.get("mails", {}).items())
    ]
    head = (_("what"), _("how much"))
    return Section(_("Storage and mail"), head, rows, _("Nothing was gathered yet."))


def _backups() -> Section:
    newest = notes.last()
    facts = newest.facts if newest else {}
    size = _("%(gb).1f GB") % {"gb": int(facts.get("bytes", 0)) / 1e9}
    rows = [(newest.at, facts["host"], facts["rows"], facts["objects"], size)] if newest else []
    head = (_("last made"), _("on"), _("rows"), _("objects"), _("size of the objects"))
    return Section(_("Backups"), head, rows, _("No backup was made in the last 90 days."))


register(_troubles, _parts, _queues, _workers, _runs, _webhooks, _storage, _backups)
