"""What `drill remote` does inside the portal: runs, each with a worker that is killed."""

import json
import os
import signal
import socket
import sys
from contextlib import ExitStack
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, connections
from django.utils import timezone

from portal.access import Role
from portal.models import Membership, Studio, User
from portal.storage import files
from portal.tenancy import in_studio
from projects.models import (
    Asset,
    Connection,
    Entry,
    Ingest,
    Policy,
    Price,
    Project,
    Run,
    State,
    Terms,
    Version,
)
from projects.models.requests import Target, request_assistance
from projects.remoting import work_on_remote
from projects.working import work

SCRIPT = b"INT. BOAT HOUSE - DAWN\n\nFog.\n"
WORKFLOW = {
    "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "{prompt}"}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}},
}
MODELS = {"comfyui": "workflow", "runway": "gen4_image"}
#: More workers than this no run may need.
PATIENCE = 40


def tell(stride: int) -> None:
    """Prints the rounds as JSON on its last line."""
    servers = import_module("tests.projects.assist.providers.own_servers")
    rounds = []
    with ExitStack() as held:
        sides = {name: FarSide(held, servers, name) for name in MODELS}
        with in_studio(studio := Studio.objects.create(name="Drill")):
            version = _world(studio)
            for name, side in sides.items():
                rounds += _rounds(studio, version, _connection(name, side), side, stride)
    sys.stdout.write(json.dumps(rounds) + "\n")


class FarSide:
    """A provider on loopback: what arrived there is counted, whatever became of the worker."""

    def __init__(self, held: ExitStack, servers: Any, name: str) -> None:
        self.name, self.servers, self.arrived = name, servers, 0
        self.state = servers.ComfyQueue() if name == "comfyui" else servers.RunwayTasks()
        self.server = held.enter_context(servers.serving(self))
        self.address = self.server.address
        self.polls = 0

    def __call__(self, request: Any) -> Any:
        length = int(request.headers.get("content-length") or 0)
        if len(request.body) < length:
            return self.servers.Reply(400, {"error": "the request ended early"})
        path = request.path.partition("?")[0]
        if request.method == "POST" and path in ("/prompt", "/v1/text_to_image"):
            self.arrived += 1
        return getattr(self, f"_{self.name}")(request, path)

    def _comfyui(self, request: Any, path: str) -> Any:
        job = path.rpartition("/")[2]
        if path.startswith("/history/") and job in self.state.pending:
            self.polls += 1
            if self.polls > 2:
                made = [{"filename": "made.png", "subfolder": "", "type": "output"}]
                self.state.views["made.png"] = self._picture()
                self.state.finish(job, {"9": {"images": made}})
        return self.state(request)

    def _runway(self, request: Any, path: str) -> Any:
        if request.method == "GET" and path.startswith("/v1/tasks/"):
            self.polls += 1
            states = ("PENDING", "RUNNING", "SUCCEEDED")
            self.state.state = states[min(self.polls - 1, 2)]
            done = self.state.state == "SUCCEEDED"
            self.state.more = {"output": [f"{self.address}/made.png"]} if done else {}
            self.state.files["/made.png"] = self._picture()
        return self.state(request)

    def _picture(self) -> Any:
        body = self.servers.png(64, 36)
        return self.servers.Reply(200, body, media_type="image/png")

    def begin(self) -> None:
        self.arrived = self.polls = 0


def _world(studio: Studio) -> Version:
    """A script of a studio whose project allows both providers."""
    producer = User.objects.create_user(email="drill@lastmile.example", name="Drill")
    Membership.objects.create(studio=studio, user=producer, role=Role.PRODUCER)
    project = Project.objects.create(studio=studio, name="Drill", code="DRL")
    allowed: dict[str, Any] = {"providers": list(MODELS), "regions": ["eu"], "kinds": ["script"]}
    allowed |= {"purposes": ["pre_production"], "retention_days": 30}
    Policy.objects.create(project=project, **allowed)
    own = {"project": project, "studio": studio}
    asset = Asset.objects.create(**own, name="Script", kind="script")
    key = files.save("drill/script.fountain", ContentFile(SCRIPT))
    version = Version.objects.create(
        **own,
        asset=asset,
        number=1,
        file_name="script.fountain",
        size=len(SCRIPT),
        tree_sha256="",
        part_size=1,
        storage_key=key,
        uploaded_by=producer,
    )
    Ingest.objects.create(**own, version=version, state=State.READY)
    return version


