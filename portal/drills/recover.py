"""`drill recover`: kill a pool process, the worker, or the whole portal in the middle of runs.

Each round asks for a breakdown of a two-minute film, waits a random part of its time, sends
SIGKILL, starts the portal again where it was killed whole, and waits. Nothing may be lost,
and no candidate may appear twice.
"""

import random
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from portal.benchmarks import number_in
from portal.rehearsal import Rehearsal, rehearsal
from projects.media.sample import make_sample

ROUNDS = ("pool process", "worker", "portal")

UPLOAD = """
from pathlib import Path
from portal.sample import send_file
from projects.models import *
project = Project.objects.order_by("code").first()
actor = project.studio.memberships.get(role="artist").user
upload = send_file(Path({path!r}), project=project, actor=actor, name="drill.mp4")
print(upload.version_id)
"""
READY = """
from projects.models import *
print(Ingest.objects.get(version={pk!r}).state)
"""
ASK = """
from projects.models import *
from projects.models.requests import request_assistance
version = Version.objects.get(pk={pk!r})
asked = request_assistance(actor=version.uploaded_by, tool="shot_breakdown",
    versions=[version], parameters={{}})
print(asked.runs.get().pk)
"""
LOOK = """
select r.state, r.attempt,
    (select count(*) from projects_candidate c where c.run_id = r.id),
    (select count(*) from projects_revision v join projects_candidate c on c.id = v.candidate_id
     where c.run_id = r.id)
from projects_run r where r.id = %s
"""


def run(args: list[str]) -> dict[str, Any]:
    """How many rounds, what was killed when, and what was lost or doubled."""
    chance = random.Random(20261122)  # noqa: S311  (moments to kill at, not secrets)
    rounds = [ROUNDS[n % len(ROUNDS)] for n in range(number_in(args, 9))]
    with rehearsal() as portal, tempfile.TemporaryDirectory() as folder:
        version = _prepare(portal, Path(folder))
        told = [_round(portal, version, victim, chance.uniform(0.0, 2.5)) for victim in rounds]
    lost = [row for row in told if row["state"] != "READY"]
    twice = [row for row in told if row["candidates"] > 1 or row["revisions"] > 1]
    hit = sum(row["attempts"] > 1 for row in told)
    return {
        "drill": "recover",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "rounds": told,
        "total": len(told),
        "interrupted": hit,
        "lost": len(lost),
        "candidates_twice": len(twice),
    }


def _prepare(portal: Rehearsal, folder: Path) -> str:
    film = folder / "drill.mp4"
    make_sample(film, seed=3, seconds=120)
    pk = portal.shell(UPLOAD.format(path=str(film)))
    _wait(lambda: portal.shell(READY.format(pk=pk)) == "READY", 120)
    return pk


def _round(portal: Rehearsal, version: str, victim: str, after: float) -> dict[str, Any]:
    pk = portal.shell(ASK.format(pk=version))
    _wait(lambda: _state(portal, pk)[1] > 0, 60)
    time.sleep(after)
    _kill(portal, victim)
    began = time.monotonic()
    _wait(lambda: _state(portal, pk)[0] in ("READY", "ERRORED", "FAILED"), 180)
    state, attempts, candidates, revisions = _state(portal, pk)
    return {
        "killed": victim,
        "state": state,
        "attempts": attempts,
        "candidates": candidates,
        "revisions": revisions,
        "seconds_to_ready": round(time.monotonic() - began, 1),
    }


def _kill(portal: Rehearsal, victim: str) -> None:
    if victim == "portal":
        portal.kill()
        time.sleep(1)
        portal.start()
        return
    assert portal.process is not None
    family = psutil.Process(portal.process.pid).children(recursive=True)
    workers = [p for p in family if "celery" in " ".join(p.cmdline()) and "worker" in p.cmdline()]
    pool = [p for p in workers if p.parent() in workers]
    for process in pool if victim == "pool process" else [w for w in workers if w not in pool]:
        process.kill()


def _state(portal: Rehearsal, pk: str) -> tuple:
    return portal.query(LOOK, pk)[0]


def _wait(ready: Any, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return
        time.sleep(0.05)
