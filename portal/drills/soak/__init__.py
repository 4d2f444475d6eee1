"""`drill soak MINUTES`: does anything grow, leak or stick while people work for half an hour?

People of two studios are at work over HTTP and sockets on a portal of its own (30 minutes, or as
many as the first argument says): pages, API, uploads of scripts and small films, runs, cancelled
runs, notes, decisions, access given and taken, downloads, sign-ins, archives of a whole studio, and
sockets that come and go, half of them cut off without a word. Every five seconds the memory that
each process holds alone is noted, with its files and threads, and the connections of the database
and of Valkey. Memory is flat when the slope of the second half (the median of the slopes of all
pairs of samples) is at most a tenth of its size an hour, or 12 MiB. A count is flat when the
middle of its last quarter is at most a tenth, or three, above that of its second; a pool's
processes, which are replaced now and then, are judged so throughout, with 12 MiB and 16 files. Of
the database's processes the memory and files of those are judged that were there from the first
quarter on: a further connection of a pool brings its own, and how many there are is a count. Those
that came meanwhile and stayed for eight minutes or more are judged by their age.
At the end everything that was promised is held beside the rows, files, mails and the audit.
"""

import time
from typing import Any

from portal.benchmarks import number_in
from portal.drills.soak.flatness import judged
from portal.drills.soak.gauges import Gauges
from portal.drills.soak.passers import Passers
from portal.rehearsal import Rehearsal, rehearsal
from portal.workday import Book, reckon, workday

MINUTES = 30.0
#: Seconds: a connection that sat in a transaction for longer holds locks for nothing.
IDLE = 30.0
#: Share of the looks that may fail, as one does while a process ends.
BLIND = 0.05
EXPORTS = "select state, count(*) from projects_export group by state"
WAITING, GONE = ("QUEUED", "RUNNING"), ("FAILED", "ERRORED")


def run(args: list[str]) -> dict[str, Any]:
    """What was asked, what grew, and what was lost, done twice or stuck."""
    minutes = number_in(args, MINUTES)
    with rehearsal({"WEBHOOK_ALLOW_PRIVATE": "on"}, patience=600) as portal:
        portal.rest(600)
        book = Book()
        with workday(portal, book, pause=1.5, links=400) as day:
            with Gauges(portal) as gauges, Passers(day) as passers:
                time.sleep(minutes * 60)
            day.rest(600)
            _wait_for_exports(portal)
            reckoned = reckon(portal, book, day)
        exports = dict(portal.query(EXPORTS))
    return told(minutes, reckoned, gauges, passers, exports)


def told(
    minutes: float,
    reckoned: dict[str, Any],
    gauges: Gauges,
    passers: Passers,
    exports: dict[str, int],
) -> dict[str, Any]:
    reckoned["stuck"] += sum(exports.get(state, 0) for state in WAITING)
    reckoned["lost"] += sum(exports.get(state, 0) for state in GONE)
    found = judged({who: dict(kinds) for who, kinds in gauges.series.items()})
    restarts = {who: number for who, number in gauges.restarts.items() if number}
    clean = not any(reckoned[name] for name in ("lost", "duplicated", "stuck", "server_errors"))
    return {
        "drill": "soak",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "minutes": minutes,
        **reckoned,
        "sockets": {"opened": passers.visits, "cut": passers.cut},
        "exports": exports,
        **found,
        "restarts": restarts,
        "longest_idle_in_transaction_s": round(gauges.longest_idle, 1),
        "looks": gauges.looks,
        "looks_that_failed": len(gauges.blind),
        "why_they_failed": gauges.blind[:3],
        "met": clean
        and not (found["growing"] or restarts or found["too_short_to_say"])
        and gauges.longest_idle <= IDLE
        and len(gauges.blind) <= BLIND * gauges.looks
        and reckoned["audit"]["findings"] == 0,
    }


def _wait_for_exports(portal: Rehearsal, seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        states = dict(portal.query(EXPORTS))
        if not any(states.get(state) for state in WAITING):
            return
        time.sleep(1)
