"""What is written to one socket: at once where its line takes it, or else in its turn.

An ASGI server's `send` runs to its end without waiting while the line takes what is written. So
its first step is taken here and now, without a task; only where it waits does the rest go on in a
task of its own, and what comes after stands behind it.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from types import coroutine
from typing import Any

log = logging.getLogger(__name__)

#: Frames that may wait for one socket, besides what the server itself holds (64 KiB).
OUTBOX = 256
#: Seconds in which a full line may still take its farewell; then it is cut.
FAREWELL = 5.0

Message = dict[str, Any]
Send = Callable[[Message], Coroutine[Any, Any, None]]


def framed(text: str) -> Message:
    """One ASGI message for all sockets that are sent the same."""
    return {"type": "websocket.send", "text": text}


def begun(sending: Coroutine[Any, Any, None]) -> Awaitable[None] | None:
    """Takes the first step; None when that was all, or else what is still to be awaited."""
    try:
        waits_for = sending.send(None)
    except StopIteration:
        return None
    return _rest(sending, waits_for)


@coroutine
def _rest(sending: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """A task waits for what the first step waits for, as if it had taken that step itself."""
    try:
        yield waits_for
    except BaseException:
        sending.close()
        raise
    yield from sending.__await__()


class Outbox:
    """What waits to be written to one socket, at most `OUTBOX` frames. `close` ends the socket;
    where that does not succeed in time, `cut` must."""

    __slots__ = ("__weakref__", "_close", "_closing", "_cut", "_send", "_waiting", "_writer")

    def __init__(
        self, send: Send, close: Callable[[], Awaitable[None]], cut: Callable[[], None]
    ) -> None:
        self._send, self._close, self._cut = send, close, cut
        self._waiting: deque[Message] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._closing: asyncio.Future[None] | None = None

    @property
    def open(self) -> bool:
        return self._closing is None

    def put(self, message: Message) -> None:
        """Never waits. A socket too slow for its outbox is closed; it will come back."""
        if self._closing is not None:
            return
        if self._waiting is not None:
            if len(self._waiting) < OUTBOX:
                self._waiting.append(message)
            else:
                self.put_close()
            return
        try:
            rest = begun(self._send(message))
        except Exception as error:
            self._lost(error)
            return
        if rest is not None:
            self._waiting = deque()
            self._writer = asyncio.ensure_future(self._write(rest))

    def put_close(self) -> None:
        """Once: frames may go on arriving until the socket has left its groups."""
        if self._closing is None:
            self.stop()
            self._closing = asyncio.ensure_future(self._say_farewell())

    def stop(self) -> None:
        """Nothing more is written."""
        if self._writer is not None:
            self._writer.cancel()

    async def _write(self, rest: Awaitable[None]) -> None:
        try:
            await rest
            while self._waiting:
                await self._send(self._waiting.popleft())
        except Exception as error:
            self._lost(error)
        self._waiting = self._writer = None

    def _lost(self, error: Exception) -> None:
        """A line that is gone is known to the server too, which says so to the consumer."""
        if not isinstance(error, OSError):
            log.warning("a frame was not written: %r", error)
        self.put_close()

    async def _say_farewell(self) -> None:
        try:
            async with asyncio.timeout(FAREWELL):
                await self._close()
        except TimeoutError:
            self._cut()
        except Exception as error:
            log.debug("a socket was gone before it was closed: %r", error)


def cut(send: Any) -> None:
    """Ends the line of a server whose `send` is a method of its protocol, as uvicorn's is: a
    reader that reads nothing would otherwise be waited for as long as its machine is on."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        log.warning("a socket that reads nothing could not be cut off: %r", send)
    else:
        transport.abort()
