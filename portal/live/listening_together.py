"""Many sockets looked at together: the same questions as `listening.look`, asked once for
all who belong to one studio, inside that studio's fence. Whoever is not plainly one of its people
now (of several studios, of the programme, no longer a member, an agreement to accept) is looked at
alone.

So access that is lost is found as by `look`. What a person gains in a further studio is heard of
when a message closes the socket, or the page opens anew.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import OperationalError

from portal.door import with_a_free_way
from portal.live.listening import TRY_LATER, Standing, look
from portal.live.topics import still_open_all
from portal.models import Membership, User
from portal.sessions import people_of
from portal.tenancy import in_studio, outside_studios

#: Sessions of one studio for which this pays.
COMPANY = 2

log = logging.getLogger(__name__)


class Ask(NamedTuple):
    """A session, the topics its sockets have joined, and its person's studios when last seen."""

    key: str
    names: frozenset[str]
    studios: tuple[UUID, ...]


def look_all(asked: Iterable[Ask]) -> list[Standing]:
    """A standing for each; sockets of one session are one question, with all their topics."""
    asked = list(asked)
    names: dict[str, set[str]] = defaultdict(set)
    homes: dict[UUID, set[str]] = defaultdict(set)
    for ask in asked:
        names[ask.key] |= ask.names
        if len(ask.studios) == 1:
            homes[ask.studios[0]].add(ask.key)
    found: dict[str, Standing] = {}
    for studio, keys in homes.items():
        if len(keys) >= COMPANY:
            found |= _in_one_studio(studio, {key: names[key] for key in keys})
    for key in names.keys() - found.keys():
        found[key] = _alone(key, names[key])
    return [found[ask.key] for ask in asked]


def _in_one_studio(studio: UUID, names: dict[str, set[str]]) -> dict[str, Standing]:
    """Only those for whom everything is as it should be."""
    with in_studio(studio):
        people = _its_people(studio, people_of(names))
        with outside_studios():  # what was accepted once for all studios belongs to none
            free = with_a_free_way([*people.values()])
        plain = [(key, user) for key, user in people.items() if user.pk in free]
        heard = still_open_all([(user, names[key]) for key, user in plain])
    return {
        key: Standing(user.pk, topics=topics, studios=(studio,))
        for (key, user), topics in zip(plain, heard, strict=True)
    }


def _its_people(studio: UUID, people: dict[str, User]) -> dict[str, User]:
    rows = Membership.objects.active().filter(studio=studio, user__in=[*people.values()])
    roles: dict[Any, str] = dict(rows.values_list("user_id", "role"))
    found = {}
    for key, user in people.items():
        if user.pk in roles and not user.programme_role:
            user.roles = {studio: roles[user.pk]}
            found[key] = user
    return found


def _alone(key: str, names: Iterable[str]) -> Standing:
    """One that cannot be asked about does not send the others away."""
    try:
        return look(key, names)
    except OperationalError:
        return Standing(code=TRY_LATER)
    except Exception:
        log.exception("a socket could not be looked after")
        return Standing(code=TRY_LATER)
