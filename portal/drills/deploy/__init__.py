"""`drill deploy [REVISION]`: the code of before and that of now at work on one database.

The code of an earlier commit (the last tag before a migration, else the commit before the newest
one) fills a portal with its sample. It then serves alone, behind one address; people of two studios
work over HTTP, sockets and webhooks. Meanwhile the present migrates (its migrations only add), and
its web server and workers begin beside those of before: connections go to both in turn, and either
one's workers take what either one asks for. Then the old web server takes no new connection and,
like the old workers, is told by SIGTERM to end; the present goes on alone. At the end everything
that was promised is held beside the rows, files, mails, webhooks and the audit. `socket_seconds`
are from the SIGTERM until each person's line was open again. Wants a checkout.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from portal.drills.deploy.entrance import Entrance
from portal.drills.deploy.sides import Side
from portal.drills.deploy.trees import migrations_since, revision, same_requirements, tree_of
from portal.embedded import Postgres, Valkey, socket_dir
from portal.rehearsal import Rehearsal, free_port
from portal.settings.environment import BASE_DIR
from portal.workday import Book, Day, reckon, workday

#: Seconds of each part of the deploy.
ALONE, TOGETHER, AFTER = 20.0, 60.0, 30.0
STARTING, DRAINING, RETURNING = 600.0, 120.0, 60.0


def run(args: list[str]) -> dict[str, Any]:
    """What was asked, answered, lost, done twice or stuck while versions changed."""
    commit = revision(args[0] if args else "")
    folder = Path(tempfile.mkdtemp(prefix="last-mile-deploy-"))
    try:
        with tree_of(commit, folder / "tree") as tree:
            facts = {
                "revision": commit[:12],
                "migrations": migrations_since(commit),
                "same_requirements": same_requirements(tree),  # the present ones serve both
            }
            found = _deployed(tree, folder / "var")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return told(facts, found)


def _deployed(tree: Path, var: Path) -> dict[str, Any]:
    var.mkdir(mode=0o700)
    how = {"WEBHOOK_ALLOW_PRIVATE": "on", "PYTHONPATH": str(tree), "LOG_LEVEL": "INFO"}
    portal = Rehearsal(var, free_port(), variables=how, tree=tree)
    portal.start(1800)  # makes the sample, with the code of then
    portal.rest(600)
    portal.stop()
    with ExitStack() as ends:
        ends.callback(shutil.rmtree, socket_dir(var), ignore_errors=True)
        for service in (Postgres(var), Valkey(var)):
            service.start()
            ends.callback(service.stop)
        entrance = ends.enter_context(Entrance(portal.port))
        old, new = Side("old", tree, portal), Side("new", BASE_DIR, portal)
        for side in (old, new):
            ends.callback(side.drain, patience=10)
        return _changed(portal, entrance, old, new)


def _changed(portal: Rehearsal, entrance: Entrance, old: Side, new: Side) -> dict[str, Any]:
    old.start(clock=True)
    _until_answers(old)
    entrance.behind(old=old.port)
    book = Book()
    with workday(portal, book, links=100) as day:
        time.sleep(ALONE)
        portal.tree, portal.variables["PYTHONPATH"] = BASE_DIR, str(BASE_DIR)
        _migrate(portal)
        new.start(clock=False)
        _until_answers(new)
        entrance.behind(old=old.port, new=new.port)
        time.sleep(TOGETHER)
        died = [*old.died(), *new.died()]
        old.end("beat", patience=20)
        new.wind()
        entrance.behind(new=new.port)
        before = {line.person.name: line.opened for line in day.sockets}
        begun = time.monotonic()
        killed = old.drain(patience=DRAINING)
        returned = _returned(day, before, begun)
        time.sleep(AFTER)
        day.rest(600)
        counts = reckon(portal, book, day)
    return {
        **counts,
        "died": [*died, *new.died()],
        "killed": killed,
        "socket_seconds": sorted(returned.values()),
        "sockets": len(day.sockets),
        "connections": dict(entrance.passed),
        "old": old.told(),
        "new": new.told(),
    }


def _migrate(portal: Rehearsal) -> None:
    command = [sys.executable, "manage.py", "migrate", "-v0", "--database", "owner"]
    subprocess.run(command, cwd=BASE_DIR, env=portal.env, check=True, timeout=600)
    command = [sys.executable, "manage.py", "collectstatic", "-v0", "--noinput"]
    subprocess.run(command, cwd=BASE_DIR, env=portal.env, check=True, timeout=600)


def _until_answers(side: Side) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and side.running["web"].poll() is None:
        try:
            socket.create_connection(("127.0.0.1", side.port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the {side.name} web server did not start: {side.told()}")


def _returned(day: Day, before: dict[str, int], begun: float) -> dict[str, float]:
    """Person → seconds until their line was opened anew; whoever's was not cut is left out."""
    found: dict[str, float] = {}
    until = time.monotonic() + RETURNING
    while time.monotonic() < until and len(found) < len(day.sockets):
        for line in day.sockets:
            if line.person.name not in found and line.opened > before[line.person.name]:
                found[line.person.name] = round(time.monotonic() - begun, 1)
        time.sleep(0.1)
    return found


def told(facts: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    clean = not any(found[name] for name in ("lost", "duplicated", "stuck", "server_errors"))
    unknown = [*found["old"]["unknown_tasks"], *found["new"]["unknown_tasks"]]
    both = all(found["connections"].get(name) and found[name]["runs"] for name in ("old", "new"))
    return {
        "drill": "deploy",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "cores": os.cpu_count(),
        **facts,
        **found,
        "both_at_work": both,
        "unknown_tasks": unknown,
        "met": clean
        and both
        and not (unknown or found["died"] or found["killed"])
        and found["audit"]["findings"] == 0,
    }
