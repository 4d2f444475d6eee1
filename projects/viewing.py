"""Who looked at which media, noted once in a while: a player asks for one film many times."""

import logging
import time
from typing import Any

import redis
from django.core.cache import cache

from portal.models import AuditEvent
from projects.models import Version

log = logging.getLogger(__name__)

#: One row a person and version for so many seconds.
WINDOW = 15 * 60


def viewed(*, actor: Any, version: Version) -> None:
    """A viewing copy, a full picture or a single frame was opened. Posters are not counted.

    `version` comes with its project and studio.
    """
    key = f"viewed:{actor.pk}:{version.pk}:{int(time.time() // WINDOW)}"
    if not _first(key):
        return
    try:
        AuditEvent.record(actor, "media:viewed", version.project.studio, **facts_of(version))
    except BaseException:
        cache.delete(key)  # the next look is noted instead
        raise


def facts_of(version: Version) -> dict[str, Any]:
    return {
        "name": version.file_name,
        "version": version.number,
        "project": version.project.name,
        "id": str(version.pk),
    }


def _first(key: str) -> bool:
    """Without a cache each look is a row: too many are better than none."""
    try:
        return cache.add(key, 1, WINDOW)
    except redis.RedisError as error:
        log.warning("looks are not gathered: %s", error)
        return True
