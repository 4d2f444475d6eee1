"""What a socket may go on with, asked of the rows when it opens, when it joins, at each beat.

Messages close sockets at once, but a message can be lost. So nothing here is remembered:
the session, the person, the door and every topic are looked up again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from portal.door import obstacle
from portal.sessions import person_of
from portal.tenancy import acting_as
from portal.topics import open_topic, still_open

SIGNED_OUT, ACCESS_CHANGED, TOO_MANY, TRY_LATER = 4401, 4403, 4429, 1013


@dataclass(frozen=True)
class Standing:
    """A `code` closes the socket; otherwise these topics may be heard, each in its groups."""

    person: Any = None
    code: int = 0
    topics: dict[str, list[str]] = field(default_factory=dict)


def look(session_key: str, names: Iterable[str] = ()) -> Standing:
    """Somebody without a second factor, or with an agreement to accept, hears nothing."""
    user = person_of(session_key)
    if user is None:
        return Standing(code=SIGNED_OUT)
    with acting_as(user):
        if obstacle(user):
            return Standing(user.pk, ACCESS_CHANGED)
        return Standing(user.pk, topics=still_open(user, names))


def opened(
    session_key: str, name: str
) -> tuple[list[str], Callable[[], list[dict[str, Any]]]] | None:
    """The topic's groups and snapshot, for the person as stored now."""
    user = person_of(session_key)
    if user is None:
        return None
    with acting_as(user):
        return open_topic(user, name)
