"""The processes of one version: web server, workers and clock, from one folder of code."""

import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from portal import roles
from portal.processes import end, spawn
from portal.rehearsal import Rehearsal, free_port

#: What a log holds where something went wrong, and a task that this version does not know.
_WRONG = re.compile(r"^.*(?:Traceback|\bERROR\b|\bCRITICAL\b).*$", re.M)
_UNKNOWN = re.compile(r"Received unregistered task of type '?([\w.]+)")
_RECEIVED = re.compile(r"Task ([\w.]+)\[[\w-]+\] received")


@dataclass
class Side:
    """`name` is "old" or "new"; the code lies in `tree`."""

    name: str
    tree: Path
    portal: Rehearsal
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *, clock: bool) -> None:
        """Returns at once. Two clocks at a time would ask for everything twice."""
        self._start("web", roles.web("127.0.0.1", self.port, drain=10).words)
        for role in roles.workers():
            words = [word.replace("@%h", f"-{self.name}@%h") for word in role.words]
            self._start(role.name, tuple(words))
        if clock:
            self.wind()

    def wind(self) -> None:
        self._start("beat", roles.beat(str(self.portal.var / "beat")).words)

    def _start(self, name: str, words: tuple[str, ...]) -> None:
        env = {**self.portal.env, "PYTHONPATH": str(self.tree), "DATABASE_POOL": "8"}
        command = ["env", "-C", str(self.tree), sys.executable, "-m", *words]
        self.running[name] = spawn(command, log=self._log(name), env=env)

    def _log(self, name: str) -> Path:
        return self.portal.var / "log" / f"{self.name}-{name}.log"

    def end(self, name: str, *, patience: float) -> bool:
        """SIGTERM; whether it ended by itself within `patience` seconds."""
        process = self.running.pop(name, None)
        if process is None:
            return True
        end(process, patience=patience)
        return process.returncode in (0, -15)

    def drain(self, *, patience: float) -> list[str]:
        """All that run are told at once to end; returns those that had to be killed."""
        for process in self.running.values():
            process.terminate()
        return [name for name in [*self.running] if not self.end(name, patience=patience)]

    def died(self) -> list[str]:
        return [name for name, process in self.running.items() if process.poll() is not None]

    def told(self) -> dict[str, object]:
        """What its logs say: tasks it was given, those it did not know, and what went wrong."""
        logs = [*(self.portal.var / "log").glob(f"{self.name}-*.log")]
        return summary("\n".join(path.read_text(errors="replace") for path in logs))


def summary(text: str) -> dict[str, object]:
    received = _RECEIVED.findall(text)
    return {
        "tasks": len(received),
        "runs": received.count("projects.tasks.run"),
        "unknown_tasks": sorted(set(_UNKNOWN.findall(text))),
        "errors": len(_WRONG.findall(text)),
        "first_errors": [line.strip()[:200] for line in _WRONG.findall(text)[:5]],
    }
