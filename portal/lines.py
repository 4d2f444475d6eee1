"""Lines to Redis or Valkey that wait for a moment and no longer, however ill the server is.

A server that is gone refuses at once. One that is frozen, or behind a line that swallows what is
sent, answers nobody: each request would wait out each of its calls. So whoever has waited in vain
lets the whole process leave the server alone for a while; meanwhile every call fails at once, as it
does when the server is gone.
"""

import time
from collections.abc import Callable
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

#: Seconds that one call waits; seconds for which nobody asks after one has waited in vain.
SECONDS, REST = 2.0, 3.0


class Alone:
    """Until when a server is left alone, on the monotonic clock; one for each of them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._until = clock, 0.0

    @property
    def is_left(self) -> bool:
        return self._clock() < self._until

    def leave(self) -> None:
        self._until = self._clock() + REST


class Patience(Retry):
    """Once more where a kept line was cut; never again where nothing came back.

    A command without an answer may have been carried out: to count a request twice is worse
    than not to count it.
    """

    alone = Alone()  # of the class: redis-py copies what it is given for every line

    def __init__(self) -> None:
        super().__init__(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))

    def call_with_retry(self, do: Callable[[], Any], *how: Any, **more: Any) -> Any:
        if self.alone.is_left:
            raise redis.TimeoutError("left alone: it did not answer just now")
        try:
            return super().call_with_retry(do, *how, **more)
        except redis.TimeoutError:
            self.alone.leave()
            raise


def bounds() -> dict[str, Any]:
    """What every client of this process is made with."""
    times = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    return {**times, "retry": Patience()}
