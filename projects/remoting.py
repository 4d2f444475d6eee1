"""What the worker does with a run at a provider: send once, ask how far it is, fetch, keep.

Each step is written before the next begins, so that whoever takes the run up goes on with the
same job. Between two questions nobody waits: the run is put down (`PutDown`).
"""

import random
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree
from typing import Any

from django.db import transaction

from portal.errors import PortalError
from portal.storage import files
from portal.watching import tracing
from projects import places, remote_answers, remote_sending
from projects.assist.contract import Provider, ToolInput
from projects.assist.palette import Final, Retired, Standing, Status, Transient
from projects.budgets import book_hold, release
from projects.models import Remote, Run
from projects.models.runs import PutDown
from projects.running import offer, work_folder

Step = Remote.Step
#: Troubles in a row after which it is given up.
TROUBLES = 8
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 30.0
LONGEST_REST = 300.0


def work_on_remote(run: Run) -> None:
    """From whatever step the job has come to. Raises `PutDown` where there is nothing to do yet."""
    remote = Remote.objects.get_or_create(run=run, defaults={"project": run.project})[0]
    folder = work_folder(run)
    try:
        provider = remote_sending.reached(run)
        if remote.step in (Step.COMPOSED, Step.SENDING):
            _send(run, remote, provider, folder)
        if remote.step == Step.SENT:
            _follow(run, remote, provider, folder)
    except Transient as trouble:
        _try_again(run, remote, trouble)
    except Final as trouble:
        _end(run, remote, trouble)
    _stop_if_over(remote)
    _keep(run, remote, folder)


def _send(run: Run, remote: Remote, provider: Provider, folder: Path) -> None:
    """Nothing leaves twice: what may have left before is looked for first."""
    if remote.step == Step.SENDING and not remote_sending.is_free_to_send(run, remote, provider):
        return
    with ExitStack() as held:
        remote_sending.send(run, remote, provider, _inputs(run, held), folder)


def _inputs(run: Run, held: ExitStack) -> list[ToolInput]:
    versions = run.request.inputs
    return [
        ToolInput(held.enter_context(files.local(version.workable_key)), version.file_name)
        for version in versions
    ]


def _follow(run: Run, remote: Remote, provider: Provider, folder: Path) -> None:
    """Ask once; fetch when it is done."""
    remote_sending.take_turn(run)
    with tracing.span("provider poll", kind="CLIENT", **remote_sending.traced(run)):
        status = provider.poll(remote.external_id)
    remote.move(Step.SENT, polls=remote.polls + 1, troubles=0)
    if status.standing == Standing.DONE:
        run.progress("fetching", 0.9)
        with tracing.span("provider fetch", kind="CLIENT", **remote_sending.traced(run)):
            answer = provider.fetch(remote.external_id, folder)
        remote_answers.keep(run, remote, answer)
    elif status.standing in (Standing.FAILED, Standing.CANCELLED):
        code = status.code or "remote:failed"
        raise Final(code, status.detail or status.standing.value, billed=status.billed)
    else:
        _wait(run, remote, provider, status)


def _wait(run: Run, remote: Remote, provider: Provider, status: Status) -> None:
    """Longer from time to time, and never together with all others."""
    if remote.deadline and run.moment() > remote.deadline:
        stopped = provider.cancel(remote.external_id)
        raise Final("remote:late", billed=not stopped)
    waits = status.standing == Standing.WAITING
    run.progress("waiting" if waits else "working", 0.1 + 0.8 * (status.fraction or 0.0))
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 1.3 ** min(remote.polls, 40))
    raise PutDown(run, jittered(pause))


def jittered(seconds: float) -> float:
    """A quarter more or less: who waits for the same thing does not come back at once."""
    return seconds * random.uniform(0.75, 1.25)  # noqa: S311  (no secret)


def _try_again(run: Run, remote: Remote, trouble: Transient) -> None:
    """Later, as the provider asked, or twice as long each time; given up after some in a row."""
    if remote.step == Step.SENDING and not trouble.taken:
        remote.step = Step.COMPOSED  # it said no: nothing was taken
    remote.move(remote.step, troubles=remote.troubles + 1)
    if remote.troubles > TROUBLES and not _is_worth_waiting(run, remote):
        _end(run, remote, Final(trouble.code, trouble.detail, billed=remote.under_way))
    rest = min(LONGEST_REST, trouble.after or 2.0**remote.troubles)
    if trouble.code == "remote:throttled" and run.connection:
        run.connection.rest(rest)
    run.progress(_pause(remote, trouble), run.fraction)
    raise PutDown(run, max(trouble.after or 0, jittered(rest)))


def _pause(remote: Remote, trouble: Transient) -> str:
    """The stage until then: a provider that is down gives nobody a turn."""
    if remote.external_id:
        return "waiting"
    return "turn" if trouble.code == "remote:throttled" else "again"


def _is_worth_waiting(run: Run, remote: Remote) -> bool:
    """A job that is taken is paid for: it is asked after until its time is over."""
    return bool(remote.external_id and remote.deadline and run.moment() < remote.deadline)


def _end(run: Run, remote: Remote, trouble: Final) -> None:
    """The money first, then the run: whoever takes it up between finds both told."""
    told: dict[str, Any] = {"code": trouble.code, "detail": _detail(trouble)}
    with transaction.atomic():
        remote_sending.must_hold(run)
        book_hold(run) if trouble.billed else release(run)
        uncertain = trouble.code == "remote:uncertain"
        remote.move(Step.UNCERTAIN if uncertain else Step.ENDED, answer=told)
        places.leave(run)
    _stop_if_over(remote)


def _detail(trouble: Final) -> str:
    """Of a model that was ended: since when, and what to ask instead."""
    if not isinstance(trouble, Retired):
        return trouble.detail
    life = trouble.lifecycle
    parts = [trouble.detail, life.ends.isoformat() if life.ends else "", *life.alternatives]
    return " → ".join(part for part in parts if part)


def _stop_if_over(remote: Remote) -> None:
    if remote.step in (Step.ENDED, Step.UNCERTAIN):
        raise PortalError(remote.answer["code"], detail=remote.answer.get("detail", ""))


def _keep(run: Run, remote: Remote, folder: Path) -> None:
    """Candidates of the answer; with them the run is ready, and nothing of it lies around."""
    tool, versions = run.request.definition, run.request.inputs
    assert tool.conclude, "a tool without an engine concludes"
    run.progress("keeping", 0.95)
    parameters = tool.parameters(**run.request.parameters)
    with ExitStack() as held:
        answer = remote_answers.read(remote, held)
        outcomes = tool.conclude(answer, _inputs(run, held), parameters, folder)
        offer(run, versions[0], outcomes)
    rmtree(folder, ignore_errors=True)
