"""The cache: what is kept only to be quick. While it is away nothing is kept, and nothing fails.

Counting (`add`, `counted`) raises all the same: whoever counts decides what being uncounted means.
"""

import logging
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache
from django.utils.functional import cached_property

log = logging.getLogger(__name__)
#: Clients of this process by their servers.
_clients: dict[tuple[str, ...], Any] = {}


class Kept(RedisCache):
    _class: Any  # of the base, whose types are not told
    _servers: list[str]
    _options: dict[str, Any]

    @cached_property
    def _cache(self) -> Any:
        """Django makes a cache for each thread, and a request under ASGI has a thread of its own:
        each would open a line of its own."""
        servers = tuple(self._servers)
        if servers not in _clients:
            _clients.setdefault(servers, self._class(self._servers, **self._options))
        return _clients[servers]

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except redis.RedisError as error:
            log.warning("the cache was not read: %s", error)
            return default

    def set(self, key: Any, value: Any, *how: Any, **more: Any) -> None:
        try:
            super().set(key, value, *how, **more)
        except redis.RedisError as error:
            log.warning("nothing was kept: %s", error)

    def counted(self, key: str, seconds: int) -> int:
        """One more, and how many that makes within so many seconds of the first.

        One round trip, where `incr` takes two and does not begin by itself.
        """
        name = self.make_and_validate_key(key)
        line = self._cache.get_client(name, write=True).pipeline(transaction=False)
        line.set(name, 0, ex=seconds, nx=True)
        line.incr(name)
        return int(line.execute()[1])

    def delete(self, key: Any, version: int | None = None) -> bool:
        """What could not be forgotten is kept for as long as it was to be."""
        try:
            return super().delete(key, version)
        except redis.RedisError as error:
            log.warning("something old is kept: %s", error)
            return False
