"""In which order a studio's runs begin, and what one of them waits for, in words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: As `projects.windows.RUN_ORDER`.
ORDER = (F("fronted_at").desc(nulls_last=True), "queued_at", "pk")


def step_aside(run: Any) -> None:
    """The last of those that were called makes room for one that goes first, and waits anew."""
    from projects import places

    if run.connection_id:
        places.stand_first(run)
    called = _waiting(run.studio_id).exclude(Q(sent_at=None) | Q(pk=run.pk))
    last = called.order_by(F("fronted_at").asc(nulls_first=True), "-queued_at", "-pk").first()
    if last and run.sent_at is None:
        type(run).objects.filter(pk=last.pk, state=run.state).update(sent_at=None)


def _waiting(studio_id: Any) -> Any:
    from projects.models import Run

    return Run.objects.filter(studio=studio_id, state="QUEUED")


def tell(runs: Iterable[Any], *, viewer: Any) -> None:
    """Write on each run that is queued how many of its studio begin before it (`before`), what it
    waits for in words (`waits_for`), and whether the viewer may have it go first (`movable`). One
    question for each studio that they are of, and one for the places that they wait for.
    """
    queued = [run for run in runs if run.state == "QUEUED"]
    places = _places(queued)
    orders = {studio: _order(studio) for studio in {run.studio_id for run in queued}}
    for run in queued:
        run.before = orders[run.studio_id].get(run.pk, 0)
        provider = places.get((run.studio_id, run.connection_id))
        if provider and str(viewer.pk) in run.request.blind:
            provider = _("a provider")
        run.waits_for = _words(run.before, provider)
        run.movable = run.before > 0 and run.may_be_moved_by(viewer)


def keep_quiet(runs: Iterable[Any], *, viewer: Any) -> None:
    """Write on each run whether the viewer decides blind, so that why it failed is not said: it
    might tell whose it is (`kept_quiet`).
    """
    for run in runs:
        run.kept_quiet = str(viewer.pk) in run.request.blind


def _order(studio_id: Any) -> dict[Any, int]:
    rows = _waiting(studio_id).order_by(*ORDER).values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(rows)}


def _places(queued: list[Any]) -> dict[tuple[Any, Any], str]:
    """(studio, connection) → its name, where the studio waits for a place there."""
    from projects.models import Place

    if not any(run.connection_id for run in queued):
        return {}
    rows = Place.objects.filter(studio__in={run.studio_id for run in queued}, taken_at=None)
    return {
        (row.studio_id, row.connection_id): str(row.connection)
        for row in rows.select_related("connection")
    }


def _words(before: int, provider: str | None) -> str:
    if provider:
        return _("waiting for a place at %(provider)s") % {"provider": provider}
    if not before:
        return _("next of your studio")
    said = ngettext(
        "%(n)s run of your studio before it", "%(n)s runs of your studio before it", before
    )
    return said % {"n": before}
