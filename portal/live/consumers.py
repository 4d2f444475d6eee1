"""The one socket: join topics, get the stored snapshot, then events; at each beat look again."""

import asyncio
import json
import logging
from collections.abc import Collection
from itertools import chain
from typing import Any
from uuid import UUID

import redis
from channels.db import database_sync_to_async
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import OperationalError

from portal.access import Capability
from portal.errors import sentences
from portal.live.beats import beats
from portal.live.hub import Full, hub
from portal.live.joined import Joined
from portal.live.listening import (
    ACCESS_CHANGED,
    SIGNED_OUT,
    TOO_MANY,
    TRY_LATER,
    Standing,
    groups_of,
    look,
    snapshots,
    told_anew,
)
from portal.live.sockets import Outbox, cut, framed
from portal.live.topics import gathered
from portal.live.wishes import by_kind, wish
from portal.watching import numbers

log = logging.getLogger(__name__)

TOPICS_AT_ONCE = 200
#: The code of a topic there is none of, or none for this person.
NONE = "not_found"
BEAT = framed('{"type": "beat"}')
_GONE = (redis.RedisError, OSError, OperationalError)


def _code_of(error: Exception) -> str:
    log.error("a topic could not be told of", exc_info=error)
    return "unavailable" if isinstance(error, _GONE) else "unexpected"


def _in_a_thread(question: Any) -> Any:
    return database_sync_to_async(question, thread_sensitive=False)


