"""The one socket: join topics, get the stored snapshot, then events."""

import asyncio
import json
import logging
from typing import Any

import redis
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import OperationalError

from portal.access import Capability
from portal.door import obstacle
from portal.errors import sentences
from portal.live import Outbox, hub
from portal.models import User
from portal.tenancy import acting_as
from portal.topics import open_topic

log = logging.getLogger(__name__)

TOPICS_AT_ONCE = NAMES_AT_ONCE = 200
_NAME_LENGTH = 100
_SIGNED_OUT, _ACCESS_CHANGED, _TRY_LATER = 4401, 4403, 1013
_GONE = (redis.RedisError, OSError, OperationalError)


def _current(user_id: Any) -> User | None:
    """The person as stored now: roles may have changed since the socket opened."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def _stopped(user_id: Any) -> bool:
    """Somebody without a second factor, or with an agreement to accept, hears nothing."""
    user = _current(user_id)
    with acting_as(user):
        return user is None or bool(obstacle(user))


def _open(user_id: Any, name: str) -> Any:
    user = _current(user_id)
    if user is None:
        return None
    with acting_as(user):
        return open_topic(user, name)


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

    async def connect(self) -> None:
        user = self.scope.get("user")
        await self.accept()
        if user is None or not user.is_authenticated:
            await self.close(_SIGNED_OUT)
            return
        self.user_id = user.pk
        if await self._is_stopped():
            return
        self.topics: dict[str, list[str]] = {}
        outbox = Outbox(self._send_text, self._access_changed)
        try:
            # Without this group a socket would not hear that its person's access ended.
            await hub().join(f"user.{self.user_id}", outbox)
        except (redis.RedisError, OSError) as error:
            log.warning("a socket was refused: %s", error)
            outbox.stop()
            await self.close(_TRY_LATER)
            return
        self.outbox = outbox
        self.beat = asyncio.ensure_future(self._beat())

    async def _is_stopped(self) -> bool:
        code = _ACCESS_CHANGED
        try:
            stopped = await database_sync_to_async(_stopped, thread_sensitive=False)(self.user_id)
        except OperationalError:
            stopped, code = True, _TRY_LATER
        if stopped:
            await self.close(code)
        return stopped

    async def disconnect(self, code: int) -> None:
        if not hasattr(self, "outbox"):
            return
        self.beat.cancel()
        self.outbox.stop()
        for groups in [[f"user.{self.user_id}"], *self.topics.values()]:
            for group in groups:
                await hub().leave(group, self.outbox)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not hasattr(self, "outbox"):
            return
        names = _names(text_data)
        if names is None:
            self._refuse("", "invalid")
            return
        joins, leaves = names
        for name in leaves:
            await self._leave(name)
        for name in joins:
            try:
                await self._join(name)
            except Exception as error:  # the line must stay, whatever one topic does
                log.exception("a topic was not joined")
                await self._leave(name)
                self._refuse(name, "unavailable" if isinstance(error, _GONE) else "unexpected")

    async def _join(self, name: str) -> None:
        """Join first, then read the snapshot: an event in between is not missed."""
        opened = None
        if len(self.topics) < TOPICS_AT_ONCE:
            opened = await database_sync_to_async(_open, thread_sensitive=False)(self.user_id, name)
        if opened is None:
            self._refuse(name, "not_found")
            return
        groups, snapshot = opened
        self.topics[name] = groups
        for group in groups:
            await hub().join(group, self.outbox)
        for frame in await database_sync_to_async(snapshot, thread_sensitive=False)():
            self._tell({**frame, "topic": name, "snapshot": True})

    async def _leave(self, name: str) -> None:
        for group in self.topics.pop(name, []):
            if not any(group in groups for groups in self.topics.values()):
                await hub().leave(group, self.outbox)

    def _refuse(self, name: str, code: str) -> None:
        self._tell({"type": "error", "topic": name, **sentences(code)})

    def _tell(self, message: dict[str, Any]) -> None:
        self.outbox.put(json.dumps(message, default=str))

    async def _send_text(self, frame: str) -> None:
        await self.send(text_data=frame)

    async def _access_changed(self) -> None:
        await self.close(_ACCESS_CHANGED)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(settings.LIVE_BEAT_SECONDS)
            self._tell({"type": "beat"})
