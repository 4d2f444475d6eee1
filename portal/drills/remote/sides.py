"""The providers of `drill remote`: servers on loopback, in processes that outlive every worker."""

import json
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from portal.drills.remote.own_servers import ComfyQueue, Reply, Request, RunwayTasks, png, serving
from portal.processes import die_with_parent

#: The model of each that is asked.
MODELS = {"comfyui": "workflow", "runway": "gen4_image"}
CREDIT = Decimal("0.01")
#: What one job costs: Runway says 25 credits, the studio's own machine nothing.
BILLS = {"comfyui": Decimal(0), "runway": 25 * CREDIT}
_SENDS = ("/prompt", "/v1/text_to_image")
_COUNTS = struct.Struct("=qq")


class FarSide:
    """What arrived at one provider stands in `arrived`, and how often it was asked in `polls`; both
    are memory that the processes share. Jobs are done when they were asked for the third time.
    """

    def __init__(self, name: str) -> None:
        self.name, self.address = name, ""
        self.state: Any = ComfyQueue() if name == "comfyui" else RunwayTasks()
        self._memory = mmap.mmap(-1, _COUNTS.size)

    @property
    def arrived(self) -> int:
        return _COUNTS.unpack(self._memory[:])[0]

    @property
    def polls(self) -> int:
        return _COUNTS.unpack(self._memory[:])[1]

    def begin(self) -> None:
        """A next job: nothing has arrived."""
        self._memory[:] = _COUNTS.pack(0, 0)

    def _count(self, *, arrived: int = 0, polls: int = 0) -> None:
        self._memory[:] = _COUNTS.pack(self.arrived + arrived, self.polls + polls)

    def __call__(self, request: Request) -> Reply:
        length = int(request.headers.get("content-length") or 0)
        if len(request.body) < length:
            return Reply(400, {"error": "the request ended early"})
        path = request.path.partition("?")[0]
        if request.method == "POST" and path in _SENDS:
            self._count(arrived=1)
        return self._comfyui(request, path) if self.name == "comfyui" else self._runway(request)

    def _comfyui(self, request: Request, path: str) -> Reply:
        job = path.rpartition("/")[2]
        if path.startswith("/history/") and job in self.state.pending:
            self._count(polls=1)
            if self.polls > 2:
                made = [{"filename": "made.png", "subfolder": "", "type": "output"}]
                self.state.views["made.png"] = _picture()
                self.state.finish(job, {"9": {"images": made}})
        return self.state(request)

    def _runway(self, request: Request) -> Reply:
        if request.method == "GET" and request.path.startswith("/v1/tasks/"):
            self._count(polls=1)
            states = ("PENDING", "RUNNING", "SUCCEEDED")
            self.state.state = states[min(self.polls - 1, 2)]
            done = self.state.state == "SUCCEEDED"
            self.state.more = {"output": [f"{self.address}/made.png"]} if done else {}
            self.state.files["/made.png"] = _picture()
        return self.state(request)

    @contextmanager
    def here(self) -> Iterator["FarSide"]:
        """Answering in this process. One line after the other: what a killed worker has sent is
        taken before the next worker is heard, as after the minutes that a lease lasts."""
        with serving(self, in_turn=True) as server:
            self.address = server.address
            yield self

    @contextmanager
    def apart(self) -> Iterator["FarSide"]:
        """Answering in a process of its own, which ends with the block or with this process."""
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            die_with_parent()
            self._stay(writing)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.address = json.loads(pipe.readline())
        try:
            yield self
        finally:
            os.kill(pid, 9)
            os.waitpid(pid, 0)

    def _stay(self, writing: int) -> None:
        """Never returns."""
        try:
            with self.here():
                os.write(writing, json.dumps(self.address).encode() + b"\n")
                while True:
                    os.read(os.pipe()[0], 1)
        finally:
            os._exit(1)


def _picture() -> Reply:
    return Reply(200, png(64, 36), media_type="image/png")
