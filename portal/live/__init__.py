"""Live events: one subscription a process and group, encoded once, written to each socket.

A channel-layer read per socket costs twenty times more (see portal/decisions/0003). So
the worker publishes a ready frame on a plain Redis channel; each server process holds one
subscription per group (`hub.py`) and hands the frame to every socket that joined (`sockets.py`).
What is published is here; a process that only publishes needs nothing else of this room.
"""

import json
import logging
from functools import cache
from typing import Any

import redis
from django.conf import settings

from portal.lines import bounds

log = logging.getLogger(__name__)

PREFIX = "live:"
CLOSE = "close"


@cache
def publisher() -> redis.Redis:
    return redis.Redis.from_url(settings.CHANNELS_URL, **bounds())


def publish(groups: list[str], message: dict[str, Any]) -> None:
    """Send one frame to some groups. The row is the truth, so a lost frame is only logged."""
    frame = json.dumps(message, separators=(",", ":"), default=str)
    try:
        pipe = publisher().pipeline(transaction=False)
        for group in groups:
            pipe.publish(PREFIX + group, frame)
        pipe.execute()
    except redis.RedisError as error:
        log.warning("live event not published: %s", error)


def close_sockets(user_id: Any) -> None:
    """A person's access changed: their sockets close and ask again on reconnecting."""
    publish([f"user.{user_id}"], {"type": CLOSE})
