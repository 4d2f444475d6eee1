"""How large a request's body may be, decided before anything of it is kept.

Django gathers a whole body, on the disk when it is large, before it asks who sends it.
Parts of uploads do not come this way: their signed address says how large each is.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from starlette.responses import JSONResponse

from portal.errors import Text, register, sentences, status_of

#: Forms that take a larger file, by the beginning of their address, in bytes.
LARGER = {
    "/admin/portal/agreementversion/": 25 * 1024 * 1024,
    "/verify/": 256 * 1024 * 1024,
}
#: In a request's scope: its body was too large by its own announcement, and is not there.
REFUSED = "portal.body_refused"
TOO_LARGE = "body:too_large"


class BodyLimit:
    """ASGI middleware around Django."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = limit_of(scope["path"])
        if _announced(scope) > limit:
            await self.app(_without_body(scope), _nothing_of(receive), send)
        else:
            await self._counted(limit, scope, receive, send)

    async def _counted(self, limit: int, scope: dict, receive: Any, send: Any) -> None:
        """Who announces no size is cut off where the limit is passed."""
        body = _Counted(receive, limit)
        await self.app(scope, body, send)
        if body.too_large:  # to Django the sender has gone away, so it has answered nothing
            told = {"error": {**sentences(TOO_LARGE), "fields": {}}}
            headers = {"Connection": "close"}
            await JSONResponse(told, status_of(TOO_LARGE), headers)(scope, receive, send)


class _Counted:
    """`receive`, which turns into a sender's end when more came than the limit."""

    def __init__(self, receive: Any, limit: int) -> None:
        self.receive, self.left, self.too_large = receive, limit, False

    async def __call__(self) -> dict[str, Any]:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left >= 0:
            return message
        self.too_large = True
        return {"type": "http.disconnect"}


def limit_of(path: str) -> int:
    larger = (size for prefix, size in LARGER.items() if path.startswith(prefix))
    return next(larger, settings.BODY_LIMIT)


def _announced(scope: dict) -> int:
    """The server has seen to it that this is a number; several are as bad as the largest."""
    sizes = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(size) for size in sizes if size.isdigit()), default=0)


def _without_body(scope: dict) -> dict:
    """Everything else is kept: Django answers, in the person's language, as page or JSON."""
    headers = [pair for pair in scope["headers"] if pair[0] != b"content-length"]
    return {**scope, "headers": headers, REFUSED: True}


def _nothing_of(receive: Any) -> Any:
    """An empty body at once; what comes all the same is let go unread."""
    told = [{"type": "http.request", "body": b"", "more_body": False}]

    async def nothing() -> dict[str, Any]:
        while not told:
            message = await receive()
            if message["type"] == "http.disconnect":
                return message
        return told.pop()

    return nothing


register(
    {
        TOO_LARGE: Text(
            413,
            _("This is more than the portal takes at this address."),
            _("Nothing was changed."),
            _("Send less at once; send files by the uploader, which has no such limit."),
        ),
        "request:unreadable": Text(
            400,
            _("The portal could not read this request."),
            _("Nothing was changed."),
            _("Load the page again and repeat."),
        ),
    }
)
