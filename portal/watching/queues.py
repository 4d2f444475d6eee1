"""How many messages wait in each queue, whatever the broker is."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from portal.celery import app

log = logging.getLogger(__name__)
SECONDS = 2.0
#: Messages; more than the windows of many studios.
CROWD = 500


@contextmanager
def reached(seconds: float) -> Iterator[Any]:
    """A line to the broker of one's own, that waits no longer than so for anything."""
    bounds = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
    line: Any
    with app.connection_for_read(connect_timeout=seconds) as line:
        line.transport_options = {**(line.transport_options or {}), **bounds}
        line.ensure_connection(max_retries=1, interval_start=0, timeout=seconds)
        yield line


def lengths() -> dict[str, int]:
    """Queue → messages that no worker has taken; nothing of a broker that does not answer."""
    try:
        with reached(SECONDS) as line:
            channel = line.default_channel
            return {name: _waiting(channel, name) for name in names()}
    except Exception as error:  # each broker's client raises errors of its own
        log.warning("the queues were not counted: %s", type(error).__name__)
        return {}


def crowded() -> frozenset[str]:
    """Queues with so much to do that nothing has to be sent again: what was lost is sent later."""
    return frozenset(name for name, length in lengths().items() if length > CROWD)


def names() -> list[str]:
    return [queue.name for queue in settings.CELERY_TASK_QUEUES]


def _waiting(channel: Any, name: str) -> int:
    return int(channel.queue_declare(name, durable=True, auto_delete=False).message_count)
