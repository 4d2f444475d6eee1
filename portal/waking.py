"""Waking the workers once a row is written. The message is a courtesy: the sweep finds the row."""

import logging
import time
from collections.abc import Sequence
from typing import Any

from kombu.exceptions import OperationalError

from portal.lines import Alone

log = logging.getLogger(__name__)
#: Seconds after which a refusal has cost a person more than the message is worth.
SLOW = 0.5
alone = Alone()


def wake(task: Any, message: Sequence[Any], *, expires: float, later: float = 0) -> bool:
    """Whether the broker took it. Never raises, and never waits for long (see `settings/work.py`).

    `expires`: seconds for which it is worth anything; `later`: seconds until it is to be done.
    """
    if alone.is_left:
        return False
    when = {"countdown": later} if later else {}
    begun = time.monotonic()
    try:
        task.apply_async(message, expires=expires, retry=False, **when)
    except (OperationalError, OSError) as error:
        log.warning("%s %s waits for the sweep: %s", task.name, list(message), error)
        if time.monotonic() - begun > SLOW:
            alone.leave()
        return False
    return True
