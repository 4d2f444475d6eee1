"""Loopback servers that behave as bad as an address somebody typed in can."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from portal.models import WebhookEndpoint


@dataclass
class Heard:
    """What arrived, and what is answered to it."""

    port: int = 0
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    act: Any = None  # called with the handler instead of answering
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def server(**answer: Any) -> Iterator[Heard]:
    heard = Heard(**answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told = {name.lower(): value for name, value in self.headers.items()}
            heard.requests.append((self.path, told, body))
            if heard.act:
                heard.act(self)
                return
            self.send_response(heard.status)
            for name, value in {**heard.headers, "Content-Length": str(len(heard.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(heard.body)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_args: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: Any) -> None:
            """A client that hangs up in the middle is what some tests are about."""

    with Quiet(("127.0.0.1", 0), Handler) as listening:
        heard.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield heard
        finally:
            heard.over.set()
            listening.shutdown()
            thread.join(5)


def endpoint_at(studio: Any, url: str, *events: str) -> WebhookEndpoint:
    wanted = list(events) or ["run.finished"]
    return WebhookEndpoint.objects.create(studio=studio, url=url, events=wanted)
