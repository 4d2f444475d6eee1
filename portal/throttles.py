"""Throttles: one counter a window, raised in one step, so that calls at once are all counted.

They let pass when the cache is gone: a limit is no reason to answer nobody.
"""

import logging
from contextlib import suppress
from typing import Any

import redis
from django.core.cache import cache
from rest_framework import throttling

from portal.addresses import address_of
from portal.errors import PortalError

log = logging.getLogger(__name__)


class _Counting(throttling.SimpleRateThrottle):
    duration: int
    num_requests: int

    def get_ident(self, request: Any) -> str:
        return address_of(request)

    def allow_request(self, request: Any, view: Any) -> bool:
        key = self.get_cache_key(request, view)
        if self.rate is None or key is None:
            return True
        try:
            return self._count(key) <= self.num_requests
        except redis.RedisError as error:
            log.warning("requests are not counted: %s", error)
            return True

    def _count(self, key: str) -> int:
        now = self.timer()
        window = int(now // self.duration)
        self._left = (window + 1) * self.duration - now
        name = f"{key}:{window}"
        kept: Any = cache
        return int(kept.counted(name, 2 * self.duration))

    def wait(self) -> float:
        """Seconds until the next window."""
        return self._left


def _is_known(name: str) -> bool:
    try:
        return cache.get(name) is not None
    except redis.RedisError:
        return True  # nothing is counted then


def _know(name: str, seconds: int) -> None:
    with suppress(redis.RedisError):
        cache.set(name, 1, seconds)


class _ByAddress(_Counting):
    @classmethod
    def note(cls, request: Any) -> None:
        """Count one more; raises `throttled` when there were too many in a short time."""
        counter = cls()
        if not counter.allow_request(request, None):
            raise PortalError("throttled", seconds=int(counter.wait() or 1))

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class FailedTokens(_ByAddress):
    """Wrong tokens of one address. A right one is always let in: studios share an address."""

    scope = "token_failed"


class SignOnStarts(_ByAddress):
    """Each has the portal ask a studio's server, before anybody has said who they are."""

    scope = "sso_start"


class GuestDoors(_ByAddress):
    """Passphrases tried from one address, at whatever links."""

    scope = "guest_address"


class PersonalLinks(_ByAddress):
    """Personal links of performers opened from one address: nobody guesses a secret in a lifetime,
    and nobody needs to try.
    """

    scope = "personal_address"


class _ByLink(_Counting):
    """Counted for one share link. Nobody is let through uncounted: without a cache it raises."""

    link: Any = None

    @classmethod
    def note(cls, link: Any) -> None:
        """Count one more; raises the class's code when there were too many."""
        counter = cls()
        counter.link = link
        if counter._count(counter.get_cache_key(None, None)) > counter.num_requests:
            raise counter.refusal(int(counter.wait() or 1))

    def refusal(self, seconds: int) -> PortalError:
        return PortalError("throttled", seconds=seconds)

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.link.pk}


class GuestTries(_ByLink):
    """Passphrases tried at one link, from wherever."""

    scope = "guest_link"

    def refusal(self, seconds: int) -> PortalError:
        return PortalError("share:tries", minutes=-(-seconds // 60))


class GuestNotes(_ByLink):
    """What one guest writes, changes and deletes."""

    scope = "guest_notes"


class Downloads(_Counting):
    """Originals that one person takes away; a download that goes on counts once."""

    scope = "downloads"
    person: Any = None
    #: Seconds in which a transfer may be taken up again without being counted again.
    GOES_ON = 12 * 3600

    @classmethod
    def note(cls, person: Any, what: Any, *, goes_on: bool = False) -> None:
        """Count one more; raises `download:too_many`.

        `goes_on`: only the rest of `what` is asked for. That is believed of what was counted
        before: whoever leaves out the first byte has the file all the same, and a link to it.
        """
        begun = f"download:{person.pk}:{what}"
        if goes_on and _is_known(begun):
            return
        counter = cls()
        counter.person = person
        if not counter.allow_request(None, None):
            minutes = -(-int(counter.wait() or 1) // 60)
            raise PortalError("download:too_many", most=counter.num_requests, minutes=minutes)
        _know(begun, cls.GOES_ON)

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.person.pk}


class UserThrottle(_Counting, throttling.UserRateThrottle):
    """Requests of a person."""


class AnonThrottle(_Counting, throttling.AnonRateThrottle):
    """Requests of an address, while signed out."""
