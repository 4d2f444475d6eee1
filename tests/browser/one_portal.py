"""One portal for all browser tests of a run, in however many processes they are.

It takes half a minute of two cores to start, and was started for each file. Tests share its
people and its sample films, so each makes rows of its own to work on, and ends nobody's session
but Ravi's and Samuel's, who have no other part in them.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from portal.drills.tenants.rows import settle
from portal.rehearsal import Rehearsal, rehearsal


@contextmanager
def one_portal(folder: Path) -> Iterator[Rehearsal]:
    """Whoever comes first starts it, and waits at the end until nobody else uses it."""
    folder.mkdir(exist_ok=True)
    told, own = folder / "told.json", ExitStack()
    with (folder / "users").open("w") as users, own:
        with _turn(folder):
            portal = _found(told) if told.exists() else _started(told, own)
            fcntl.flock(users, fcntl.LOCK_SH)
        yield portal
        fcntl.flock(users, fcntl.LOCK_UN)
        if portal.process:
            with _turn(folder):
                fcntl.flock(users, fcntl.LOCK_EX)
                told.unlink()


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _started(told: Path, own: ExitStack) -> Rehearsal:
    portal = own.enter_context(rehearsal())
    settle(portal)  # the sample films have their viewing copies
    told.write_text(json.dumps({"var": str(portal.var), "port": portal.port}))
    return portal


def _found(told: Path) -> Rehearsal:
    kept = json.loads(told.read_text())
    portal = Rehearsal(Path(kept["var"]), kept["port"])
    portal.log = portal.var / "demo.txt"
    return portal
