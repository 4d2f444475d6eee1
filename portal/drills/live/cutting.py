"""Between the browser and the portal: lets everything pass, and cuts sockets at random moments."""

import asyncio
import random
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

#: Seconds a socket lives on average; how often a cut is preceded by silence, and for how long.
LIFE, STALLS, STALL = 8.0, 0.3, 1.0


class Cutter:
    """A proxy in a thread of its own; only what asks to become a socket is ever cut."""

    def __init__(self, target: int, *, seed: int) -> None:
        self._target = target
        self._chance = random.Random(seed)  # noqa: S311  (moments, not secrets)
        self.sockets = self.cuts = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        serving = asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
        self._server = self._do(serving)
        self.port = self._server.sockets[0].getsockname()[1]

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def close(self) -> None:
        async def end() -> None:
            self._server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self._do(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            first = await reader.read(1 << 16)
            back.write(first)
            ways = [self._pass(reader, back), self._pass(there, writer)]
            if b"upgrade: websocket" in first.lower():
                self.sockets += 1
                ways.append(self._cut(there))
            tasks = [asyncio.ensure_future(way) for way in ways]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
        finally:
            for end in (writer, back):
                with suppress(Exception):
                    end.transport.abort()

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(1 << 16):
                target.write(data)
                await target.drain()

    async def _cut(self, there: asyncio.StreamReader) -> None:
        """Sometimes it has been silent for a moment first, and what was said then never arrives."""
        await asyncio.sleep(self._chance.expovariate(1 / LIFE))
        if self._chance.random() < STALLS:
            there._transport.pause_reading()  # type: ignore[attr-defined]
            await asyncio.sleep(self._chance.uniform(0.1, STALL))
        self.cuts += 1
