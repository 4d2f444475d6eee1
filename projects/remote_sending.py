"""The moment at which something leaves the house: looked at once more, held, noted, then sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _t

from portal.errors import PortalError
from portal.watching import tracing
from projects import budgets, gating, places, remote_answers
from projects.assist.contract import Provider, ToolInput
from projects.assist.gate.records import Ruling
from projects.assist.palette import Final, Quote, Rate, Retired, Submission, Transient, Work
from projects.gate_words import sentences
from projects.models import Connection, Price, Receipt, Remote, Run, Terms
from projects.models.runs import PutDown

Step = Remote.Step
#: Seconds until it looks again, where its place went to another while it was prepared.
WAIT_FOR_PLACE = 5.0


def traced(run: Run) -> dict[str, str]:
    """What a trace may tell of a call: names of the code, and the run's id."""
    return {"lastmile.provider": run.provider, "lastmile.run": str(run.pk)}


def reached(run: Run) -> Provider:
    """The provider of a run, through its connection as it is now."""
    connection = run.connection
    mine = Connection.objects.open_to(run.studio).filter(pk=connection.pk) if connection else None
    if connection is None or mine is None or not mine.exists():
        raise PortalError("remote:not_connected", detail=_t("its connection is gone"))
    if missing := connection.missing:
        detail = f"{connection}: {', '.join(map(str, missing))}"
        raise PortalError("remote:not_connected", detail=detail)
    return connection.reach()


def must_hold(run: Run) -> None:
    """Inside a transaction: nobody else takes the run up before it is over."""
    if not run.renew():
        raise run.lost_by()


def take_turn(run: Run) -> None:
    """Providers limit calls over all workers: without a turn, come again."""
    assert run.connection, "looked at when it was reached"
    if seconds := run.connection.turn():
        run.progress("turn", run.fraction)
        raise PutDown(run, max(0.2, seconds))


def is_free_to_send(run: Run, remote: Remote, provider: Provider) -> bool:
    """A worker died, or an answer was lost, while this was sent. True where it may be sent (again):
    the provider has not got it, or knows the key. False where its job was found.
    """
    found = provider.sought(str(remote.key))
    if found:
        with transaction.atomic():
            must_hold(run)
            remote.move(Step.SENT, external_id=found)
        return False
    if found is None and run.request.definition.needs not in provider.idempotent:
        raise Final("remote:uncertain", billed=True)
    return True


def send(
    run: Run, remote: Remote, provider: Provider, inputs: Sequence[ToolInput], folder: Path
) -> None:
    """Compose, look once more whether it may leave, note what leaves, send."""
    take_turn(run)
    work = _composed(run, provider, inputs, folder)
    rates = Price.list_of(run.provider, run.model)
    quote = provider.quote(work, run.model, rates)
    _must_be_allowed(run, quote)  # before any call at all; once more with the money held
    lifecycle = provider.lifecycle(run.model)
    if not lifecycle.active:
        raise Retired(run.model, lifecycle)
    _release_to_provider(run, remote, work, quote, rates)
    try:
        with tracing.span("provider submit", kind="CLIENT", **traced(run)):
            submission = provider.submit(work, run.model, str(remote.key), folder)
    except Transient as trouble:
        if trouble.taken and is_free_to_send(run, remote, provider):
            raise Transient(trouble.code, trouble.detail, after=trouble.after) from trouble
        if trouble.taken:
            return
        raise
    _taken(run, remote, provider, submission)


def _composed(run: Run, provider: Provider, inputs: Sequence[ToolInput], folder: Path) -> Work:
    """What one request of this run is; where a model makes one at a time, others make the rest."""
    tool = run.request.definition
    assert tool.compose, "a tool without an engine composes"
    run.progress("composing", 0.01)

    def progress(stage: str, fraction: float) -> None:
        run.progress(stage, 0.01 + 0.07 * fraction)

    work = tool.compose(inputs, tool.parameters(**run.request.parameters), folder, progress)
    offered = [m for m in provider.capabilities() if m.name == run.model]
    return work.share(offered[0]) if offered else work


def _release_to_provider(
    run: Run, remote: Remote, work: Work, quote: Quote, rates: Sequence[Rate]
) -> None:
    """Gate, hold and receipt with the step that says so, or nothing of it."""
    manifest, digest = work.manifest(), work.digest()
    with transaction.atomic():
        must_hold(run)
        budgets.hold_studio(run.project)
        if placed := places.take(run, for_good=True):
            ruling = _must_be_allowed(run, quote)
            budgets.hold(run, quote, rates)
            _write_receipt(run, ruling, manifest, digest)
            money = {"quote_low": quote.low, "quote_high": quote.high, "currency": quote.currency}
            remote.move(Step.SENDING, rates=budgets.as_rows(rates), **money, **_times(run))
    if not placed:
        run.progress("place", run.fraction)
        raise PutDown(run, WAIT_FOR_PLACE)
    run.progress("sending", 0.08)


def _must_be_allowed(run: Run, quote: Quote) -> Ruling:
    request, connection = run.request, run.connection
    assert connection, "looked at when it was reached"
    ruling = gating.ruling(
        project=run.project,
        tool=request.definition,
        versions=request.inputs,
        parameters=request.parameters,
        connection=connection,
        model=run.model,
        quote=quote,
    )
    if not ruling.allowed:
        raise Final("remote:gate", " ".join(sentences(ruling)))
    return ruling


def _write_receipt(run: Run, ruling: Ruling, manifest: dict[str, Any], digest: str) -> None:
    connection = run.connection
    assert connection, "looked at when it was reached"
    Receipt.objects.create(
        project=run.project,
        run=run,
        provider=run.provider,
        product=connection.product,
        region=connection.region,
        model=run.model,
        host=urlsplit(connection.endpoint).hostname or run.provider,
        terms=Terms.objects.filter(pk=ruling.terms).first() if ruling.terms else None,
        consents=list(ruling.consents),
        manifest=manifest,
        digest=digest,
        person_name=str(run.request.person or ""),
    )


def _taken(run: Run, remote: Remote, provider: Provider, submission: Submission) -> None:
    """Stored whoever holds the run by now: a job that is paid for is never forgotten."""
    if submission.answer is not None:
        remote_answers.keep(run, remote, submission.answer)
        return
    rows = Remote.objects.filter(pk=remote.pk, step=Step.SENDING)
    if not rows.update(step=Step.SENT, external_id=submission.external_id, troubles=0):
        provider.cancel(submission.external_id)  # given up meanwhile, and its money settled
        raise run.lost_by()
    remote.refresh_from_db()
    run.progress("waiting", 0.1)


def _times(run: Run) -> dict[str, datetime]:
    now = run.moment()
    return {"sent_at": now, "deadline": now + timedelta(seconds=settings.REMOTE_SECONDS)}
