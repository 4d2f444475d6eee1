"""What `drill remote` does inside the portal: runs, each with a worker that is killed."""

import gc
import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connections
from django.db.models import Sum
from django.utils import timezone

from portal.drills.remote import world
from portal.drills.remote.sides import BILLS, MODELS, FarSide
from portal.drills.remote.workers import Worked, worker
from portal.models import Studio
from portal.tenancy import in_studio, outside_studios
from projects import tasks
from projects.media import confined
from projects.models import Connection, Entry, Remote, Run, State, Version

#: A provider is asked three times: a run is put down twice, and carried by three workers.
TURNS = 3
#: More workers than this no run may need.
PATIENCE = 40


def tell(stride: int, lanes: int) -> None:
    """Prints the rounds and what the ledger says as JSON on its last line."""
    with outside_studios():
        world.contract()
    with lane("Drill, loading") as first:
        first.load()
    gc.collect()
    gc.freeze()  # what is loaded is shared by all that are forked from here
    sys.stdout.write(json.dumps(_all(stride, lanes)) + "\n")


class Kills:
    """At which step of each turn the next worker is killed: the first, and every so many-th."""

    def __init__(self, first: int, stride: int) -> None:
        self._next = dict.fromkeys(range(TURNS), first)
        self._stride = stride

    @property
    def over(self) -> bool:
        return not any(self._next.values())

    def step(self, turn: int) -> int:
        """0: a worker has gone through this turn, since it has no such step."""
        return self._next[turn]

    def note(self, turn: int, worked: Worked) -> None:
        self._next[turn] = self._next[turn] + self._stride if worked.killed_at else 0


@dataclass
class Lane:
    """A studio with both providers: one run after the other, each worker a process."""

    studio: Studio
    version: Version
    ways: dict[str, tuple[Connection, FarSide]]

    def load(self) -> None:
        """A whole run at each provider in this process: what it needs is loaded afterwards."""
        for name in MODELS:
            run = self.next(name)
            for _turn in range(PATIENCE):
                if _is_over(run):
                    break
                _expire(run)
                tasks.run(str(run.studio_id), str(run.pk))
            if self._after(name, run)["end"] != State.READY:
                raise RuntimeError(f"a run at {name} does not go through: {run.error_facts}")
        confined.end()
        connections.close_all()

    def next(self, name: str) -> Run:
        way, side = self.ways[name]
        side.begin()
        return world.asked(self.version, way)

    def rounds(self, name: str, first: int, stride: int) -> Iterator[dict[str, Any]]:
        """Runs at one provider, until no turn has a step left at which no worker was killed."""
        kills = Kills(first, stride)
        while not kills.over:
            yield self.round(name, kills)

    def round(self, name: str, kills: "Kills") -> dict[str, Any]:
        """A run whose workers are killed once in each of its turns. After each kill another worker
        goes on undisturbed, until it puts the run down or ends it."""
        run, side = self.next(name), self.ways[name][1]
        killed: list[dict[str, Any]] = []
        met, rests = set[int](), False
        for _worker_number in range(PATIENCE):
            if _is_over(run):
                break
            _expire(run)
            turn = min(side.polls, TURNS - 1)
            step = 0 if rests or turn in met else kills.step(turn)
            worked = worker(run, step)
            rests = bool(worked.killed_at)
            if step:
                met.add(turn)
                kills.note(turn, worked)
            if worked.killed_at:
                told = {"turn": turn, "step": step, "before": worked.killed_at}
                killed.append(told | {"left": _step_of(run)})
        return {"provider": name, "killed": killed} | self._after(name, run)

    def _after(self, name: str, run: Run) -> dict[str, Any]:
        """How the run ended, what had arrived at the provider, and what the ledger holds."""
        run.refresh_from_db()
        uncertain = run.error_code == "remote:uncertain"
        return {
            "end": "uncertain" if uncertain else run.state,
            "why": f"{run.error_code} {run.error_facts.get('detail', '')}".strip(),
            "arrived": self.ways[name][1].arrived,
            "candidates": run.candidates.count(),
            **_money(run, None if uncertain else BILLS[name]),
        }

    def ledger(self) -> dict[str, str]:
        """All that was booked for the studio, and what its runs say that they cost."""
        booked = Entry.objects.filter(kind=Entry.Kind.COST).aggregate(sum=Sum("amount"))["sum"]
        runs = Run.objects.aggregate(sum=Sum("cost"))["sum"]
        return {"booked": str(booked or 0), "runs": str(runs or 0)}


