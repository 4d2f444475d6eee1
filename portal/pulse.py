"""Signs of life of processes that listen to no port: a file for the container that holds them,
and for everybody else a word in the cache.
"""

import logging
import os
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)

#: Seconds after which a clock that said nothing is gone.
BEAT_LIFE = 30
_KEY = "clock:"
_noted = 0.0


def touch() -> None:
    """The file's age is what `HEALTHCHECK` asks for; without the setting there is none."""
    if settings.PULSE_FILE:
        Path(settings.PULSE_FILE).touch()


def beat(**_published: Any) -> None:
    """The clock has handed a task to the broker. A cache that is away does not stop it."""
    global _noted
    touch()
    if time.monotonic() - _noted < BEAT_LIFE / 6:
        return
    _noted = time.monotonic()
    try:
        _line().set(f"{_KEY}{socket.gethostname()}:{os.getpid()}", time.time(), ex=BEAT_LIFE)
    except redis_errors() as error:
        log.warning("the clock could not say that it lives: %s", error)


def clocks() -> list[str]:
    """`host:pid` of every clock that has sent something within `BEAT_LIFE` seconds."""
    return sorted(key.decode().removeprefix(_KEY) for key in _line().scan_iter(f"{_KEY}*"))


def redis_errors() -> tuple[type[Exception], ...]:
    import redis

    return (redis.RedisError, OSError)


def _line() -> Any:
    from portal.live import _publisher

    return _publisher()
