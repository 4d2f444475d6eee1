"""`drill database [ROUNDS]`: connections cut, server restarted and frozen, disk full, at work.

A PostgreSQL of the drill's own serves the demo's portal; people of two studios work over HTTP
(see `portal.workday`). In every round, at the moment that people happen to be at: all connections
are cut (three times), the server is restarted as its administrator would (fast) and as a failing
machine does (immediate: no checkpoint, recovery from the log), it is frozen for eight seconds, and
its disk is filled to the last byte, once so that data finds no room and once so that its log finds
none, which ends the server (Linux, as root: the cluster lies on a small tmpfs; elsewhere that is
left out, and told so). A client repeats what was not answered with the
same idempotency key. Every answered write has to be there once; nothing may be answered with 500,
nobody is started again but the server, and the chain of the audit has to verify without a gap.
Recovery is counted from healing to the first success of each of: page, reading, writing, the end
of a run, a frame on a socket.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from portal.benchmarks import number_in
from portal.drills.database.server import Server
from portal.embedded import socket_dir
from portal.rehearsal import rehearsal
from portal.workday import Book, reckon, workday
from portal.workday.mishaps import Mishap, Watch, go_through

QUIET = 10.0


def run(args: list[str]) -> dict[str, Any]:
    """What was answered meanwhile, lost, done twice; and how long it took to recover."""
    rounds = number_in(args, 1)
    folder = Path(tempfile.mkdtemp(prefix="last-mile-database-"))
    server, book = Server(folder), Book()
    try:
        server.start()
        variables = {**server.variables, "WEBHOOK_ALLOW_PRIVATE": "on"}
        with rehearsal(variables, patience=600) as portal:
            portal.rest()
            with workday(portal, book) as day:
                watch = Watch(portal.address)
                mishaps = _mishaps(server) * rounds
                told = go_through(book, watch, mishaps, between=QUIET)
                day.rest()
                counts = reckon(portal, book, day)
    finally:
        server.close()
        for place in (folder, socket_dir(folder)):
            shutil.rmtree(place, ignore_errors=True)
    return {
        "drill": "database",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "disk_filled": "tmpfs" if server.is_small else "left out: no tmpfs could be mounted",
        "started_again": server.started_again,
        "disk_said": dict(server.met),
        "mishaps": told,
        **counts,
    }


def _mishaps(server: Server) -> list[Mishap]:
    cut = Mishap("cut", 0, server.cut)
    full = [
        Mishap("full", 12, server.fill, server.make_space),
        Mishap("log full", 12, server.fill_log, server.make_space, "database"),
    ]
    return [
        cut,
        Mishap("restarted fast", 2, server.stop, server.begin),
        cut,
        Mishap("restarted immediately", 2, server.crash, server.begin),
        Mishap("frozen", 8, server.freeze, server.thaw, "database"),
        *(full if server.is_small else []),
        cut,
    ]
