"""Each socket is looked after once a beat, by one clock a process; many are looked at together.

The clock is a wheel of `SLOTS`: at each step the sockets of one slot are due, and go on in a slot
at most one turn ahead. So sockets that opened together drift apart, and none waits in a task.
"""

import asyncio
import logging
import random
from collections.abc import Collection
from typing import Any, Protocol
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.db import OperationalError

from portal.live.listening import TRY_LATER, Standing
from portal.live.listening_together import Ask, look_all
from portal.processes import allow_files

log = logging.getLogger(__name__)

SLOTS = 20
#: Sockets looked at in one hop to a thread, and such hops at one moment.
BATCH, HANDS = 50, 3
#: Files that a process has open for everything but sockets: pages, rows, its own code.
FILES_BESIDE = 500


class Member(Protocol):
    """A socket that is looked after."""

    session_key: str
    slot: int
    topics: Collection[str]
    studios: tuple[UUID, ...]

    def heed(self, standing: Standing, names: Collection[str]) -> None: ...


class Beats:
    """The sockets of one event loop, by when they are due."""

    def __init__(self) -> None:
        self._slots: list[set[Any]] = [set() for _slot in range(SLOTS)]
        self._at = 0
        self._hands = asyncio.Semaphore(HANDS)
        self._task: asyncio.Task[None] | None = None
        self._looking: set[asyncio.Task[None]] = set()
        self._away: set[Any] = set()
        self._many = 0
        self._most: int | None = None

    def full(self) -> bool:
        """A process out of files could not even answer pages: better it takes no more sockets."""
        if self._most is None:
            files = allow_files(settings.LIVE_SOCKETS + FILES_BESIDE)
            self._most = min(settings.LIVE_SOCKETS, max(0, files - FILES_BESIDE))
            if self._most < settings.LIVE_SOCKETS:
                log.warning("room for %s sockets only: %s open files allowed", self._most, files)
        return self._many >= self._most

    def add(self, member: Member) -> None:
        self._many += 1
        self._put(member)
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._turn())

    def remove(self, member: Member) -> None:
        self._many -= 1
        self._slots[member.slot].discard(member)
        self._away.discard(member)

    def _put(self, member: Member) -> None:
        """Not all at one moment: 0.7 to 1 of a turn from now."""
        ahead = random.randint(SLOTS * 7 // 10, SLOTS)  # noqa: S311 (spreads load, guards nothing)
        member.slot = (self._at + ahead - 1) % SLOTS
        self._slots[member.slot].add(member)

    async def _turn(self) -> None:
        """Until nobody is left."""
        while any(self._slots) or self._away:
            await asyncio.sleep(settings.LIVE_BEAT_SECONDS / SLOTS)
            due, self._slots[self._at] = [*self._slots[self._at]], set()
            self._away.update(due)
            for first in range(0, len(due), BATCH):
                await self._hands.acquire()
                self._look_after(due[first : first + BATCH])
            self._at = (self._at + 1) % SLOTS

    def _look_after(self, members: list[Any]) -> None:
        task = asyncio.ensure_future(self._look(members))
        self._looking.add(task)  # the loop itself holds its tasks by weak references only
        task.add_done_callback(self._looking.discard)

    async def _look(self, members: list[Any]) -> None:
        try:
            asked = [Ask(one.session_key, frozenset(one.topics), one.studios) for one in members]
            standings = await self._ask(asked)
        finally:
            self._hands.release()
        for member, ask, standing in zip(members, asked, standings, strict=True):
            if member in self._away:
                self._away.discard(member)
                self._put(member)
                member.heed(standing, ask.names)

    async def _ask(self, asked: list[Ask]) -> list[Standing]:
        """Whoever cannot be looked up is sent away for a while: no answer is no permission."""
        try:
            return await database_sync_to_async(look_all, thread_sensitive=False)(asked)
        except Exception as error:  # a line that stayed open now would stay unwatched
            if not isinstance(error, OperationalError):
                log.exception("sockets could not be looked after")
            return [Standing(code=TRY_LATER)] * len(asked)


_beats: dict[int, tuple[Any, Beats]] = {}


def beats() -> Beats:
    """The clock of the running event loop."""
    loop = asyncio.get_running_loop()
    known = _beats.get(id(loop))
    if known is None or known[0] is not loop:
        _beats[id(loop)] = known = (loop, Beats())
    return known[1]
