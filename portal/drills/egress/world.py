"""The world around the portal in `drill egress`, on loopback."""

import json
import socketserver
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

from portal.drills.egress import canaries

MODEL, PICTURE_MODEL = "canary-1", "gen4_image"


@dataclass
class Arrived:
    """What came for one state: how often, which canaries, and whether in pixels or metadata."""

    times: int = 0
    canaries: list[str] = field(default_factory=list)
    pixels: bool = False
    metadata: bool = False


class World:
    """`sent` holds each request body by the number of its state (`/s/NUMBER/…`)."""

    def __init__(self) -> None:
        self.sent: dict[int, list[bytes]] = defaultdict(list)
        self.hooked: list[bytes] = []
        self.signed_on: list[str] = []
        self.held = ExitStack()

    def __enter__(self) -> Self:
        self.providers = self._serve(ThreadingHTTPServer(("127.0.0.1", 0), _provider(self)))
        self.others = self._serve(ThreadingHTTPServer(("127.0.0.1", 0), _others(self)))
        self.mail = Mail()
        self._serve(self.mail.server)
        return self

    def __exit__(self, *_error: Any) -> None:
        self.held.close()

    def _serve(self, server: Any) -> int:
        Thread(target=server.serve_forever, daemon=True).start()
        self.held.callback(server.server_close)
        self.held.callback(server.shutdown)
        return server.server_address[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.providers}"

    @property
    def hook(self) -> str:
        return f"http://127.0.0.1:{self.others}"

    @property
    def ports(self) -> set[int]:
        return {self.providers, self.others, self.mail.port}

    @property
    def provider_ports(self) -> set[int]:
        return {self.providers}

    def arrived(self, number: int, told: dict[str, Any]) -> Arrived:
        """Of one state: its canaries are those of its own files, of whatever kind."""
        found = Arrived(len(self.sent[number]))
        for body in self.sent[number]:
            found.canaries += [word for word in told["words"] if word.encode() in body]
            shown = [
                s for p in canaries.pictures_in(body) for s in canaries.seen(p, told["boards"])
            ]
            found.pixels |= bool(shown)
            found.canaries += [f"board {seed}" for seed in shown]
            raw = [body, *canaries.pictures_in(body)]
            found.metadata |= any(w.encode() in part for w in told["metadata"] for part in raw)
        return found


def _provider(world: World) -> type[BaseHTTPRequestHandler]:
    """Chat completions and models as OpenAI-compatible servers have them; Runway's tasks."""

    class Handler(_Quiet):
        def do_GET(self) -> None:
            if self.path.endswith("/models"):
                self.answer({"object": "list", "data": [_MODEL_ROW]})
            else:
                self.answer(_TASK)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            world.sent[int(self.path.split("/")[2])].append(body)
            self.answer(_COMPLETION if "completions" in self.path else {"id": _TASK["id"]})

        do_DELETE = do_GET  # noqa: N815

    return Handler


_MODEL_ROW = {"id": MODEL, "object": "model", "created": 1, "owned_by": "drill"}
_TASK = {
    "id": "17f20503-6c24-4c16-946b-35dbbce2af2f",
    "createdAt": "2026-11-20T10:00:00Z",
    "status": "FAILED",
    "failure": "The drill makes nothing.",
    "failureCode": "INTERNAL",
    "cost": {"credits": 0},
}
_COMPLETION = {
    "id": "drill",
    "object": "chat.completion",
    "created": 1,
    "model": MODEL,
    "choices": [
        {
            "index": 0,
            "finish_reason": "stop",
            "message": {"role": "assistant", "content": json.dumps({"scenes": []})},
        }
    ],
    "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
}


def _others(world: World) -> type[BaseHTTPRequestHandler]:
    """Receives webhooks; what is asked for sign-on is noted and not found."""

    class Handler(_Quiet):
        def do_GET(self) -> None:
            world.signed_on.append(self.path)
            self.answer({"error": "no such provider"}, 404)

        def do_POST(self) -> None:
            world.hooked.append(self.rfile.read(int(self.headers.get("content-length") or 0)))
            self.answer({})

    return Handler


class _Quiet(BaseHTTPRequestHandler):
    def answer(self, told: Any, status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: Any) -> None:
        """Nothing is printed: the last line of the drill is its result."""


class Mail:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        letters = self.letters

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 drill\r\n")
                while line := self.rfile.readline():
                    word = line[:4].upper()
                    if word == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                    self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
                    if word == b"QUIT":
                        return

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def port(self) -> int:
        return self.server.server_address[1]
