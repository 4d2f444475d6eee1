"""The drill's web server: one process by the deployment's own command, its words kept."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal import roles
from portal.benchmarks.live.turns import wait_for
from portal.processes import die_with_parent, end
from portal.rehearsal import Rehearsal, free_port
from portal.settings.environment import BASE_DIR

#: What is no error of ours: the drill itself takes the subscription away.
EXPECTED = ("live layer lost",)
_WRONG = re.compile(r"Traceback|\bERROR\b|\bCRITICAL\b|\"level\": ?\"(error|critical)\"")


@dataclass
class Web:
    port: int
    log: Path

    def errors(self) -> list[str]:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if is_error(line)]


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
            env=portal.env,
            stdout=out,
            stderr=out,
            preexec_fn=die_with_parent,
        )
    try:
        wait_for(port)
        yield Web(port, log)
    finally:
        end(process)
