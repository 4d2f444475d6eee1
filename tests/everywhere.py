"""The tests' own statements see every studio; requests, tasks and sockets do not.

Those name their fence themselves, as in production. What no code names is closed there and
open here, so tests of the fence itself begin with `closed()`.

The connection is told anew when a studio was made, not before every statement: that would be a
second statement before each, and a longer one with each studio of the tests before.
"""

from collections.abc import Iterable
from contextvars import ContextVar, Token
from typing import Any

from django.db import connections
from django.db.models.signals import post_save

from portal import tenancy
from portal.models import Studio

_made: set[str] = set()


class Everywhere(tenancy.Fence):
    """Equal to itself only: after a studio was made there is another."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def as_settings(self) -> dict[str, str]:
        told = super().as_settings()
        return {**told, "portal.studios": ",".join(sorted(_made)), "portal.programme": "on"}


class _Named:
    """What code has named, as `tenancy` keeps it; without that everything."""

    def __init__(self) -> None:
        self._named: ContextVar[tenancy.Fence] = ContextVar("fence")
        self.otherwise = Everywhere()

    def get(self) -> tenancy.Fence:
        return self._named.get(self.otherwise)

    def set(self, fence: tenancy.Fence) -> Token[tenancy.Fence]:
        return self._named.set(fence)

    def reset(self, token: Token[tenancy.Fence]) -> None:
        self._named.reset(token)


_fence = _Named()


def _remember(instance: Studio, **_kwargs: Any) -> None:
    see({str(instance.pk)})


def see(studios: Iterable[str]) -> None:
    """These too, by their ids: they are there without having been saved one by one."""
    if not _made.issuperset(studios):
        _made.update(studios)
        _tell_anew()


def _tell_anew() -> None:
    """Other threads find another fence; this one may be inside `holding` and the like."""
    _fence.otherwise = Everywhere()
    for connection in connections.all(initialized_only=True):
        connection.told = None  # type: ignore[attr-defined]


def seen() -> frozenset[str]:
    return frozenset(_made)


def forget(known: frozenset[str]) -> None:
    """All but these: the studios of a test are gone with it."""
    if _made != known:
        _made.intersection_update(known)
        _tell_anew()


def open_everything() -> None:
    post_save.connect(_remember, sender=Studio, weak=False)
    tenancy._fence = _fence  # type: ignore[assignment]
