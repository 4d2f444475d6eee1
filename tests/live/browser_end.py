"""A browser's end of the socket, spoken in raw ASGI messages."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from portal.consumers import LiveConsumer


class Socket:
    """`async with Socket(user) as socket` opens and closes it."""

    def __init__(self, user: Any) -> None:
        scope = {"type": "websocket", "path": "/ws/live/", "headers": [], "user": user}
        self.line = ApplicationCommunicator(LiveConsumer.as_asgi(), scope)

    async def open(self) -> None:
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

    async def hear(self) -> dict[str, Any]:
        sent = await self.line.receive_output(timeout=5)
        assert sent["type"] == "websocket.send", sent
        return json.loads(sent["text"])

    async def silent(self) -> bool:
        return await self.line.receive_nothing(timeout=0.3)

    async def closed(self) -> int:
        sent = await self.line.receive_output(timeout=5)
        assert sent["type"] == "websocket.close", sent
        return sent["code"]
