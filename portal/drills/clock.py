"""`drill clock [RUNS]`: a worker whose clock is wrong, beside sound ones.

For each skew (ten minutes and two hours, ahead and behind) a portal of its own: two workers for the
runs, of which one tells the wrong time, and two for the sweeps, of which one does; beat and the
database are sound. The wrong ones are skewed from their first line on: `time.time` and
`datetime.now` are shifted before anything is imported. Two studios ask for half of the runs each,
and a pool process of the sound worker and one of the skewed are killed on the way, so that leases
lapse and sweeps have to find them. Leases last 4 s here, and a call is repeated after 10 s. Judged
as `drill workers` judges; besides, no run may have been taken up more often than workers were
killed, which is what a wrong clock would do to leases that it thinks are over.
"""

import random
import time
from typing import Any

from portal.benchmarks import number_in
from portal.drills.workers import ASK, QUICK, TOOL
from portal.drills.workers.crew import Crew, crew
from portal.drills.workers.judging import Told, active, judged, look
from portal.rehearsal import bare

SKEWS = (600, -600, 7200, -7200)
MOST_SECONDS = 300


def run(args: list[str]) -> dict[str, Any]:
    """Runs, lost, duplicated, stuck and taken from others, for each skew and in all."""
    count = number_in(args, 100)
    rounds = [_round(count, skew) for skew in SKEWS]
    names = ("runs", "lost", "duplicated", "stuck", "taken_from_others")
    return {
        "drill": "clock",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "rounds": rounds,
        **{name: sum(one[name] for one in rounds) for name in names},
    }


def _round(count: int, skew: float) -> dict[str, Any]:
    begun = time.monotonic()
    with bare(quick=True) as portal, crew(portal, QUICK) as people:
        people.hire("sound", "assist,reports")
        people.hire("skewed", "assist,reports", skew=skew)
        people.hire("sweeper", "seal,default", pool=1)
        people.hire("skewed-sweeper", "seal,default", pool=1, skew=skew)
        people.clock()
        people.wait(*(name for name in people.processes if name != "beat"), seconds=300)
        share = {"count": count // 2, "tool": TOOL, "seconds": 0.1}
        asked = [{"name": f"Studio {n}", **share} for n in range(2)]
        portal.shell(ASK.format(asked=asked), seconds=600)
        kills = _kill_two(people)
        deadline = time.monotonic() + MOST_SECONDS
        while active(portal, TOOL) and time.monotonic() < deadline:
            time.sleep(0.5)
        told = look(portal, TOOL)
    seconds = round(time.monotonic() - begun)
    return {"skew": skew, "seconds": seconds, "kills": kills, **summed(told, kills)}


def _kill_two(people: Crew) -> int:
    chance, kills = random.Random(7), 0  # noqa: S311  (whom to kill, not secrets)
    for name in ("sound", "skewed"):
        time.sleep(1)
        kills += people.kill_one_of_the_pool(name, chance)
    return kills


def summed(rows: list[Told], kills: int) -> dict[str, Any]:
    """As judged, and how many more times runs were taken up than workers were killed."""
    again = sum(max(row.attempts - 1, 0) for row in rows)
    return {**judged(rows), "taken_from_others": max(again - kills, 0)}
