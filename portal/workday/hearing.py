"""Who listens to the portal: sockets of open pages, and a studio's system that takes webhooks."""

import json
import random
import threading
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from portal.workday.book import Book
from portal.workday.person import Person

FRAME_SECONDS = 40.0  # a line says something at each beat, or is gone


class Socket:
    """One open page's line: joins, hears, and comes back with jitter when it is cut."""

    def __init__(self, address: str, person: Person, book: Book) -> None:
        self.person, self.book = person, book
        self.address = address
        self.ended = threading.Event()
        self.frames = self.opened = 0

    def listen(self) -> None:
        while not self.ended.is_set() and not self.person.home.is_set():
            with suppress(WebSocketException, OSError, TimeoutError, EOFError):
                self._hear()
            self.ended.wait(random.uniform(0.3, 1.5))  # noqa: S311 (not all at one moment)

    def _hear(self) -> None:
        session = self.person.pages.cookies.get("sessionid")
        if not session:
            return
        url = self.address.replace("http", "ws", 1) + "/ws/live/"
        headers = {"Cookie": f"sessionid={session}", "Origin": self.address}
        with connect(url, additional_headers=headers, open_timeout=10, close_timeout=2) as line:
            self.opened += 1
            line.send(json.dumps({"join": ["mine:", f"project:{self.person.facts['project']}"]}))
            self._frames(line)

    def _frames(self, line: ClientConnection) -> None:
        while not self.ended.is_set() and not self.person.home.is_set():
            frame = json.loads(line.recv(timeout=FRAME_SECONDS))
            self.frames += 1
            if frame.get("type") != "error":
                self.book.came("socket", self.person.name)

    def close(self) -> None:
        self.ended.set()


class Hearer:
    """Takes webhooks on loopback; `heard` counts each message by its id."""

    def __init__(self) -> None:
        self.heard: Counter[str] = Counter()
        heard, turn = self.heard, threading.Lock()

        class Takes(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                with turn:
                    heard[self.headers.get("webhook-id", "")] += 1
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                """Says nothing: the last line is the drill's."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> "Hearer":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