def _connection(name: str, side: FarSide) -> Connection:
    day = timezone.now().date()
    own = {"provider": name, "product": "API", "region": "eu"}
    Terms.objects.create(
        **own,
        starts=day,
        trains_on_inputs=False,
        retention_days=0,
        human_review=False,
        contract="DRILL-1",
        output_owner="studio",
        indemnity="none",
    )
    if name == "runway":
        Price.objects.create(
            provider=name, model=MODELS[name], unit="credit", amount="0.01", starts=day
        )
    made = Connection(**own, name=name, endpoint=side.address)
    made.options = {"workflow": json.dumps(WORKFLOW)} if name == "comfyui" else {}
    made.seal({"key": "drill"} if name == "runway" else {})
    made.studio = Studio.objects.get(name="Drill")
    made.save()
    return made


def _rounds(
    studio: Studio, version: Version, way: Connection, side: FarSide, stride: int
) -> list[dict[str, Any]]:
    """One run for each step that its worker is killed at, until one goes through."""
    told: list[dict[str, Any]] = []
    step = 1
    while not told or told[-1]["killed"]:
        side.begin()
        asked = request_assistance(
            actor=version.uploaded_by,
            tool="storyboard_frame",
            versions=[version],
            parameters={"description": "A boat at dawn.", "count": 1},
            to=[Target(way, MODELS[side.name])],
        )
        run = asked.runs.get()
        killed = _killed(studio, run, step)
        told.append(
            {"provider": side.name, "step": step, "killed": killed, **_after(studio, run, side)}
        )
        step += stride
    return told


def _killed(studio: Studio, run: Run, step: int) -> bool:
    """Whether the worker came to its n-th step, and so to its end. Put down, another one goes on
    counting where it stopped."""
    while True:
        counted = _worker(studio, run, step)
        if counted is None:
            return True
        step -= counted
        if Run.objects.get(pk=run.pk).state != State.RUNNING:
            return False
        _expire(run)


def _after(studio: Studio, run: Run, side: FarSide) -> dict[str, Any]:
    for _worker_number in range(PATIENCE):
        if Run.objects.get(pk=run.pk).state not in (State.QUEUED, State.RUNNING):
            break
        _expire(run)
        _worker(studio, run, 0)
    run.refresh_from_db()
    entries = {e.kind: e.amount for e in Entry.objects.filter(run=run)}
    uncertain = run.error_code == "remote:uncertain"
    return {
        "end": "uncertain" if uncertain else run.state,
        "code": run.error_code,
        "why": run.error_facts.get("detail", ""),
        "arrived": side.arrived,
        "costs": Entry.objects.filter(run=run, kind=Entry.Kind.COST).count(),
        "balanced": entries.get("hold") == entries.get("release"),
        "candidates": run.candidates.count(),
    }


def _expire(run: Run) -> None:
    """As if time had passed: whoever had it is not heard of any more."""
    past = timezone.now() - timedelta(seconds=1)
    Run.objects.filter(pk=run.pk, state=State.RUNNING).update(lease_expires_at=past)


def _worker(studio: Studio, run: Run, step: int) -> int | None:
    """How many steps a worker process took; None where it was killed at `step` (0: at none)."""
    connections.close_all()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _work_and_exit(studio, run, Steps(step), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(pid, 0)
    return None if os.WIFSIGNALED(status) else int(said or 0)


def _work_and_exit(studio: Studio, run: Run, steps: "Steps", writing: int) -> None:
    try:
        with in_studio(studio):
            steps.watch()
            work(Run, str(run.pk), work_on_remote)
        os.write(writing, str(steps.taken).encode())
    finally:
        os._exit(0)


class Steps:
    """Counts what leaves and enters the process; ends it at the wanted step."""

    def __init__(self, last: int) -> None:
        self.last, self.taken = last, 0

    def step(self) -> None:
        self.taken += 1
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Of this thread's connection, and of every socket that Python opens."""
        connection.execute_wrappers.append(self._statement)
        for name in ("connect", "send", "sendall", "recv", "recv_into"):
            setattr(socket.socket, name, self._around(getattr(socket.socket, name)))

    def _statement(self, execute: Any, *args: Any) -> Any:
        self.step()
        told = execute(*args)
        self.step()
        return told

    def _around(self, call: Any) -> Any:
        def around(*args: Any, **more: Any) -> Any:
            self.step()
            told = call(*args, **more)
            self.step()
            return told

        return around
