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


def wake(
    task: Any,
    message: Sequence[Any],
    *,
    expires: float | None = None,
    later: float = 0,
    priority: int | None = None,
) -> bool:
    """Whether the broker took it. Never raises, and never waits for long (see `settings/work.py`).

    `expires`: seconds for which it is worth anything, by its reader's clock (none: for ever);
    `later`: seconds until it is to be done; `priority`: as Celery on Redis has it, 0 comes first.
    """
    if alone.is_left:
        return False
    given = {"countdown": later or None, "expires": expires, "priority": priority}
    how = {name: value for name, value in given.items() if value is not None}
    begun = time.monotonic()
    try:
        task.apply_async(message, retry=False, **how)
    except (OperationalError, OSError) as error:
        log.warning("%s %s waits for the sweep: %s", task.name, list(message), error)
        if time.monotonic() - begun > SLOW:
            alone.leave()
        return False
    return True
