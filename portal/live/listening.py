"""What a socket may go on with, asked of the rows when it opens, when it joins, at each beat.

Messages close sockets at once, but a message can be lost. So nothing here is remembered:
the session, the person, the door and every topic are looked up again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from portal.door import obstacle
from portal.live.topics import frames_of, still_open
from portal.sessions import person_of
from portal.tenancy import acting_as

SIGNED_OUT, ACCESS_CHANGED, TOO_MANY, TRY_LATER = 4401, 4403, 4429, 1013


@dataclass(frozen=True)
class Standing:
    """A `code` closes the socket; otherwise these topics may be heard, each in its groups."""

    person: Any = None
    code: int = 0
    topics: dict[str, list[str]] = field(default_factory=dict)
    studios: tuple[UUID, ...] = ()


def look(session_key: str, names: Iterable[str] = ()) -> Standing:
    """Somebody without a second factor, or with an agreement to accept, hears nothing."""
    user = person_of(session_key)
    if user is None:
        return Standing(code=SIGNED_OUT)
    with acting_as(user):
        if obstacle(user):
            return Standing(user.pk, ACCESS_CHANGED)
        return Standing(user.pk, topics=still_open(user, names), studios=tuple(user.roles))


def groups_of(session_key: str, names: Iterable[str]) -> tuple[Any, dict[str, list[str]]]:
    """(the person, of these topics those that may be joined, each with its groups), as of now."""
    user = person_of(session_key)
    if user is None:
        return None, {}
    with acting_as(user):
        return user, still_open(user, names)


def snapshots(user: Any, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """What is stored of these topics, in frames; for somebody who was looked up just now."""
    if user is None:
        return {}
    with acting_as(user):
        return frames_of(user, names)


def told_anew(session_key: str, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The same for somebody of whom only the session is known."""
    return snapshots(person_of(session_key), names)
