"""The one socket: join topics, get the stored snapshot, then events; at each beat look again."""

import asyncio
import json
import logging
import random
from typing import Any

import redis
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import OperationalError

from portal.access import Capability
from portal.errors import sentences
from portal.listening import ACCESS_CHANGED, SIGNED_OUT, TOO_MANY, TRY_LATER, Standing, look, opened
from portal.live import Full, Outbox, hub
from portal.watching import numbers

log = logging.getLogger(__name__)

TOPICS_AT_ONCE = NAMES_AT_ONCE = 200
_NAME_LENGTH = 100
_GONE = (redis.RedisError, OSError, OperationalError)


def _names(text: str | None) -> tuple[list[str], list[str]] | None:
    """(topics to join, topics to leave), or None when it is nonsense or too much at once."""
    try:
        message = json.loads(text or "")
        found = [message.get("join", []), message.get("leave", [])]
    except (ValueError, AttributeError, RecursionError):
        return None
    if not all(isinstance(names, list) for names in found):
        return None
    joins, leaves = ([str(name)[:_NAME_LENGTH] for name in names] for names in found)
    return (joins, leaves) if len(joins) + len(leaves) <= NAMES_AT_ONCE else None


class LiveConsumer(AsyncWebsocketConsumer):
    """Frames in: `{"join": [...], "leave": [...]}`. Frames out: see `static/js/live.js`."""

    gate = {"default": Capability.SIGNED_IN}
    #: None: `portal.live` carries what is told. A layer would read from Redis for each socket, and
    #: refuse all of them with a failure of its own while that is away.
    channel_layer_alias = "none"

    async def connect(self) -> None:
        await self.accept()
        cookies = self.scope.get("cookies", {})
        self.session_key = cookies.get(settings.SESSION_COOKIE_NAME, "")
        self.topics: dict[str, list[str]] = {}
        self.turn = asyncio.Lock()
        self.code = ACCESS_CHANGED
        standing = await self._look()
        if standing.code:
            await self.close(standing.code)
            return
        self.person = standing.person
        outbox = Outbox(self._send_text, self._end)
        if code := await self._take_a_place(outbox):
            outbox.stop()
            await self.close(code)
            return
        self.outbox = outbox
        numbers.sockets.inc()
        self.beat = asyncio.ensure_future(self._beat())

    async def _look(self) -> Standing:
        """Whoever cannot be looked up is sent away for a while: no answer is no permission."""
        ask = database_sync_to_async(look, thread_sensitive=False)
        try:
            return await ask(self.session_key, [*self.topics])
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

    async def disconnect(self, code: int) -> None:
        if not hasattr(self, "outbox"):
            return
        numbers.sockets.dec()
        self.beat.cancel()
        self.outbox.stop()
        for groups in [[f"user.{self.person}"], *self.topics.values()]:
            for group in groups:
                await hub().leave(group, self.outbox)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not hasattr(self, "outbox"):
            return
        names = _names(text_data)
        if names is None:
            self._refuse("", "invalid")
            return
        async with self.turn:
            for name in names[1]:
                await self._leave(name)
            for name in names[0]:
                await self._join_or_say_why(name)

    async def _join_or_say_why(self, name: str) -> None:
        if name not in self.topics and len(self.topics) >= TOPICS_AT_ONCE:
            self._refuse(name, "live:topics")
            return
        try:
            await self._join(name)
        except Exception as error:  # the line must stay, whatever one topic does
            log.exception("a topic was not joined")
            await self._leave(name)
            self._refuse(name, "unavailable" if isinstance(error, _GONE) else "unexpected")

    async def _join(self, name: str) -> None:
        """Join first, then read the snapshot: an event in between is not missed."""
        ask = database_sync_to_async(opened, thread_sensitive=False)
        found = await ask(self.session_key, name)
        if found is None:
            await self._leave(name)
            self._refuse(name, "not_found")
            return
        groups, snapshot = found
        await self._hear(name, groups)
        for frame in await database_sync_to_async(snapshot, thread_sensitive=False)():
            self._tell({**frame, "topic": name, "snapshot": True})

    async def _hear(self, name: str, groups: list[str]) -> None:
        """In these groups, and no longer in others that the topic had before."""
        before = self.topics.get(name, [])
        self.topics[name] = [*before, *groups]  # whatever fails on the way, all are left again
        for group in groups:
            if group not in before:
                await hub().join(group, self.outbox)
        self.topics[name] = groups
        await self._part_from(before)

    async def _leave(self, name: str) -> None:
        await self._part_from(self.topics.pop(name, []))

    async def _part_from(self, groups: list[str]) -> None:
        for group in groups:
            if not any(group in others for others in self.topics.values()):
                await hub().leave(group, self.outbox)

    def _refuse(self, name: str, code: str) -> None:
        self._tell({"type": "error", "topic": name, **sentences(code)})

    def _tell(self, message: dict[str, Any]) -> None:
        self.outbox.put(json.dumps(message, default=str))

    async def _send_text(self, frame: str) -> None:
        await self.send(text_data=frame)

    async def _end(self) -> None:
        await self.close(self.code)

    async def _beat(self) -> None:
        """Not all at one moment: sockets that opened together drift apart."""
        while self.outbox.open:
            pause = random.uniform(0.7, 1)  # noqa: S311 (spreads load, guards nothing)
            await asyncio.sleep(settings.LIVE_BEAT_SECONDS * pause)
            try:
                async with self.turn:
                    await self._heed(await self._look())
            except Exception:  # a beat that stops would leave the line open, and unwatched
                log.exception("a socket could not be looked after")
                self._hang_up(TRY_LATER)

    async def _heed(self, standing: Standing) -> None:
        """What may no longer be heard ends now, also when no message told of it."""
        if standing.code or standing.person != self.person:
            self._hang_up(standing.code or SIGNED_OUT)
            return
        for name in [*self.topics]:
            if name in standing.topics:
                await self._hear(name, standing.topics[name])
            else:
                await self._leave(name)
                self._refuse(name, "not_found")
        self._tell({"type": "beat"})

    def _hang_up(self, code: int) -> None:
        self.code = code
        self.outbox.put_close()
