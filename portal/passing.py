"""Troubles that pass by themselves: a part of the portal that does not answer just now.

Whoever asked is told to come back (503, Retry-After); what works in the background tries again.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

import redis
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register
from portal.storage.away import is_away

#: Seconds after which somebody who was sent away may come back.
COME_BACK = 5
DATABASE = (OperationalError, InterfaceError)
Result = TypeVar("Result")

register(
    {
        "storage:away": Text(
            503,
            _("The storage of files does not answer, or is full."),
            _("What was saved before is still there; what is being sent goes on where it was."),
            _("Wait a minute and do it again."),
        ),
    }
)


def code_of(error: BaseException) -> str:
    """What a person is told of a trouble that passes; "" of one that does not."""
    if isinstance(error, (*DATABASE, redis.RedisError)):
        return "unavailable"
    return "storage:away" if is_away(error) else ""


def drop_line() -> None:
    """The next statement opens a new one; a transaction is ended by whoever began it."""
    if not connection.in_atomic_block:
        connection.close()


def insisted(work: Callable[[], Result], *, seconds: float) -> Result:
    """What `work` gives, tried for so long while the database is away.

    For writes that may be made twice, outside a transaction, by somebody nobody waits for.
    """
    until, pause = time.monotonic() + seconds, 0.2
    while True:
        try:
            return work()
        except DATABASE:
            if connection.in_atomic_block or time.monotonic() > until:
                raise
            drop_line()
            time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 (not all at one moment)
            pause = min(5.0, pause * 2)
