"""The second fence between studios: what the database may show to this piece of work.

`visible_to` decides what a person may find. Behind it stands row-level security: each table
with a studio shows only the rows of the studios named here, and none when nothing is named.
A request, a task and a socket each name theirs; what is named never outlives them.

    acting_as(person)                   the studios of one person (requests, sockets)
    in_studio(studio)                   one studio (tasks, command lines, threads)
    holding(secret hash)                whoever shows a secret finds the row it opens
    seeking(words)                      of the index of search only what has these words
    across_studios(studios, reason=…)   the one door for work of the programme; audited

`portal/postgres` tells the connection before the first statement that follows a change.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID


@dataclass(frozen=True)
class Fence:
    """What the database is told. `programme` opens the rows that belong to no studio.

    `sought` opens nothing: it narrows the index of search, whose policy reads it.
    """

    studios: tuple[str, ...] = ()
    person: str = ""
    secret: str = ""
    programme: bool = False
    sought: str = ""

    def as_settings(self) -> dict[str, str]:
        """The connection's settings that the policies read."""
        return {
            "portal.studios": ",".join(self.studios),
            "portal.person": self.person,
            "portal.secret": self.secret,
            "portal.programme": "on" if self.programme else "",
            "portal.sought": self.sought,
        }


CLOSED = Fence()
_fence: ContextVar[Fence] = ContextVar("fence", default=CLOSED)


def current() -> Fence:
    return _fence.get()


@contextmanager
def _within(fence: Fence) -> Iterator[None]:
    token = _fence.set(fence)
    try:
        yield
    finally:
        _fence.reset(token)


def closed() -> Any:
    """Nothing; what is entered inside ends with it."""
    return _within(CLOSED)


def in_studio(studio: Any) -> Any:
    """Only the rows of one studio (a row or its id), whoever asks."""
    return _within(Fence(studios=(_id(studio),)))


@contextmanager
def holding(secret_hash: str) -> Iterator[None]:
    """Besides what is open already: the row that this secret opens."""
    with _within(replace(current(), secret=secret_hash)):
        yield


@contextmanager
def seeking(sought: str) -> Iterator[None]:
    """Of what is open already, of the index of search: what has these words, and nothing else."""
    with _within(replace(current(), sought=sought)):
        yield


def resumed(fence: Fence) -> Any:
    """What was open before, for work that goes on after its request (a streamed answer)."""
    return _within(fence)


@contextmanager
def outside_studios() -> Iterator[None]:
    """Besides what is open already: rows of no studio. The audit notes such things one by one."""
    with _within(replace(current(), programme=True)):
        yield


@contextmanager
def acting_as(person: Any) -> Iterator[None]:
    """The studios the person belongs to, as stored now; none for somebody signed out."""
    with closed():
        enter(person)
        yield


def enter(person: Any) -> None:
    """The same for the rest of this request; the middleware closes again."""
    if not getattr(person, "is_authenticated", False):
        _fence.set(CLOSED)
        return
    _fence.set(Fence(person=str(person.pk)))  # enough to read the person's own memberships
    _fence.set(Fence(studios=_ids(person.roles), person=str(person.pk)))


@contextmanager
def across_studios(studios: Iterable[Any], *, reason: str, actor: Any = None) -> Iterator[None]:
    """Work for the whole programme on an explicit list of studios; leaves an audit row."""
    before = current()
    with _within(before):
        open_across(studios, reason=reason, actor=actor)
        yield


def open_across(
    studios: Iterable[Any], *, reason: str, actor: Any = None, still: bool = False
) -> None:
    """The same for the rest of this request (the Django admin renders its pages late).

    `still`: nobody opened anything, a page that stays open asks again; it is told by the hour.
    """
    from portal.audit.open_pages import still_open
    from portal.models import AuditEvent

    ids = _ids(studios)
    _fence.set(replace(current(), studios=ids, programme=True))
    if still:
        still_open(actor, reason=reason, studios=len(ids))
    else:
        AuditEvent.record(actor, "studios:across", reason=reason, studios=len(ids))


def _ids(studios: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted(_id(studio) for studio in studios))


def _id(studio: Any) -> str:
    return str(UUID(str(getattr(studio, "pk", studio))))


def enter_studio(studio: Any) -> None:
    """For the rest of this request: a guest of one studio. The middleware closes again."""
    _fence.set(Fence(studios=(_id(studio),)))


Work = TypeVar("Work", bound=Callable[..., Any])


def for_studio(task: Work) -> Work:
    """Decorates a task: its first argument is the studio it works for, and it sees no other."""

    @wraps(task)
    def fenced(studio: str, *args: Any, **kwargs: Any) -> Any:
        with in_studio(studio):
            return task(studio, *args, **kwargs)

    return fenced  # type: ignore[return-value]
