"""Throttles that let pass when the cache is gone: a limit is no reason to answer nobody."""

import logging
from typing import Any

import redis
from rest_framework import throttling

log = logging.getLogger(__name__)


class _Forgiving(throttling.SimpleRateThrottle):
    def allow_request(self, request: Any, view: Any) -> bool:
        try:
            return super().allow_request(request, view)
        except redis.RedisError as error:
            log.warning("requests are not counted: %s", error)
            return True


class UserThrottle(_Forgiving, throttling.UserRateThrottle):
    """Requests of a person."""


class AnonThrottle(_Forgiving, throttling.AnonRateThrottle):
    """Requests of an address, while signed out."""
