"""`bench runs [RUNS]`: empty runs through queue, claim, progress and end, and how long they wait.

A portal of its own with one real Celery worker (a pool of two processes). A run's tool returns at
once and offers nothing; all else is as for any run: the message, the claim under the studio's
limit, the lease, a stage that is stored and told, the end with notification, webhook message and
the call of the next. CPU is that of the worker and its pool, by the
kernel; database and broker are others' processes. Medians of three rounds; beside them stands a
loop of Python, timed before and after, since a busy machine's seconds are longer, and as many tasks
that do nothing at all, which is what Celery alone costs here: a run is one task and sends two.

Waiting, in units of runs that others begin meanwhile: a studio has 500 runs of 50 ms waiting when
another asks for its first; then five studios ask for 80, 40, 20, 10 and 5 runs in that order, and
the mean place of the first five runs of each is compared, most over least.
"""

import os
import platform
import time
from statistics import median
from typing import Any

from portal.benchmarks import number_in
from portal.drills.workers import ASK
from portal.drills.workers.crew import Crew, crew
from portal.drills.workers.judging import active
from portal.rehearsal import Rehearsal, bare

RUNS, ROUNDS, TARGET = 1000, 3, 200
TOOL = "nothing"
BACKLOG = 500
MIX = (80, 40, 20, 10, 5)
IDLE = """
from portal.drills.workers.app import idle
for _n in range({count}):
    idle.apply_async(queue="assist")
"""
_BEFORE_FIRST = """
select count(*) from projects_run r,
    (select min(r.queued_at) asked, min(r.started_at) begun from projects_run r
        join portal_studio s on s.id = r.studio_id where s.name = %s) first
where r.started_at > first.asked and r.started_at < first.begun
"""
_PLACES = """
select s.name, row_number() over (order by r.started_at) from projects_run r
join portal_studio s on s.id = r.studio_id where s.name like 'Mix %%' order by r.started_at
"""


def run(args: list[str]) -> dict[str, Any]:
    """Empty runs per CPU-second, and what waiting is like beside a studio with many."""
    count = number_in(args, RUNS)
    with bare(quick=True) as portal, crew(portal) as people:
        people.hire("work", "assist,reports")
        people.wait("work", seconds=300)
        _asked(portal, {"name": "Warm", "count": 60})
        noise = [_loop()]
        rounds = [_round(portal, people, number, count) for number in range(ROUNDS)]
        idle = _idle(portal, people, count)
        noise.append(_loop())
        waited = _beside_a_backlog(portal)
        mix = _mix(portal)
    told = summary(rounds, waited, mix) | {"empty_tasks_per_cpu_second": round(idle)}
    return {"bench": "runs", "method": _method(), **_machine(noise), **told}


def summary(rounds: list[float], waited: int, places: dict[str, float]) -> dict[str, Any]:
    """`rounds` in empty runs per CPU-second; `places` by studio."""
    per_second = median(rounds)
    return {
        "runs_per_cpu_second": round(per_second),
        "rounds": [round(one) for one in rounds],
        "target": TARGET,
        "met": per_second >= TARGET,
        "first_run_waited_for_runs": waited,
        "mean_places_of_first_five": places,
        "most_over_least": round(max(places.values()) / min(places.values()), 2),
    }


def _round(portal: Rehearsal, people: Crew, number: int, count: int) -> float:
    before = people.cpu("work")
    _asked(portal, {"name": f"House {number}", "count": count})
    return count / (people.cpu("work") - before)


def _idle(portal: Rehearsal, people: Crew, count: int) -> float:
    """Tasks of Celery that do nothing, per CPU-second; it is over when the worker rests."""
    before = last = people.cpu("work")
    portal.shell(IDLE.format(count=count), seconds=300)
    while last < before + 0.1 or people.cpu("work") > last + 0.01:
        last = people.cpu("work")
        time.sleep(1)
    return count / (last - before)


def _asked(portal: Rehearsal, *asked: dict[str, Any]) -> None:
    """Ask, and wait until all are done."""
    portal.shell(ASK.format(asked=list(asked)), seconds=900)
    deadline = time.monotonic() + 900
    while active(portal, TOOL):
        if time.monotonic() > deadline:
            raise RuntimeError("the runs did not end")
        time.sleep(0.2)


def _beside_a_backlog(portal: Rehearsal) -> int:
    many = {"name": "Many", "count": BACKLOG, "seconds": 0.05}
    _asked(portal, many, {"name": "Newcomer", "count": 1, "after": 1})
    return int(portal.query(_BEFORE_FIRST, "Newcomer")[0][0])


def _mix(portal: Rehearsal) -> dict[str, float]:
    asked = [{"name": f"Mix {n}", "count": n, "seconds": 0.05} for n in MIX]
    _asked(portal, *asked)
    return mean_places(portal.query(_PLACES))


def mean_places(rows: list[tuple]) -> dict[str, float]:
    """Studio → the mean place of its first five runs among all that began since its own first."""
    begun: dict[str, list[int]] = {}
    for name, place in rows:
        begun.setdefault(name, []).append(place)
    return {
        name: round(sum(place - places[0] + 1 for place in places[:5]) / 5, 1)
        for name, places in begun.items()
    }


def _loop() -> float:
    """Milliseconds of CPU that ten million additions take."""
    began, sum_ = time.process_time(), 0
    for number in range(10_000_000):
        sum_ += number
    return round((time.process_time() - began) * 1000)


def _machine(noise: list[float]) -> dict[str, Any]:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return {"machine": machine, "load": os.getloadavg()[0], "loop_ms": noise}


def _method() -> str:
    return (__doc__ or "").split("\n\n", 1)[1].replace("\n", " ")
