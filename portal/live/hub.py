"""The process's groups: who of its sockets hears what comes on its one line to Redis."""

import asyncio
import json
import logging
from collections.abc import Iterable
from typing import Any

from redis.asyncio.client import PubSub

from portal.live import CLOSE, PREFIX
from portal.live.sockets import Outbox, framed
from portal.live.subscription import LOST, Subscription

log = logging.getLogger(__name__)

JOIN_SECONDS = 5.0
#: Seconds until a lost line is opened again, and until Redis is asked for again.
PAUSE, AWAY = 0.05, 0.5
#: Sockets written to before the server may look at what else there is.
BREATH = 250


class Full(Exception):
    """A group has as many members as it may have."""


class Hub:
    """The process's subscriptions. One for each event loop (a server has one)."""

    def __init__(self) -> None:
        self._members: dict[str, set[Outbox]] = {}
        self._line = Subscription()
        self._task: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    async def join(self, group: str, outbox: Outbox, *, at_most: int | None = None) -> None:
        async with self._lock:
            if at_most is not None and len(self._members.get(group, ())) >= at_most:
                raise Full(group)
            await self._enter([group], outbox)

    async def join_all(self, groups: Iterable[str], outbox: Outbox) -> None:
        """A page of fifty jobs is fifty groups: one turn and one command for all."""
        async with self._lock:
            await self._enter(groups, outbox)

    async def _enter(self, groups: Iterable[str], outbox: Outbox) -> None:
        """Subscribed first, a member after: a failure leaves nothing behind, and raises."""
        wanted = dict.fromkeys(groups)
        if new := [PREFIX + group for group in wanted if group not in self._members]:
            async with asyncio.timeout(JOIN_SECONDS):  # of a server that is frozen
                await self._line.add(*new)
        for group in wanted:
            self._members.setdefault(group, set()).add(outbox)
        if self._members and (self._task is None or self._task.done()):
            self._task = asyncio.ensure_future(self._listen())

    async def leave(self, group: str, outbox: Outbox) -> None:
        await self.leave_all([group], outbox)

    async def leave_all(self, groups: Iterable[str], outbox: Outbox) -> None:
        async with self._lock:
            for group in (known := [group for group in groups if group in self._members]):
                self._members[group].discard(outbox)
            empty = [group for group in dict.fromkeys(known) if not self._members[group]]
            for group in empty:
                del self._members[group]
            if empty:
                await self._drop([PREFIX + group for group in empty])

    async def _drop(self, channels: list[str]) -> None:
        """A server that is frozen must not keep everybody else from joining."""
        try:
            async with asyncio.timeout(JOIN_SECONDS):
                await self._line.drop(*channels)
        except TimeoutError:
            log.warning("not unsubscribed in time: %s", channels[:3])

    async def _listen(self) -> None:
        """Redis gone: wait and subscribe again; browsers meanwhile poll."""
        while self._members:
            try:
                async with self._lock, asyncio.timeout(JOIN_SECONDS):
                    line = await self._line.opened()
            except LOST as error:
                log.warning("live layer away: %s", error)
                await asyncio.sleep(AWAY)
                continue
            await self._hear(line)
            await asyncio.sleep(PAUSE)

    async def _hear(self, line: PubSub) -> None:
        """Until the line breaks, or nobody wants to hear."""
        try:
            async for message in line.listen():
                await self._deliver(message)
            return
        except LOST as error:
            log.warning("live layer lost: %s", error)
        except Exception:  # whatever it is, pages must go on hearing
            log.exception("live layer could not be read")
        async with self._lock:
            await self._line.part(line)

    async def aclose(self) -> None:
        if self._task is not None:
            self._task.cancel()
        await self._line.aclose()

    async def _deliver(self, message: dict[str, Any]) -> None:
        """Who has left meanwhile hears no more of it."""
        if message["type"] != "message":
            return
        group = message["channel"].decode().removeprefix(PREFIX)
        text = message["data"].decode()
        closing = group.startswith("user.") and json.loads(text).get("type") == CLOSE
        frame = framed(text)
        for place, outbox in enumerate(tuple(self._members.get(group, ())), 1):
            if place % BREATH == 0:
                await asyncio.sleep(0)
            if outbox in self._members.get(group, ()):
                outbox.put_close() if closing else outbox.put(frame)


_hubs: dict[int, tuple[Any, Hub]] = {}


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    known = _hubs.get(id(loop))
    if known is None or known[0] is not loop:
        _hubs[id(loop)] = known = (loop, Hub())
    return known[1]
