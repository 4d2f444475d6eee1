"""`bench parts [MINUTES]`: one film by one worker on one core, and by two workers on a core each.

Two machines are rehearsed: media workers with a core, a work folder and a name of their own, on
one database, broker and storage. The same film (six minutes of 540p, unless told otherwise) is
examined in turn by one of them alone and by both. The wall is from the call to READY, as the
database has it; CPU that of all processes of both machines. Equal means: every packet of picture
and sound of the viewing copies is the same to the byte, and so are strip and waveform (the files
themselves are signed, each with its own moment). Medians of the rounds. Two workers on two cores
can at best halve the wall; what is done by the holder alone (measuring the file, its sound, the
joining, the strip) stays as long as it was.
"""

import hashlib
import json
import os
import statistics
import time
from pathlib import Path
from typing import Any

import av
import redis

from portal.benchmarks import number_in
from portal.embedded import live_url
from portal.machines import Machine, running
from portal.rehearsal import Rehearsal, bare
from portal.watching.counting import SIGN
from projects.media.sample import make_sample

ROUNDS, MINUTES = 3, 6.0
WALL = 0.7  # of one worker's, at most
PATIENCE = 1800

BUILD = """
from pathlib import Path
from portal.models import Studio
from portal.storage import files
from portal.tenancy import in_studio
from projects.models import *
studio, _made = Studio.objects.get_or_create(name="Parts")
with in_studio(studio):
    project, _made = Project.objects.get_or_create(studio=studio, name="Parts", code="PARTS")
    asset = Asset.objects.create(project=project, name="film.mp4")
    film = Path({film!r})
    version = Version.objects.create(project=project, asset=asset, number=1, file_name="film.mp4",
        size=film.stat().st_size, tree_sha256="0" * 64, part_size=1,
        storage_key=f"originals/{{asset.pk.hex}}")
    files.put(version.storage_key, film)
    print(Ingest.enqueue(version).pk)
"""
LOOK = (
    "select state, attempt, extract(epoch from finished_at - queued_at)"
    " from projects_ingest where id = %s"
)
MADE = (
    "select r.role, r.storage_key from projects_rendition r"
    " join projects_ingest i on i.version_id = r.version_id where i.id = %s order by r.role"
)


def run(args: list[str]) -> dict[str, Any]:
    """Wall and CPU of one worker and of two, their ratios, and whether both made the same."""
    minutes = number_in(args, MINUTES)
    with bare(quick=True) as portal:
        portal.variables["LONG_FILM_MINUTES"] = "1"
        film = portal.var / "film.mp4"
        make_sample(film, seed=8, seconds=60 * minutes)
        rounds = [
            {str(count): _round(portal, film, count) for count in (1, 2)} for _n in range(ROUNDS)
        ]
    return summary(minutes, rounds)


def summary(minutes: float, rounds: list[dict[str, dict[str, Any]]]) -> dict[str, Any]:
    """`rounds`: by number of workers `wall` and `cpu` (seconds), and what was `made`."""
    wall = statistics.median(r["2"]["wall"] / r["1"]["wall"] for r in rounds)
    cpu = statistics.median(r["2"]["cpu"] / r["1"]["cpu"] for r in rounds)
    made = [json.dumps(one["made"], sort_keys=True) for r in rounds for one in r.values()]
    return {
        "benchmark": "parts",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "minutes": minutes,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "wall_ratio": round(wall, 3),
        "cpu_ratio": round(cpu, 3),
        "target_wall_ratio": WALL,
        "equal": len(set(made)) == 1,
        "met": wall <= WALL and len(set(made)) == 1,
        "rounds": [
            {count: {k: v for k, v in one.items() if k != "made"} for count, one in r.items()}
            for r in rounds
        ],
    }


def _round(portal: Rehearsal, film: Path, count: int) -> dict[str, Any]:
    """Machines of its own, so that nothing is warm that was cold before."""
    cores = sorted(os.sched_getaffinity(0))
    machines = [
        Machine(portal, f"m{count}{n}", "media", [cores[n % len(cores)]]) for n in range(count)
    ]
    with running(Machine(portal, "clock", "seal,default", beat=True), *machines):
        come(portal, [machine.name for machine in machines])
        before = sum(machine.cpu() for machine in machines)
        pk = portal.shell(BUILD.format(film=str(film))).splitlines()[-1]
        state, _attempt, wall = ended(portal, pk)
        if state != "READY":
            raise RuntimeError(f"{state}: {machines[0].log.read_text()[-3000:]}")
        spent = sum(machine.cpu() for machine in machines) - before
        return {"wall": float(wall), "cpu": spent, "made": made(portal, pk)}


def come(portal: Rehearsal, names: list[str], seconds: float = 300) -> None:
    """Returns when workers of these names have said that they are there."""
    until = time.monotonic() + seconds
    with redis.from_url(live_url(portal.var)) as line:
        while not all(list(line.scan_iter(f"{SIGN}{name}@*")) for name in names):
            if time.monotonic() > until:
                raise RuntimeError(f"the workers {names} did not come")
            time.sleep(0.2)


def ended(portal: Rehearsal, pk: str, seconds: float = PATIENCE) -> tuple[Any, ...]:
    """State, attempt and wall of an examination, once it has ended."""
    until = time.monotonic() + seconds
    while (row := portal.query(LOOK, pk)[0])[0] in ("QUEUED", "RUNNING"):
        if time.monotonic() > until:
            raise RuntimeError(f"it did not end: {row}")
        time.sleep(0.2)
    return row


def made(portal: Rehearsal, pk: str) -> dict[str, str]:
    """What every rendition shows, in a hash: without the seals, which tell when they were made."""
    root = portal.var / "media"
    return {role: _shown(root / key) for role, key in portal.query(MADE, pk)}


def _shown(path: Path) -> str:
    found = hashlib.sha256()
    if path.suffix == ".mp4":
        with av.open(str(path)) as film:
            for packet in film.demux():
                found.update(b"%d %d " % (packet.stream_index, packet.pts or 0) + bytes(packet))
    elif path.suffix == ".jpg":
        with av.open(str(path)) as picture:
            found.update(next(picture.decode(video=0)).to_ndarray(format="rgb24").tobytes())
    else:
        found.update(path.read_bytes())
    return found.hexdigest()
