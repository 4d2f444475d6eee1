"""Lives of jobs, as workers and people lead them: the drill's own worker, in a process of its own.

Orders come by the line, answers go by the line, in JSON. Rows are written by the verbs of the jobs
themselves; what is published goes through `Chaos`. What follows a run's end elsewhere (notices,
webhooks, prices) is no matter of this drill and is left out.
"""

import heapq
import json
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from portal import live
from portal.drills.live.chaos import Chaos
from projects.models import AssistRequest, Project, Run, State, job_news
from projects.models.jobs import LeaseLost

STAGES = ("reading", "decoding", "analysing")
#: How often a life is cut short: by a person who cancels, or by the death of the worker.
CANCELLED, DIES, RESTS = 0.15, 0.15, 0.1
ENDS = [
    *[(State.READY, "")] * 2,
    (State.FAILED, "media:unreadable"),
    (State.ERRORED, "unexpected"),
]

Life = Iterator[float]


def made(project: Project, many: int) -> list[str]:
    """Queued runs, each of a request of its own; newest first on the page of runs."""
    requests = AssistRequest.objects.bulk_create(
        AssistRequest(project=project, studio=project.studio, tool="shot_breakdown")
        for _run in range(many)
    )
    runs = Run.objects.bulk_create(
        Run(project=project, studio=project.studio, request=request, sent_at=timezone.now())
        for request in requests
    )
    return [str(run.pk) for run in runs]


class Lives:
    """Many at once, step by step, each in its own time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  (moments, not secrets)
        self.chaos = Chaos(live.publish, seed=seed + 1, clock=time.monotonic)
        self.changed: dict[str, float] = {}
        self.errors: list[str] = []

    def lead(self, lives: dict[str, Life]) -> None:
        """Until each has come to its end, or to its rest."""
        start = time.monotonic()
        due = [(start + self.chance.uniform(0, 1.5), pk) for pk in lives]
        heapq.heapify(due)
        while due or self.chaos._held:
            self.chaos.due()
            if due and due[0][0] <= time.monotonic():
                _when, pk = heapq.heappop(due)
                pause = self._step(pk, lives[pk])
                if pause is not None:
                    heapq.heappush(due, (time.monotonic() + pause, pk))
            else:
                time.sleep(0.005)

    def _step(self, pk: str, life: Life) -> float | None:
        """Seconds until the next step; None at the end."""
        try:
            pause = next(life, None)
        except Exception as error:  # the count of exceptions is the drill's to tell
            self.errors.append(repr(error))
            pause = None
        self.changed[pk] = time.time()
        return pause

    def whole(self, pk: str, *, rests: bool) -> Life:
        """From queued over progress to an end, or to a rest on the way."""
        if self.chance.random() < CANCELLED / 2:
            self._cancel(pk)
            return
        run = Run.claim(pk)
        assert run, f"{pk} could not be claimed"
        yield self._pause()
        if self.chance.random() < DIES:
            yield from self._progress(run, self.chance.randint(1, 2))
            run = self._taken_over(run)
            yield self._pause()
        yield from self._progress(run, self.chance.randint(1, 3))
        if rests:
            return
        if self.chance.random() < CANCELLED:
            self._cancel(pk)
            return
        yield self._pause()
        state, code = self.chance.choice(ENDS)
        run.finish(state, code=code)
        run.tell()

    def ended(self, pk: str) -> Life:
        """What rested: its worker is gone, another takes it up and ends it."""
        run = self._taken_over(Run.objects.get(pk=pk))
        yield self._pause()
        run.finish(State.READY)
        run.tell()

    def _progress(self, run: Run, stages: int) -> Life:
        """A new stage is always stored, what comes between sometimes."""
        for stage in STAGES[:stages]:
            for _step in range(2):
                run.progress(stage, min(0.99, run.fraction + self.chance.uniform(0.01, 0.2)))
                yield self._pause()
        run.progress("writing", min(0.99, run.fraction + 0.01))
        yield self._pause()

    def _taken_over(self, run: Run) -> Run:
        """The lease has run out; whoever had it can write nothing more."""
        Run.objects.filter(pk=run.pk).update(lease_expires_at=timezone.now())
        other = Run.claim(run.pk)
        assert other, f"{run.pk} could not be taken over"
        try:
            run.progress("late", 0.9)
        except LeaseLost:
            return other
        raise AssertionError("a worker without its lease could write")

    def _cancel(self, pk: str) -> None:
        Run.objects.get(pk=pk).close(State.CANCELLED)

    def _pause(self) -> float:
        return self.chance.uniform(0.05, 0.5)


def main(seed: int) -> None:
    lives = Lives(seed)
    job_news.publish = lives.chaos.publish
    for follows in ("ended", "report_end"):
        setattr(Run, follows, lambda run: None)
    project = Project.objects.get(studio__name="Lantern Row")
    while line := sys.stdin.readline():
        order = json.loads(line)
        sys.stdout.write(json.dumps(_obeyed(lives, project, **order), default=str) + "\n")
        sys.stdout.flush()


def _obeyed(lives: Lives, project: Project, *, do: str, runs: Any) -> Any:
    lives.changed, lives.errors = {}, []
    if do == "make":
        return made(project, runs)
    if do == "live":
        lives.lead({pk: lives.whole(pk, rests=lives.chance.random() < RESTS) for pk in runs})
    else:
        lives.lead({pk: lives.ended(pk) for pk in runs})
    return {
        "changed": lives.changed,
        "errors": lives.errors,
        "messages": lives.chaos.done,
        "rows": rows(runs),
    }


def rows(runs: list[str]) -> dict[str, dict[str, Any]]:
    """What the page must show of each."""
    found = Run.objects.filter(pk__in=runs).select_related("request")
    return {str(run.pk): run.event() for run in found}
