"""The cache: what is kept only to be quick. While it is away nothing is kept, and nothing fails.

Counting (`add`, `incr`) raises all the same: whoever counts decides what it means to be uncounted.
"""

import logging
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache

log = logging.getLogger(__name__)


class Kept(RedisCache):
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

    def delete(self, key: Any, version: int | None = None) -> bool:
        """What could not be forgotten is kept for as long as it was to be."""
        try:
            return super().delete(key, version)
        except redis.RedisError as error:
            log.warning("something old is kept: %s", error)
            return False
