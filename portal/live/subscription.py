"""The process's one line to Redis on which it hears, and which has one owner at a time.

The library's own line mends itself under whoever uses it: when it breaks while one coroutine reads
and another subscribes, both reconnect, both read, and one of them is refused ("readuntil() called
while another coroutine is already waiting"), so that a topic could not be joined for no fault of
Redis. Here nothing mends itself (`supported_errors=()`): a broken line is put away, and a new one
opened with all its channels, under the lock of the hub.
"""

import contextlib
import logging

import redis
from django.conf import settings
from redis.asyncio import ConnectionPool
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

log = logging.getLogger(__name__)

LOST = (redis.RedisError, OSError)


class Subscription:
    """All but `aclose` are for whoever holds the hub's lock."""

    def __init__(self) -> None:
        self._line: PubSub | None = None
        self.channels: set[str] = set()

    async def add(self, *channels: str) -> None:
        """Heard from now on. A line that turns out to be broken is opened anew, once.

        Raises `LOST`: then none of these channels is heard, also not later.
        """
        if self._line is not None:
            try:
                await self._line.subscribe(*channels)
            except LOST:
                await self.part(self._line)
            except BaseException:  # cut short within a command: what it does next is unknown
                await self.part(self._line)
                raise
        self.channels.update(channels)
        try:
            await self.opened()
        except BaseException:
            self.channels.difference_update(channels)
            raise

    async def drop(self, *channels: str) -> None:
        """Not heard any more, whatever becomes of the line."""
        self.channels.difference_update(channels)
        if self._line is None:
            return
        try:
            await self._line.unsubscribe(*channels)
        except LOST as error:
            log.warning("not unsubscribed: %s", error)
            await self.part(self._line)
        except BaseException:  # cut short within a command, as above
            await self.part(self._line)
            raise

    async def opened(self) -> PubSub:
        """The line, with all channels. Raises `LOST`."""
        if self._line is None:
            line = _new()
            try:
                if self.channels:
                    await line.subscribe(*self.channels)
            except BaseException:
                await _put_away(line)
                raise
            self._line = line
        return self._line

    async def part(self, line: PubSub) -> None:
        """Whoever still reads from it hears at once that it is over."""
        if self._line is line:
            self._line = None
        await _put_away(line)

    async def aclose(self) -> None:
        if self._line is not None:
            await self.part(self._line)


def _new() -> PubSub:
    """On a connection of its own: the last one's reader may not have noticed its end yet."""
    pool = ConnectionPool.from_url(
        settings.CHANNELS_URL,
        socket_timeout=None,
        socket_connect_timeout=2,
        retry=Retry(NoBackoff(), 0, supported_errors=()),
    )
    return PubSub(pool, ignore_subscribe_messages=True)


async def _put_away(line: PubSub) -> None:
    with contextlib.suppress(*LOST):
        await line.aclose()
    await line.connection_pool.aclose()
