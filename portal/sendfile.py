"""Django decides who may have a file; this streams it, with ranges, in constant memory.

The view answers with the header `X-Send-File: <key>`; nothing with that header leaves
the server. In front of nginx the same could be done with X-Accel-Redirect.
"""

import logging
import os
from typing import Any

from anyio.to_thread import run_sync
from django.utils.http import parse_etags
from starlette.datastructures import Headers
from starlette.responses import FileResponse, JSONResponse, Response

from portal.errors import sentences, status_of
from portal.storage import FolderFiles

HEADER = "X-Send-File"
_NAME = HEADER.lower().encode()
#: What the file response says itself.
_OWN = {b"content-length", b"content-type", b"etag", b"last-modified", b"accept-ranges", _NAME}
log = logging.getLogger(__name__)


class SendFile:
    """ASGI middleware around Django."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict, receive: Any, send: Any) -> None:
        held: dict[str, Any] = {}

        async def watch(message: dict) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.lower(), value) for name, value in message.get("headers", [])]
                if key := dict(headers).get(_NAME):
                    held.update(key=key.decode(), headers=headers)
                    return
            if not held:
                await send(message)

        await self.app(scope, receive, watch)
        if held:
            await _stream(held, scope, receive, send)


async def _stream(held: dict[str, Any], scope: dict, receive: Any, send: Any) -> None:
    """Only keys inside the media folder resolve; the storage refuses everything else."""
    headers: list[tuple[bytes, bytes]] = held["headers"]
    media_type = dict(headers).get(b"content-type", b"").decode()
    path = FolderFiles().path(held["key"])
    if not os.path.isfile(path):
        log.error("a stored file is missing: %s", held["key"])
        body = {"error": {**sentences("storage:failed"), "fields": {}}}
        await JSONResponse(body, status_of("storage:failed"))(scope, receive, send)
        return
    stat = await run_sync(os.stat, path)
    response: Response = FileResponse(path, media_type=media_type or None, stat_result=stat)
    if _known(Headers(scope=scope), response.headers["etag"]):
        response = Response(status_code=304, headers={"etag": response.headers["etag"]})
    response.raw_headers += [pair for pair in headers if pair[0] not in _OWN]
    await response(scope, receive, send)


def _known(asked: Headers, etag: str) -> bool:
    """Whether the browser has this very file. Django has just said that it may be seen."""
    named = {name.removeprefix("W/") for name in parse_etags(asked.get("if-none-match", ""))}
    return bool(named & {etag, "*"})
