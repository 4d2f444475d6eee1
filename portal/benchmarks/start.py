"""`bench start`: from `manage.py demo` to the first page, and to a sign-in link that works.

Each of three runs begins in a folder that does not exist, stops, and starts again in it; packages
are installed and compiled. Seconds are by the clock from the start of the process until `/` and the
first person's sign-in link answer with their page (asked for every 50 ms), and until the sample
films are there, in a new folder. CPU is that of all its processes until that page came, wherever
they ran: on a loaded machine it says more than the clock. Medians of the runs; noise is how far
they lie apart, as a share of the median.
"""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil

from portal.benchmarks import number_in
from portal.rehearsal import Rehearsal, free_port

TIMES, TARGET, PATIENCE, EVERY = 3, 8.0, 300.0, 0.05
KINDS = ("new", "again")


def run(args: list[str]) -> dict[str, Any]:
    """Seconds to the first page in a new folder and at a second start."""
    times = number_in(args, TIMES)
    _warm()
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in KINDS}
    for _n in range(times):
        var = Path(tempfile.mkdtemp(prefix="last-mile-start-"))
        try:
            for kind in KINDS:
                found[kind].append(_started(var / "var"))
        finally:
            shutil.rmtree(var, ignore_errors=True)
    return told(found)


def told(found: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    rows = {kind: _summed(runs) for kind, runs in found.items()}
    return {
        "bench": "start",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "machine": {"cores": os.cpu_count(), "load_1_5_15": [round(n, 1) for n in os.getloadavg()]},
        **rows,
        "target_seconds": TARGET,
        "met": all(row["link_s"] <= TARGET for row in rows.values()),
    }


def _summed(runs: list[dict[str, float]]) -> dict[str, Any]:
    middle = {name: round(statistics.median(r[name] for r in runs), 2) for name in runs[0]}
    each = [run["link_s"] for run in runs]
    noise = (max(each) - min(each)) / middle["link_s"]
    return {**middle, "link_s_each": [round(s, 2) for s in each], "noise": round(noise, 2)}


def _started(var: Path) -> dict[str, float]:
    """One start, from the first instruction to the films; then it is stopped."""
    var.mkdir(mode=0o700, exist_ok=True)
    portal = Rehearsal(var, free_port())
    began = time.monotonic()
    portal.launch()
    try:
        with httpx.Client(base_url=portal.address, follow_redirects=True, timeout=60) as client:
            page = _until(lambda: _answers(client, "/"), portal) - began
            cpu = cpu_of(portal)
            link = _until(lambda: _link_works(client, portal), portal) - began
        films = _until(portal.is_filled, portal) - began
    finally:
        portal.stop()
    return {"page_s": page, "link_s": link, "films_s": films, "cpu_to_page_s": cpu}


def _until(there: Callable[[], bool], portal: Rehearsal) -> float:
    until = time.monotonic() + PATIENCE
    while not there():
        if time.monotonic() > until or (portal.process and portal.process.poll() is not None):
            raise RuntimeError(f"the portal did not start: {portal.log.read_text()[-800:]}")
        time.sleep(EVERY)
    return time.monotonic()


def _answers(client: httpx.Client, path: str) -> bool:
    try:
        answer = client.get(path)
    except httpx.HTTPError:
        return False
    return answer.status_code == 200 and "<h1" in answer.text


def _link_works(client: httpx.Client, portal: Rehearsal) -> bool:
    if "links work once" not in portal.log.read_text():
        return False
    return _answers(client, portal.link("producer").removeprefix(portal.address))


def cpu_of(portal: Rehearsal) -> float:
    """Of all its processes and of those that they waited for."""
    assert portal.process
    top = psutil.Process(portal.process.pid)
    total = 0.0
    for process in (top, *top.children(recursive=True)):
        with suppress(psutil.Error):
            total += sum(process.cpu_times()[:4])
    return total


def _warm() -> None:
    """Packages are compiled by whoever imports them first; on a set-up machine somebody has."""
    with tempfile.TemporaryDirectory(prefix="last-mile-start-") as folder:
        _started(Path(folder) / "var")
