"""The clock's own look at the broker. While that is away no message wakes `watch`, and nobody would
be told of the one trouble that silences all others.

A thread of the process of the clock, of which there is one. It tells only what lasts.
"""

import logging
import threading
import time

from django.db import connections

from portal.watching import gathering, troubles
from portal.watching.readiness import here

log = logging.getLogger(__name__)
#: Seconds between looks, and how many in a row have to find the broker away.
EVERY, LOOKS = 15.0, 2


def begin() -> threading.Thread:
    thread = threading.Thread(target=_watch, name="watchman", daemon=True)
    thread.start()
    return thread


def _watch() -> None:
    away = 0
    while True:
        time.sleep(EVERY)
        try:
            away = look(away)
        except Exception:  # a database that is away too, for one: the next look may find it
            log.exception("the clock could not look after the broker")
        finally:
            connections.close_all()


def look(away: int) -> int:
    """How many looks in a row found it away, `away` before this one."""
    if here.look()["broker"]:
        return 0
    if away + 1 >= LOOKS:
        troubles.look(gathering.told())
    return away + 1
