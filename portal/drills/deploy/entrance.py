"""The one address in front of both versions, as a load balancer is: connections in turn to those
behind it that take new ones. One that drains keeps what it has."""

import asyncio
import threading
from collections import Counter
from contextlib import suppress


class Entrance:
    """A thread of its own; a context manager. `passed` counts connections by who took them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.passed: Counter[str] = Counter()
        self._behind: dict[str, int] = {}
        self._turn = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Entrance":
        self._thread.start()
        made = asyncio.start_server(self._pass_on, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(made, self._loop).result(10)
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await asyncio.sleep(0.1)  # lines that were closed are let go at the loop's next turns

    def behind(self, **ports: int) -> None:
        """Who takes new connections from now on: name → port."""
        self._behind = ports

    async def _pass_on(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        names = sorted(self._behind)
        self._turn += 1
        with suppress(OSError):
            for offset in range(len(names)):  # the next one where this one is not there
                name = names[(self._turn + offset) % len(names)]
                with suppress(ConnectionRefusedError):
                    far, ask = await asyncio.open_connection("127.0.0.1", self._behind[name])
                    self.passed[name] += 1
                    try:
                        await asyncio.gather(_carry(near, ask), _carry(far, answer))
                    finally:
                        ask.close()
                        answer.close()
                    return
        answer.close()


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Until one side ends; the other is told."""
    with suppress(OSError):
        while block := await source.read(65536):
            target.write(block)
            await target.drain()
    with suppress(OSError):
        target.close()
