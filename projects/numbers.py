"""What the operator counts of this room, inside one studio: runs, what came in, what is written."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.watching import gathering, operations, sentences, today, troubles
from portal.watching.gathering import Line, Told
from portal.watching.operations import Section
from portal.watching.sentences import Facts
from portal.watching.today import ASKS, WELL, Figure, Look, rows_of
from portal.watching.troubles import Wrong
from projects import seals
from projects.models import (
    Carrying,
    Closeout,
    DisclosurePack,
    Export,
    Ingest,
    Run,
    State,
    ViewingCopy,
)
from projects.models.jobs import ACTIVE

_DAY = timedelta(days=1)
LINES = 20
_TITLE = gettext_lazy("Slow runs")
MEANINGS = {
    "runs": ("runs under way, and those that ended within a day", ["state", "tool", "provider"]),
    "jobs": ("other long work under way", ["kind", "state"]),
    "slow_runs": ("runs that work or wait for too long", ["how"]),
}


def counted() -> Iterable[Line]:
    now = timezone.now()
    recent = Run.objects.filter(Q(state__in=ACTIVE) | Q(finished_at__gt=now - _DAY))
    names = ("state", "request__tool", "provider")
    for *label, number in recent.values_list(*names).annotate(number=Count("pk")).order_by():
        yield "runs", tuple(label), number
    for job in (Ingest, ViewingCopy, Carrying, Export, DisclosurePack, Closeout):
        active = job.objects.filter(state__in=ACTIVE).values_list("state")
        for state, number in active.annotate(number=Count("pk")).order_by():
            yield "jobs", (job.kind, state), number
    for how, rows in slow(now).items():
        yield "slow_runs", (how,), rows.count()


def slow(now: datetime) -> dict[str, Any]:
    """How → runs: those that work for longer than they may, and those nobody takes up."""
    working = now - timedelta(seconds=settings.SLOW_RUN_SECONDS)
    waiting = now - timedelta(seconds=settings.SLOW_WAIT_SECONDS)
    return {
        "working": Run.objects.filter(state=State.RUNNING, started_at__lt=working),
        "waiting": Run.objects.filter(state=State.QUEUED, queued_at__lt=waiting),
    }


def _waiting(facts: Facts) -> str:
    said = ngettext(
        "%(n)s run has waited for more than %(minutes)s minutes.",
        "%(n)s runs have waited for more than %(minutes)s minutes.",
        facts["n"],
    )
    return said % facts


def _working(facts: Facts) -> str:
    said = ngettext(
        "%(n)s run has worked for more than %(minutes)s minutes.",
        "%(n)s runs have worked for more than %(minutes)s minutes.",
        facts["n"],
    )
    return said % facts


def _of_runs(told: Told) -> Iterator[Wrong]:
    if number := int(told.sum("slow_runs", "waiting")):
        yield troubles.wrong("runs:waiting", n=number, minutes=settings.SLOW_WAIT_SECONDS // 60)
    if number := int(told.sum("slow_runs", "working")):
        yield troubles.wrong("runs:working", n=number, minutes=settings.SLOW_RUN_SECONDS // 60)


def _of_certificate(_told: Told) -> Iterator[Wrong]:
    """What signs pictures and films; a test certificate is no trouble, and has its own line."""
    if told := seals.lapsing():
        yield Wrong("certificate:lapses", told)


def _slow_runs() -> Section:
    """With a link to each; the page of the administration has every studio open."""
    rows = [
        (run.request.tool, run.provider, _(how), run.started_at or run.queued_at, run.studio.name)
        for how, run in _longest()
    ]
    head = (_("tool"), _("provider"), _("how"), _("since"), _("studio"))
    return Section(_TITLE, head, rows, _("No run works or waits for too long."))


def _longest() -> list[tuple[str, Run]]:
    """Some of each kind, those that work first."""
    found = slow(timezone.now())
    some = [Q(pk__in=rows.order_by("queued_at").values("pk")[:LINES]) for rows in found.values()]
    runs = Run.objects.filter(some[0] | some[1]).select_related("request", "studio")
    ways = {State.RUNNING: "working", State.QUEUED: "waiting"}
    told = [(ways[State(run.state)], run) for run in runs.order_by("queued_at")]
    return sorted(told, key=lambda one: list(found).index(one[0]))


def _today(look: Look) -> Iterator[Figure]:
    """Failed: the studio can act. Errored: the programme must."""
    day = f"{timezone.now() - _DAY:%Y-%m-%d %H:%M:%SZ}".replace(" ", "%20")
    for state, label in ((State.ERRORED, _("Runs errored")), (State.FAILED, _("Runs failed"))):
        count = int(look.told.sum("runs", state))
        how = ASKS if count and state == State.ERRORED else WELL
        url = rows_of("projects_run", state__exact=state.value, finished_at__gte=day)
        yield Figure(_("%(label)s in 24 h") % {"label": label}, str(count), url, how)
    terms, prices = rows_of("projects_terms"), rows_of("projects_price")
    count = look.about(terms, prices)
    yield Figure(_("Terms and prices that lapse"), str(count), f"{terms}?stands=lapsing")


def register() -> None:
    gathering.register(counted, MEANINGS)
    troubles.register(_of_runs, _of_certificate)
    sentences.register({"runs:waiting": _waiting, "runs:working": _working})
    sentences.register({"certificate": lambda _facts: seals.lapsing() or ""})
    operations.register(_slow_runs)
    today.register(_today)
