"""`drill remote [STRIDE]`: the worker is killed at every step of a job at a provider.

Two providers on loopback that speak their real wire formats over HTTP: ComfyUI, which knows a
repeated submission by its key, and Runway, which does not and cannot be asked. Each worker is a
process of its own, forked from one that has everything loaded; it takes the run up as Celery's
would, and is killed (SIGKILL) before its n-th step, for every n. A step is what leaves a trace
outside the worker: each statement that writes or locks, each commit, each connection, sending and
receiving at the provider, each message to Valkey, each change of a file; the end is one too. Before
what only reads, all is as it is before the step that follows. A run has three turns (send, ask,
fetch and keep); each is cut short once, then another worker goes on undisturbed, and at its end the
run is judged. What arrived is counted by the provider. The ledger has one hold, cost and release
for each run, in the amount that the provider asks, and adds up over the studio. A run that was
being sent to Runway when its worker was killed ends as uncertain, is told so, costs the most that
it may have cost, and is never sent again: that is neither lost nor sent twice. Leases are ended in
the database, not waited for. With a STRIDE only every so many steps.
"""

import importlib.util
import json
import os
import resource
import time
from collections import Counter
from typing import Any

from django.core.management.base import CommandError

from portal.benchmarks import number_in
from portal.rehearsal import bare

ROUNDS = """
from portal.drills.remote.rounds import tell
tell({stride}, {lanes})
"""
PROVIDERS = ("comfyui", "runway")
#: Of these nobody can learn whether they took what was sent.
SILENT = ("runway",)
ENDS = ("READY", "uncertain")


def run(args: list[str]) -> dict[str, Any]:
    """Kills by provider, how the runs ended, and what was lost, sent twice or charged twice."""
    stride, lanes = _stride(args), os.cpu_count() or 1
    begun = time.monotonic()
    with bare(quick=True) as portal:
        code = ROUNDS.format(stride=stride, lanes=lanes)
        told = json.loads(portal.shell(code, seconds=7200).splitlines()[-1])
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "drill": "remote",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "stride": stride,
        "seconds": round(time.monotonic() - begun),
        "cpu_seconds": round(used.ru_utime + used.ru_stime),
        **judged(told["rounds"], told["ledgers"]),
    }


def _stride(args: list[str]) -> int:
    if importlib.util.find_spec("runwayml") is None:
        raise CommandError(
            "Nothing was run: Runway's client is missing, and the drill has a worker use it. "
            "Install it with `uv sync --extra runway`."
        )
    if len(args) > 1 or not all(arg.isdecimal() and int(arg) for arg in args):
        raise CommandError(
            "Nothing was run: STRIDE is one whole number from 1, such as 10 for every tenth step."
        )
    return number_in(args, 1)


def judged(rounds: list[dict[str, Any]], ledgers: list[dict[str, str]]) -> dict[str, Any]:
    """What the last line says of these runs."""
    return {
        "runs": {name: _ends(rounds, name) for name in PROVIDERS},
        "killed_before": _places(rounds),
        "kills": sum(len(row["killed"]) for row in rounds),
        "lost": sum(not _ended_well(row) for row in rounds),
        "submitted_twice": sum(row["arrived"] > 1 for row in rounds),
        "charged_twice": sum(row["costs"] > 1 or not row["balanced"] for row in rounds),
        "candidates_twice": sum(row["candidates"] > 1 for row in rounds),
        "ledger_off": sum(ledger["booked"] != ledger["runs"] for ledger in ledgers),
        "worst": [row for row in rounds if _is_wrong(row)][:5],
    }


def _ends(rounds: list[dict[str, Any]], provider: str) -> dict[str, int]:
    mine = [row for row in rounds if row["provider"] == provider]
    ends = {end: sum(row["end"] == end for row in mine) for end in ENDS}
    return {"kills": sum(len(row["killed"]) for row in mine), "runs": len(mine), **ends}


def _places(rounds: list[dict[str, Any]]) -> dict[str, int]:
    """How many kills there were before each kind of step."""
    return dict(Counter(kill["before"] for row in rounds for kill in row["killed"]).most_common())


def _ended_well(row: dict[str, Any]) -> bool:
    """Ready, made by its provider and with its result; or uncertain where it has to be: the last
    worker that was killed left it as being sent to somebody who cannot be asked."""
    if row["end"] == "READY":
        return row["arrived"] > 0 and row["candidates"] > 0
    last = row["killed"][-1] if row["killed"] else {}
    may_be = row["provider"] in SILENT and (last.get("turn"), last.get("left")) == (0, "sending")
    return row["end"] == "uncertain" and may_be


def _is_wrong(row: dict[str, Any]) -> bool:
    well = _ended_well(row) and row["balanced"]
    return not well or row["arrived"] > 1 or row["costs"] > 1 or row["candidates"] > 1
