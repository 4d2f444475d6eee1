"""`bench audit`: rows a second with 16 writers, and how soon each row is sealed.

The embedded default runs as `demo` starts it, with its sealer woken by beat. 16 writers (4
processes of 4 threads, a database connection each) note events through `AuditEvent.record`,
each committed by itself as a request does, for 20 seconds. The delay is from the moment in the
row, taken before its insert, to the moment on its seal, taken at the end of the sealer's
batch. Afterwards the programme's export is checked with `verify_audit.py`.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from portal.audit import verify_audit
from portal.processes import die_with_parent
from portal.rehearsal import OPEN, Rehearsal, rehearsal
from portal.settings.environment import BASE_DIR

PROCESSES, THREADS, SECONDS = 4, 4, 20

WRITE = """
import contextvars, os, threading, time
from portal.models import AuditEvent, Studio, User
studio, person = Studio.objects.first(), User.objects.first()
facts = {{"name": "a010_c004.mov", "version": 1, "project": "Lantern Row"}}
AuditEvent.record(person, "bench:warm", studio, **facts)
while not os.path.exists({go!r}):
    time.sleep(0.05)
until = time.time() + {seconds}
def write():
    while time.time() < until:
        AuditEvent.record(person, "bench:row", studio, **facts)
threads = [
    threading.Thread(target=contextvars.copy_context().run, args=(write,))
    for _ in range({threads})
]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""

COUNTED = """
select count(*), extract(epoch from max(e.at) - min(e.at)), count(s.position),
  percentile_cont(array[0.5, 0.95, 1.0]) within group (order by extract(epoch from s.at - e.at))
from portal_auditevent e left join portal_auditseal s on s.event_id = e.id
where e.verb = 'bench:row'
"""


def run(args: list[str]) -> dict[str, Any]:
    """Rows a second, seconds until sealed (p50, p95, worst), and what the verifier finds."""
    with rehearsal() as portal:
        _write(portal)
        _wait(lambda: not portal.query("select 1 from portal_auditpending limit 1"))
        rows, seconds, sealed, (p50, p95, worst) = portal.query(COUNTED)[0]
        findings = _verified(portal)
    return {
        "bench": "audit",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "writers": PROCESSES * THREADS,
        "rows": rows,
        "rows_per_second": round(rows / float(seconds)),
        "sealed": sealed,
        "seal_p50_s": round(p50, 2),
        "seal_p95_s": round(p95, 2),
        "seal_worst_s": round(worst, 2),
        "verifier_findings": findings,
        "target_rows_per_second": 1000,
        "target_seal_s": 5,
    }


def _write(portal: Rehearsal) -> None:
    """All begin together, when each has imported Django and noted a first row."""
    go = portal.var / "go"
    code = OPEN + WRITE.format(go=str(go), seconds=SECONDS, threads=THREADS)
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    writers = [
        subprocess.Popen(command, cwd=BASE_DIR, env=portal.env, preexec_fn=die_with_parent)
        for _ in range(PROCESSES)
    ]
    warm = "select 1 from portal_auditevent where verb = 'bench:warm'"
    _wait(lambda: len(portal.query(warm)) == PROCESSES)
    go.touch()
    for writer in writers:
        if writer.wait(SECONDS + 120):
            raise RuntimeError("a writer failed")


def _wait(until: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            raise RuntimeError("it took too long; is the machine busy?")
        time.sleep(0.2)


def _verified(portal: Rehearsal) -> int:
    """How many wrong things the verifier finds in the programme's export."""
    export = portal.var / "export.jsonl"
    subprocess.run(
        [sys.executable, "manage.py", "export_audit", "--output", str(export)],
        cwd=BASE_DIR,
        env=portal.env,
        check=True,
        timeout=300,
    )
    with export.open(encoding="utf-8") as lines:
        return len(verify_audit.verify(lines).findings)
