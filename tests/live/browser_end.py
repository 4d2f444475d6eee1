"""A browser's end of the socket, spoken in raw ASGI messages."""

import json
from importlib import import_module
from typing import Any

from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from portal.live.consumers import LiveConsumer
from portal.signin import BACKEND


def session_of(user: Any) -> str:
    """The key of a new session, as signing in makes one; "" for somebody signed out."""
    if user is None:
        return ""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


class Socket:
    """`async with Socket(user) as socket` opens and closes it."""

    def __init__(self, user: Any) -> None:
        self.user, self.session = user, ""

    async def open(self) -> None:
        self.session = self.session or await database_sync_to_async(session_of)(self.user)
        scope = {"type": "websocket", "path": "/ws/live/", "headers": []}
        scope["cookies"] = {settings.SESSION_COOKIE_NAME: self.session}
        self.line = ApplicationCommunicator(LiveConsumer.as_asgi(), scope)
        await self.line.send_input({"type": "websocket.connect"})
        accepted = await self.line.receive_output(timeout=5)
        assert accepted["type"] == "websocket.accept"

    async def __aenter__(self) -> "Socket":
        await self.open()
        return self

    async def __aexit__(self, *_error: Any) -> None:
        await self.line.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.line.wait(timeout=5)

    async def say_text(self, text: str) -> None:
        await self.line.send_input({"type": "websocket.receive", "text": text})

    async def say(self, **message: Any) -> None:
        await self.say_text(json.dumps(message))

    async def hear_all(self) -> dict[str, Any]:
        sent = await self.line.receive_output(timeout=5)
        assert sent["type"] == "websocket.send", sent
        return json.loads(sent["text"])

    async def hear(self) -> dict[str, Any]:
        """The next, but for the word that all which was joined has been told."""
        while (heard := await self.hear_all())["type"] == "joined":
            continue
        return heard

    async def silent(self) -> bool:
        """What breaks the silence is still there to be heard."""
        while not await self.line.receive_nothing(timeout=0.3):
            if not _joined(self.line.output_queue._queue[0]):
                return False
            await self.line.receive_output()
        return True

    async def closed(self) -> int:
        while _joined(sent := await self.line.receive_output(timeout=5)):
            continue
        assert sent["type"] == "websocket.close", sent
        return sent["code"]


def _joined(sent: dict[str, Any]) -> bool:
    return sent.get("text", "").startswith('{"type": "joined"')
