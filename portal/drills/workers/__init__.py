"""`drill workers [RUNS]`: 1,000 runs while their four workers are killed with SIGKILL at random.

A portal of its own with four Celery workers of two pool processes each for the runs, one worker for
the sweeps, and the clock. Four studios ask for a quarter of the runs each; a run takes a tenth of a
second and offers one result. Every few seconds one of the four is killed with all its processes, or
one of its pool processes alone; whole workers are started again. A lease lasts 4 s here and a call
is repeated after 10 s, instead of 20 and 60: waiting longer would show nothing else. Judged by the
rows: a run is lost where it did not become ready, or its result, notification or webhook message is
missing; duplicated where there are two of any of these, or of a mail, or a cost or a decision that
nobody made; stuck where it is still queued or running when the time is over.
"""

import random
import time
from typing import Any

from portal.benchmarks import number_in
from portal.drills.workers.crew import Crew, crew
from portal.drills.workers.judging import active, judged, look
from portal.rehearsal import bare

TOOL = "something"
QUICK = {"DRILL_LEASE": "4", "DRILL_RESEND": "10"}
WORKERS = ("one", "two", "three", "four")
STUDIOS = 4
MOST_SECONDS = 1200
#: For a portal's shell. (Its module imports rows, which only a portal's settings can do.)
ASK = """
from portal.drills.workers.house import tell
tell({asked!r})
"""


def run(args: list[str]) -> dict[str, Any]:
    """How many runs there were, how often they were taken up, and what was lost or doubled."""
    count, begun = number_in(args, 1000), time.monotonic()
    with bare(quick=True) as portal, crew(portal, QUICK) as people:
        for name in WORKERS:
            people.hire(name, "assist,reports")
        people.hire("sweeper", "seal,default")
        people.clock()
        people.wait(*WORKERS, "sweeper", seconds=300)
        share = {"count": count // STUDIOS, "tool": TOOL, "seconds": 0.1}
        asked = [{"name": f"Studio {n}", **share} for n in range(STUDIOS)]
        portal.shell(ASK.format(asked=asked), seconds=900)
        kills = _kill_until(people, lambda: not active(portal, TOOL), MOST_SECONDS)
        told = judged(look(portal, TOOL))
    return {
        "drill": "workers",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "seconds": round(time.monotonic() - begun),
        "kills": kills,
        **told,
    }


def _kill_until(people: Crew, over: Any, seconds: float) -> dict[str, int]:
    """Somebody dies every few seconds, as long as there is work."""
    chance = random.Random(20261129)  # noqa: S311  (whom to kill, not secrets)
    deadline = time.monotonic() + seconds
    kills = {"workers": 0, "pool processes": 0}
    while not over() and time.monotonic() < deadline:
        time.sleep(chance.uniform(0.5, 3))
        ready = [name for name in WORKERS if people.is_ready(name)]
        if not ready:
            continue
        victim = chance.choice(ready)
        if chance.random() < 0.3:
            people.kill(victim)
            people.hire(victim, "assist,reports")
            kills["workers"] += 1
        elif people.kill_one_of_the_pool(victim, chance):
            kills["pool processes"] += 1
    return kills