class LiveConsumer(AsyncWebsocketConsumer):
    """What comes in: `portal/live/wishes.py`. What goes out: `static/js/live.js`."""

    gate = {"default": Capability.SIGNED_IN}
    #: None: `portal.live` carries what is told. A layer would read from Redis for each socket, and
    #: refuse all of them with a failure of its own while that is away.
    channel_layer_alias = "none"

    outbox: Outbox | None = None
    topics: Joined
    person: Any = None
    code = ACCESS_CHANGED
    slot = 0
    studios: tuple[UUID, ...] = ()
    follows: asyncio.Future[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Channels would read a channel layer beside the socket, in two tasks and a queue each."""
        self.scope, self.base_send = scope, send
        try:
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            pass
        finally:
            await self._go()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Nothing is asked of the database on this thread, so nothing is closed there."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        raise StopConsumer

    async def connect(self) -> None:
        await self.accept()
        if beats().full():
            await self.close(TRY_LATER)
            return
        cookies = self.scope.get("cookies", {})
        self.session_key = cookies.get(settings.SESSION_COOKIE_NAME, "")
        self.turn = asyncio.Lock()
        standing = await self._look()
        if standing.code:
            await self.close(standing.code)
            return
        self.person, self.studios = standing.person, standing.studios
        outbox = Outbox(self.base_send, self._end, self._cut)
        if code := await self._take_a_place(outbox):
            await self.close(code)
            return
        self.outbox, self.topics = outbox, Joined(outbox)
        numbers.sockets.inc()
        beats().add(self)

    async def _look(self) -> Standing:
        """Whoever cannot be looked up is sent away for a while: no answer is no permission."""
        try:
            return await _in_a_thread(look)(self.session_key)
        except OperationalError:
            return Standing(code=TRY_LATER)

    async def _take_a_place(self, outbox: Outbox) -> int:
        """Without this group a socket would not hear that its person's access ended."""
        at_most = settings.LIVE_SOCKETS_A_PERSON
        try:
            await hub().join(f"user.{self.person}", outbox, at_most=at_most)
        except Full:
            return TOO_MANY
        except (redis.RedisError, OSError) as error:
            log.warning("a socket was refused: %s", error)
            return TRY_LATER
        return 0

    async def _go(self) -> None:
        """However it ended, nothing is left behind."""
        outbox, self.outbox = self.outbox, None
        if outbox is None:
            return
        numbers.sockets.dec()
        beats().remove(self)
        outbox.stop()
        if self.follows is not None:  # cut short it would cost the process its line
            await asyncio.wait([self.follows])
        groups = chain([f"user.{self.person}"], self.topics.groups())
        await hub().leave_all(groups, outbox)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.outbox is None:
            return
        wanted = wish(text_data)
        if wanted is None:
            self._refuse("", "invalid")
            return
        async with self.turn:
            await self.topics.leave(wanted.leave)
            for names in by_kind(wanted.join):
                await self._join(names)
            for names in by_kind(name for name in wanted.ask if name in self.topics):
                await self._tell_anew(names)

    async def _join(self, names: list[str]) -> None:
        """Join first, then read the snapshot: an event in between is not missed. That all was told
        is said, since there may be nothing to tell, and a dead line tells nothing either."""
        try:
            user, groups = await _in_a_thread(groups_of)(self.session_key, names)
            joined = await self._joined({name: groups.get(name) for name in names})
            for name, frames in (await _in_a_thread(snapshots)(user, joined)).items():
                for frame in frames:
                    self._tell({**frame, "topic": name, "snapshot": True})
            self._tell({"type": "joined", "topics": joined})
        except Exception as error:  # the line must stay, whatever one topic does
            await self._part_with(names, _code_of(error))

    async def _tell_anew(self, names: list[str]) -> None:
        """All of a topic's jobs in one frame: what is missing there is no longer active, unless
        there are more than are told."""
        try:
            found = await _in_a_thread(told_anew)(self.session_key, names)
        except Exception as error:
            await self._part_with(names, _code_of(error))
            return
        for name, frames in found.items():
            self._tell({"type": "jobs", "topic": name, **gathered(frames)})
        await self._part_with([name for name in names if name not in found], NONE)

    async def _part_with(self, names: list[str], code: str) -> None:
        """Nothing more is heard of these, and the page is told why."""
        await self.topics.leave(names)
        for name in names:
            self._refuse(name, code)

    async def _joined(self, asked: dict[str, list[str] | None]) -> list[str]:
        """Those of these topics that are heard now."""
        await self._part_with([name for name, groups in asked.items() if groups is None], NONE)
        wanted: dict[str, list[str]] = {}
        for name, groups in asked.items():
            if name not in self.topics and len(self.topics) + len(wanted) >= TOPICS_AT_ONCE:
                self._refuse(name, "live:topics")
            elif groups is not None:
                wanted[name] = groups
        await self.topics.hear(wanted)
        return [*wanted]

    def _refuse(self, name: str, code: str) -> None:
        self._tell({"type": "error", "topic": name, **sentences(code)})

    def _tell(self, message: dict[str, Any]) -> None:
        if self.outbox is not None:
            self.outbox.put(framed(json.dumps(message, default=str)))

    async def _end(self) -> None:
        await self.close(self.code)

    def _cut(self) -> None:
        cut(self.base_send)

    def heed(self, standing: Standing, names: Collection[str]) -> None:
        """What may no longer be heard ends now, also when no message told of it."""
        if standing.code or standing.person != self.person:
            self._hang_up(standing.code or SIGNED_OUT)
            return
        self.studios = standing.studios
        if self.outbox is None:
            return
        if all(self.topics.of(name) == standing.topics.get(name) for name in names):
            self.outbox.put(BEAT)
        elif self.follows is None:
            self.follows = asyncio.ensure_future(self._follow(standing, names))

    async def _follow(self, standing: Standing, names: Collection[str]) -> None:
        """Topics that were joined since the rows were asked are none of this answer's."""
        try:
            async with self.turn:
                heard, now = [name for name in names if name in self.topics], standing.topics
                await self.topics.hear({name: now[name] for name in heard if name in now})
                await self._part_with([name for name in heard if name not in now], NONE)
            if self.outbox is not None:
                self.outbox.put(BEAT)
        except Exception:  # what may not be heard any more must not go on being heard
            log.exception("a socket could not be looked after")
            self._hang_up(TRY_LATER)
        finally:
            self.follows = None

    def _hang_up(self, code: int) -> None:
        if self.outbox is not None:
            self.code = code
            self.outbox.put_close()
