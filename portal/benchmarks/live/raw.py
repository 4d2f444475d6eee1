"""The reference: a bare ASGI socket application, broadcasting from one Redis subscription.

No Django, no routing, nobody is asked who they are. A socket says what it wants to hear, one group
or several; each is answered, so that both servers' watchers know when they are ready.
"""

import asyncio
import json
import os
from collections import defaultdict
from typing import Any

import redis.asyncio

groups: dict[str, set[Any]] = defaultdict(set)
listening: set[asyncio.Task[None]] = set()


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "websocket":
        return
    if not listening:
        listening.add(asyncio.create_task(listen()))
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        for name in json.loads(message["text"])["join"]:
            groups[name].add(send)
            await send({"type": "websocket.send", "text": '{"snapshot": true}'})
    for members in groups.values():
        members.discard(send)


async def listen() -> None:
    async with redis.asyncio.Redis.from_url(os.environ["RAW_REDIS"], socket_timeout=None) as line:
        pubsub = line.pubsub()
        await pubsub.psubscribe("live:raw.*")
        async for message in pubsub.listen():
            if message["type"] == "pmessage":
                text = message["data"].decode()
                for send in [*groups[message["channel"].decode().removeprefix("live:")]]:
                    await send({"type": "websocket.send", "text": text})
