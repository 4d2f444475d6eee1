"""Downloads that leave in pieces, however long they are, under WSGI and ASGI alike."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse

from portal.tenancy import current, resumed


def streamed(
    request: HttpRequest, pieces: Iterator[Any], *, media_type: str, name: str
) -> StreamingHttpResponse:
    """An attachment that no cache keeps."""
    following: Any = one_by_one(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(following, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


async def one_by_one(pieces: Iterator[Any]) -> AsyncIterator[Any]:
    """Under ASGI a plain iterator would be gathered whole before the first byte leaves."""
    following = sync_to_async(lambda: next(pieces, None))
    try:
        while (piece := await following()) is not None:
            yield piece
    finally:
        if close := getattr(pieces, "close", None):
            await sync_to_async(close)()


def begun_inside(make: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    """Pieces of one statement, sent while what is open now is still open for it.

    The request's fence is closed when its answer begins to leave; a statement under way goes on.
    """
    opened = current()

    def pieces() -> Iterator[bytes]:
        with resumed(opened):
            made = make()
            first = next(made, b"")
        try:
            yield first
            yield from made
        finally:
            if close := getattr(made, "close", None):
                close()

    return pieces()