@contextmanager
def lane(name: str) -> Iterator[Lane]:
    with ExitStack() as held, in_studio(studio := Studio.objects.create(name=name)):
        version = world.script(studio)
        sides = [held.enter_context(FarSide(each).apart()) for each in MODELS]
        ways = {side.name: (world.connected(studio, side), side) for side in sides}
        yield Lane(studio, version, ways)


def _all(stride: int, lanes: int) -> dict[str, Any]:
    """Several lanes at once, each with every so many-th step."""
    connections.close_all()
    apart = [_lane_apart(number, stride, lanes) for number in range(lanes)]
    told: list[dict[str, Any]] = []
    for pid, pipe in apart:
        with os.fdopen(pipe) as said:
            told.append(json.loads(said.read() or '{"failed": "without a word"}'))
        os.waitpid(pid, 0)
    if failed := [one["failed"] for one in told if "failed" in one]:
        raise RuntimeError("\n".join(failed))
    rounds = [row for one in told for row in one["rounds"]]
    return {"rounds": rounds, "ledgers": [one["ledger"] for one in told]}


def _lane_apart(number: int, stride: int, lanes: int) -> tuple[int, int]:
    """In a process of its own: its id, and the pipe from which what it tells can be read."""
    reading, writing = os.pipe()
    if pid := os.fork():
        os.close(writing)
        return pid, reading
    try:
        told = _lane_rounds(number, stride, lanes)
    except BaseException:
        told = {"failed": traceback.format_exc()}
    with os.fdopen(writing, "w") as pipe:
        pipe.write(json.dumps(told))
    os._exit(0)


def _lane_rounds(number: int, stride: int, lanes: int) -> dict[str, Any]:
    rounds: list[dict[str, Any]] = []
    with lane(f"Drill {number}") as mine:
        for name in MODELS:
            rounds += mine.rounds(name, 1 + number * stride, stride * lanes)
        return {"rounds": rounds, "ledger": mine.ledger()}


def _is_over(run: Run) -> bool:
    return Run.objects.get(pk=run.pk).state not in (State.QUEUED, State.RUNNING)


def _step_of(run: Run) -> str:
    """What the next worker finds of the job at the provider."""
    return Remote.objects.filter(run=run).values_list("step", flat=True).first() or ""


def _expire(run: Run) -> None:
    """As if time had passed: whoever had it is not heard of any more."""
    past = timezone.now() - timedelta(seconds=1)
    Run.objects.filter(pk=run.pk, state=State.RUNNING).update(lease_expires_at=past)


def _money(run: Run, bill: Decimal | None) -> dict[str, Any]:
    """Whether it was held, booked and released once each, and booked what the provider asks;
    `None`: all that was held, since nobody knows."""
    entries = list(Entry.objects.filter(run=run))
    amounts = {entry.kind: entry.amount for entry in entries}
    whole = sorted(amounts) == sorted(entry.kind for entry in entries) == sorted(Entry.Kind.values)
    held, booked = amounts.get("hold"), amounts.get("cost")
    right = booked == (held if bill is None else bill) == run.cost
    return {
        "costs": sum(entry.kind == Entry.Kind.COST for entry in entries),
        "booked": str(booked),
        "balanced": whole and held == amounts["release"] and right,
    }
