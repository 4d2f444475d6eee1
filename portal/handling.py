"""How a request passes through Django under ASGI: on the loop first, then in one thread to its end.

Django's own handler begins and ends asynchronously, so the chain of middleware changes from the
loop to a thread, back to the loop before the view, and into the thread once more: each change
costs about as much as a small statement. Here the chain is put together from the thread's end.

And Django begins a thread for each request, with a connection of its own to set up. Here threads
stay, as they do under WSGI: each request has one for itself, the one that was free last.
"""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import ThreadSensitiveContext, iscoroutinefunction, sync_to_async
from django.core.handlers.asgi import ASGIHandler

#: Free threads that are kept; what a rush needs beyond them ends with it.
KEPT = 32


class InOneThread(ASGIHandler):
    """What only works asynchronously (static files) stands outermost and is awaited; from the first
    middleware that only works in a thread, all is called in that thread, the view included."""

    def __init__(self) -> None:
        super().__init__()
        self._free: list[ThreadPoolExecutor] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async with self._thread():
            await self.handle(scope, receive, send)

    @asynccontextmanager
    async def _thread(self) -> AsyncIterator[None]:
        """Whoever was broken off may still be at work in theirs: nobody gets it afterwards."""
        thread = self._free.pop() if self._free else ThreadPoolExecutor(1)
        try:
            async with ThreadSensitiveContext(executor=thread):
                yield
        except BaseException:
            thread.shutdown(wait=False)
            raise
        if len(self._free) < KEPT:
            self._free.append(thread)
        else:
            thread.shutdown(wait=False)

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)
        chain: Any = self._middleware_chain  # type: ignore[has-type]
        if not iscoroutinefunction(chain):  # where nothing only works asynchronously
            chain = sync_to_async(chain, thread_sensitive=True)
        self._middleware_chain = chain

    def adapt_method_mode(
        self,
        is_async: bool,
        method: Any,
        method_is_async: bool | None = None,
        debug: bool = False,
        name: str | None = None,
    ) -> Any:
        if method_is_async and not is_async and name is None:
            return method  # the whole chain: this handler awaits it, as its base does
        return super().adapt_method_mode(is_async, method, method_is_async, debug, name)
