"""A line to a server that can be watched and cut: for benchmarks and drills of uploads.

It takes one request a connection, so that every request and its answer are seen apart. `watch`
is called at three moments of each: its head came, half of its body went on, the answer came
(with its status) and was not yet given on.
"""

import asyncio
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

BLOCK = 64 * 1024
MOMENTS = ("head", "middle", "answer")


@dataclass
class Seen:
    """A request on the line: method, address with query; the status once there is an answer."""

    method: str
    target: str
    length: int
    status: int = 0


Watcher = Callable[[Seen, str], None]


class Wire:
    """Listens at `address` and hands on to the server at `port`; runs in a thread of its own."""

    def __init__(self, port: int, watch: Watcher | None = None) -> None:
        self.target, self.watch = port, watch or (lambda _seen, _moment: None)
        self.sent = 0  # bytes of bodies on their way to the server
        self.is_cut = False
        self.writers: set[asyncio.StreamWriter] = set()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = self._in_loop(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def _in_loop(self, work):  # type: ignore[no-untyped-def]
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def cut(self) -> None:
        """All that is on the line is lost, and nobody gets through until `mend`."""
        self.is_cut = True
        self.loop.call_soon_threadsafe(self._reset)

    def mend(self) -> None:
        self.is_cut = False

    def close(self) -> None:
        self.is_cut = True
        self._in_loop(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        if not self.loop.is_running():
            self.loop.close()

    async def _end(self) -> None:
        """Nothing stays open behind a loop that has stopped: each exchange sees its line gone."""
        self.server.close()
        self._reset()
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=10)
        for _turn in range(3):  # a transport says good-bye one turn after it was told to close
            await asyncio.sleep(0)

    def _reset(self) -> None:
        for writer in self.writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        with suppress(OSError, EOFError, asyncio.LimitOverrunError):
            if not self.is_cut:
                await self._exchange(reader, writer)
        self._leave(writer)

    def _leave(self, writer: asyncio.StreamWriter) -> None:
        self.writers.discard(writer)
        writer.transport.abort() if self.is_cut else writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        seen = _seen(head)
        await self._tell(seen, "head")
        back, out = await asyncio.open_connection("127.0.0.1", self.target)
        self.writers.add(out)
        try:
            out.write(closing(head))
            await self._body(seen, reader, out)
            answer = await back.readuntil(b"\r\n\r\n")
            seen.status = int(answer.split(b" ", 2)[1])
            await self._tell(seen, "answer")
            writer.write(closing(answer))
            while block := await back.read(BLOCK):
                writer.write(block)
                await writer.drain()
        finally:
            self._leave(out)

    async def _body(
        self, seen: Seen, reader: asyncio.StreamReader, out: asyncio.StreamWriter
    ) -> None:
        left = seen.length
        while left:
            block = await reader.read(min(BLOCK, left))
            if not block:
                raise EOFError
            before, left = left, left - len(block)
            self.sent += len(block)
            out.write(block)
            await out.drain()
            if left <= seen.length // 2 < before:
                await self._tell(seen, "middle")

    async def _tell(self, seen: Seen, moment: str) -> None:
        """In another thread: a watcher may take its time, and the others go on meanwhile."""
        await asyncio.to_thread(self.watch, seen, moment)


def _seen(head: bytes) -> Seen:
    method, target, _rest = head.decode("latin-1").split(" ", 2)
    length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return Seen(method, target, int(length[1]) if length else 0)


def closing(head: bytes) -> bytes:
    """The same head, with a connection that ends after it."""
    kept = re.sub(rb"\r\nconnection:[^\r]*", b"", head, flags=re.IGNORECASE)
    return kept[:-2] + b"Connection: close\r\n\r\n"
