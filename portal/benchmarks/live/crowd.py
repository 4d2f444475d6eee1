"""Watchers, some thousands in one process that does little else: plain sockets and epoll.

Run as a file, so that nothing of the portal is loaded; orders come as lines of JSON, and each is
answered by one: `open` sockets and join, `hear` so many events, `leave`. Pings are answered always.
"""

import json
import os
import select
import socket
import sys
import time
from typing import Any

PING, CLOSE, TEXT = 9, 8, 1
#: Sockets opened before the next ones; how long they may take to be ready, in seconds.
WAVE, PATIENCE = 20, 120


def frame(opcode: int, payload: bytes) -> bytes:
    """Masked, as a browser's must be, with a mask of zeros."""
    length = len(payload)
    size = bytes([0x80 | length]) if length < 126 else b"\xfe" + length.to_bytes(2, "big")
    return bytes([0x80 | opcode]) + size + bytes(4) + payload


def frames(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """([(opcode, payload) of each whole frame], what is left) of a server's bytes."""
    found, at = [], 0
    while len(data) - at >= 2:
        size, head = data[at + 1], 2
        if size == 126:
            size, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
        elif size == 127:
            size, head = int.from_bytes(data[at + 2 : at + 10], "big"), 10
        if len(data) - at < head + size:
            break
        found.append((data[at] & 15, data[at + head : at + head + size]))
        at += head + size
    return found, data[at:]


def sent_at(payload: bytes) -> float | None:
    """When an event was published, in seconds; None of anything else."""
    at = payload.find(b'"sent":')
    return float(payload[at + 7 : payload.index(b",", at)]) if at >= 0 else None


class Crowd:
    def __init__(self) -> None:
        self.epoll = select.epoll()
        self.epoll.register(0, select.EPOLLIN)
        self.lines: dict[int, socket.socket] = {}
        self.rests: dict[int, bytes] = {}
        self.orders: list[dict[str, Any]] = []
        self.delays: list[float] = []
        self.ready = self.closed = 0
        self._typed = b""

    def turn(self, seconds: float) -> None:
        for number, _event in self.epoll.poll(seconds):
            if number:
                self._read(number)
            else:
                self._listen()

    def _listen(self) -> None:
        typed = os.read(0, 1 << 20)
        if not typed:
            raise SystemExit
        *lines, self._typed = (self._typed + typed).split(b"\n")
        self.orders += [json.loads(line) for line in lines]

    def _read(self, number: int) -> None:
        try:
            data = self.lines[number].recv(1 << 16)
        except OSError:
            data = b""
        now = time.time()
        found, self.rests[number] = frames(self.rests[number] + data)
        for opcode, payload in found:
            self._take(number, opcode, payload, now)
        if not data:
            self._drop(number)

    def _take(self, number: int, opcode: int, payload: bytes, now: float) -> None:
        if opcode == TEXT:
            sent = sent_at(payload)
            if sent is not None:
                self.delays.append(now - sent)
            elif b'"snapshot": true' in payload:
                self.ready += 1
        elif opcode == PING:
            self.lines[number].send(frame(10, payload))

    def _drop(self, number: int) -> None:
        self.epoll.unregister(number)
        self.lines.pop(number).close()
        del self.rests[number]
        self.closed += 1

    def until(self, holds: Any, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not holds() and time.monotonic() < deadline:
            self.turn(0.2)

    # -- orders ------------------------------------------------------------------------

    def open(self, port: int, lines: list[tuple[str, list[str]]]) -> dict[str, Any]:
        """A socket for each (cookie, names to join)."""
        for first in range(0, len(lines), WAVE):
            wave = lines[first : first + WAVE]
            wanted = self.ready + sum(len(names) for _cookie, names in wave)
            for cookie, names in wave:
                self._connect(port, cookie, names)
            self.until(lambda wanted=wanted: self.ready >= wanted, PATIENCE)
        return {"open": len(self.lines), "ready": self.ready, "closed": self.closed}

    def _connect(self, port: int, cookie: str, names: list[str]) -> None:
        line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        host = f"127.0.0.1:{port}"
        line.sendall(
            f"GET /ws/live/ HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += line.recv(4096)
        head, _, rest = answer.partition(b"\r\n\r\n")
        if b" 101 " not in head:
            raise RuntimeError(f"no socket: {head[:200]!r}")
        line.sendall(frame(TEXT, json.dumps({"join": names}).encode()))
        line.setblocking(False)
        self.lines[line.fileno()], self.rests[line.fileno()] = line, rest
        self.epoll.register(line.fileno(), select.EPOLLIN)

    def hear(self, events: int, seconds: float) -> dict[str, Any]:
        self.until(lambda: len(self.delays) >= events, seconds)
        heard, self.delays = self.delays, []
        return {"delays": heard, "closed": self.closed}

    def leave(self) -> dict[str, Any]:
        for number in [*self.lines]:
            self._drop(number)
        return {"open": 0}


def main() -> None:
    crowd = Crowd()
    while True:
        while not crowd.orders:
            crowd.turn(1)
        order = crowd.orders.pop(0)
        answer = getattr(crowd, order.pop("do"))(**order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
