"""`drill remote [STRIDE]`: the worker is killed at every step of a job at a provider.

Two providers on loopback that speak their real wire formats: ComfyUI, which knows a repeated
submission by its key, and Runway, which does not and cannot be asked. A worker process carries one
run; it is killed (SIGKILL) before or after its n-th step, for every n until a run goes through. A
step is a statement to the database, a connection, and each sending and receiving on it. Then
workers come, one after the other, until the run has ended. What arrived at the provider is counted
there. A run that was sent to Runway without its answer ends as uncertain, is told so, and is never
sent again: that is neither lost nor sent twice. With a STRIDE only every so many steps.
"""

import json
from typing import Any

from portal.rehearsal import bare

ROUNDS = """
from portal.drills.remote_rounds import tell
tell({stride})
"""
PROVIDERS = ("comfyui", "runway")


def run(args: list[str]) -> dict[str, Any]:
    """Rounds by how they ended, and what was lost, sent twice or charged twice."""
    stride = int(args[0]) if args else 1
    with bare() as portal:
        rounds = json.loads(
            portal.shell(ROUNDS.format(stride=stride), seconds=7200).splitlines()[-1]
        )
    killed = [row for row in rounds if row["killed"]]
    return {
        "drill": "remote",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "stride": stride,
        "rounds": {name: _told(killed, name) for name in PROVIDERS},
        "total": len(killed),
        "lost": sum(row["end"] not in ("READY", "uncertain") for row in rounds),
        "submitted_twice": sum(row["arrived"] > 1 for row in rounds),
        "charged_twice": sum(row["costs"] > 1 or not row["balanced"] for row in rounds),
        "candidates_twice": sum(row["candidates"] > 1 for row in rounds),
        "worst": [row for row in rounds if _is_wrong(row)][:5],
    }


def _told(rows: list[dict[str, Any]], provider: str) -> dict[str, int]:
    mine = [row for row in rows if row["provider"] == provider]
    ends = {end: sum(row["end"] == end for row in mine) for end in ("READY", "uncertain")}
    return {"killed": len(mine), **ends}


def _is_wrong(row: dict[str, Any]) -> bool:
    well = row["end"] in ("READY", "uncertain") and row["balanced"]
    return not well or row["arrived"] > 1 or row["costs"] > 1 or row["candidates"] > 1
