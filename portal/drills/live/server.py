"""The drill's web server: one process by the deployment's own command, its words kept."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from portal import roles
from portal.benchmarks.live.turns import wait_for
from portal.processes import die_with_parent, end
from portal.rehearsal import Rehearsal, free_port
from portal.settings.environment import BASE_DIR

#: As every way of deployment sets it: without, each question opens a connection of its own.
POOL = {"DATABASE_POOL": "16"}
#: What is no error of ours: the drill itself takes the subscription away.
EXPECTED = ("live layer lost",)
_WRONG = re.compile(r"Traceback|\bERROR\b|\bCRITICAL\b|\"level\": ?\"(error|critical)\"")

#: How each line of the log begins; what follows without it belongs to the line before.
_BEGINS = re.compile(r"\d{4}-\d\d-\d\d |\{")


@dataclass
class Web:
    port: int
    log: Path

    def errors(self) -> list[str]:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [_with_its_end(lines[at:]) for at, line in enumerate(lines) if is_error(line)]


def _with_its_end(lines: list[str]) -> str:
    """A line with the last of what belongs to it: what was raised stands there."""
    own = takewhile(lambda line: not _BEGINS.match(line), lines[1:])
    last = [line for line in own if line.strip()][-1:]
    return " … ".join([lines[0], *last])


def is_error(line: str) -> bool:
    return bool(_WRONG.search(line)) and not any(words in line for words in EXPECTED)


@contextmanager
def web(portal: Rehearsal) -> Iterator[Web]:
    port = free_port()
    log = portal.var / "web.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *roles.web("127.0.0.1", port, drain=2).words],
            cwd=BASE_DIR,
            env={**portal.env, **POOL},
            stdout=out,
            stderr=out,
            preexec_fn=die_with_parent,
        )
    try:
        wait_for(port)
        yield Web(port, log)
    finally:
        end(process)
