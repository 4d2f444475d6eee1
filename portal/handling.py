"""How a request passes through Django under ASGI: on the loop first, then in one thread to its end.

Django's own handler begins and ends asynchronously, so the chain of middleware changes from the
loop to a thread, back to the loop before the view, and into the thread once more: each change
costs about as much as a small statement. Here the chain is put together from the thread's end.
"""

from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.core.handlers.asgi import ASGIHandler


class InOneThread(ASGIHandler):
    """What only works asynchronously (static files) stands outermost and is awaited; from the first
    middleware that only works in a thread, all is called in that thread, the view included."""

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
