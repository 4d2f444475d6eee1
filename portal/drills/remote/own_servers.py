"""Servers on loopback that speak as Runway and ComfyUI do, with whatever goes wrong in between.

Written from what both publish: Runway's by the schema that its official client is generated from
(its own response types make the answers); ComfyUI's by https://docs.comfy.org/development/
comfyui-server/comms_routes and the routes of its `server.py`.
"""

import json
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from threading import Thread
from typing import Any

FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 64


def png(width: int = 4, height: int = 2) -> bytes:
    """A whole, grey picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """`cut` ends the line in the middle of the answer, `silent` without any."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    cut: bool = False
    silent: bool = False

    @property
    def raw(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Answering = Callable[[Request], Reply]


@dataclass
class Server:
    """What was asked of it stands in `asked`; `answering` may be replaced at any moment."""

    answering: Answering
    asked: list[Request] = field(default_factory=list)
    address: str = ""

    def paths(self) -> list[str]:
        return [f"{request.method} {request.path.partition('?')[0]}" for request in self.asked]


@contextmanager
def serving(answering: Answering, *, in_turn: bool = False) -> Iterator[Server]:
    """A server for as long as the block lasts; `in_turn` answers one line after the other."""
    server = Server(answering)
    kind = HTTPServer if in_turn else ThreadingHTTPServer
    http = kind(("127.0.0.1", 0), _handler(server))
    http.daemon_threads = True  # type: ignore[attr-defined]
    http.handle_error = lambda *line: None  # type: ignore[method-assign]  # who asked is gone
    server.address = f"http://127.0.0.1:{http.server_port}"
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 20  # seconds that a line may be silent

        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            named = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, named, self.rfile.read(length))
            server.asked.append(request)
            reply = server.answering(request)
            self.close_connection = True
            if reply.silent:
                return
            self.send_response(reply.status)
            for name, value in {"content-type": reply.media_type, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(reply.raw) + (99 if reply.cut else 0)))
            self.end_headers()
            self.wfile.write(reply.raw)

        do_GET = do_POST = do_DELETE = _answer  # noqa: N815

        def log_message(self, *told: Any) -> None:
            pass

    return Handler


class RunwayTasks:
    """Runway's API over one task, whose state a test sets. Its answers are made by the types of
    its own client, so that a wrong form fails here."""

    def __init__(self) -> None:
        self.trouble: Reply | None = None  # instead of every answer
        self.state = "PENDING"
        self.more: dict[str, Any] = {}
        self.files: dict[str, Reply] = {}
        self.made = 0

    def __call__(self, request: Request) -> Reply:
        path = request.path.partition("?")[0]
        if path in self.files:
            return self.files[path]
        if self.trouble:
            return self.trouble
        if request.method == "POST" and path in ("/v1/image_to_video", "/v1/text_to_image"):
            self.made += 1
            return Reply(body={"id": f"task-{self.made}", "estimatedCost": {"credits": 25}})
        if path == "/v1/organization":
            return Reply(body=_ORGANIZATION)
        if path.startswith("/v1/tasks/") and request.method == "DELETE":
            return Reply(204, b"")
        if path.startswith("/v1/tasks/"):
            return Reply(body=task(self.state, **self.more))
        return Reply(404, {"error": "Not found"})


_ORGANIZATION = {
    "creditBalance": 1200,
    "tier": {"maxMonthlyCreditSpend": 9000, "models": {}},
    "usage": {"models": {}},
}


def task(state: str, **more: Any) -> dict[str, Any]:
    """A task as `GET /v1/tasks/{id}` tells it; validated by the client's own type."""
    from runwayml.types import task_retrieve_response as types

    cost = {"credits": 25}
    given: dict[str, dict[str, Any]] = {
        "PENDING": {"estimatedCost": cost},
        "THROTTLED": {"estimatedCost": cost},
        "RUNNING": {"estimatedCost": cost, "progress": 0.25},
        "SUCCEEDED": {"cost": cost, "output": []},
        "FAILED": {"cost": {"credits": 0}, "failure": "An unexpected error occurred."},
        "CANCELLED": {"cost": {"credits": 0}},
    }
    told = {"id": "task-1", "createdAt": "2026-11-20T10:00:00Z", "status": state}
    told |= given[state] | more
    getattr(types, state.title()).model_validate(told)
    return told


class ComfyQueue:
    """ComfyUI's routes over one queue. A test moves jobs on: `run`, `finish`."""

    def __init__(self) -> None:
        self.pending: list[str] = []
        self.running: list[str] = []
        self.history: dict[str, Any] = {}
        self.prompts: dict[str, Any] = {}
        self.trouble: Reply | None = None
        self.troubles: dict[str, Reply] = {}  # by path
        self.views: dict[str, Reply] = {}  # by file name
        self.uploads: list[bytes] = []

    def run(self, job: str) -> None:
        self.pending.remove(job)
        self.running.append(job)

    def finish(self, job: str, outputs: Any = None, status: Any = None) -> None:
        for queue in (self.pending, self.running):
            if job in queue:
                queue.remove(job)
        ended = {"status_str": "success", "completed": True, "messages": []}
        row = [0, job, self.prompts.get(job), {"client_id": job}, ["9"]]
        self.history[job] = {"prompt": row, "outputs": outputs or {}, "status": status or ended}

    def __call__(self, request: Request) -> Reply:
        path, _mark, query = request.path.partition("?")
        if trouble := self.troubles.get(path) or self.trouble:
            return trouble
        if request.method == "POST":
            return self._post(path, request)
        if path == "/queue":
            rows = {"queue_running": self.running, "queue_pending": self.pending}
            told = {name: [[0, job, {}, {}, []] for job in jobs] for name, jobs in rows.items()}
            return Reply(body=told)
        if path.startswith("/history/"):
            job = path.rpartition("/")[2]
            return Reply(body={job: self.history[job]} if job in self.history else {})
        if path == "/view":
            return self.views[query.partition("filename=")[2].partition("&")[0]]
        if path == "/system_stats":
            return Reply(
                body={"system": {"comfyui_version": "0.9.1", "os": "posix"}, "devices": []}
            )
        return Reply(404, b"404: Not Found", media_type="text/plain")

    def _post(self, path: str, request: Request) -> Reply:
        if path == "/upload/image":
            self.uploads.append(request.body)
            named = request.body.partition(b'filename="')[2].partition(b'"')[0].decode()
            return Reply(body={"name": named, "subfolder": "last-mile", "type": "input"})
        told = request.json()
        if path == "/prompt":
            job = told["prompt_id"]
            self.prompts[job] = told["prompt"]
            self.pending.append(job)
            return Reply(body={"prompt_id": job, "number": 1, "node_errors": {}})
        if path == "/queue":
            self.pending = [job for job in self.pending if job not in told["delete"]]
            return Reply(body=b"")
        if path == "/interrupt" and told.get("prompt_id") in self.running:
            stopped = [["execution_interrupted", {"prompt_id": told["prompt_id"]}]]
            failed = {"status_str": "error", "completed": False, "messages": stopped}
            self.finish(told["prompt_id"], status=failed)
        return Reply(body=b"")
