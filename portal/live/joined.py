"""The topics of one socket, and the groups in which it hears of them."""

from collections.abc import Iterable, Iterator
from itertools import chain

from portal.live.hub import hub
from portal.live.sockets import Outbox


class Joined:
    """A group stays for as long as one of the topics has it."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._groups: dict[str, list[str]] = {}

    def __contains__(self, topic: str) -> bool:
        return topic in self._groups

    def __iter__(self) -> Iterator[str]:
        return iter(self._groups)

    def __len__(self) -> int:
        return len(self._groups)

    def of(self, topic: str) -> list[str] | None:
        """Its groups; None for one that was not joined."""
        return self._groups.get(topic)

    def groups(self) -> Iterator[str]:
        return chain(*self._groups.values())

    async def hear(self, wanted: dict[str, list[str]]) -> None:
        """In these groups, and no longer in others that the topics had before.

        Raises `LOST` and TimeoutError; then `leave` still leaves whatever was joined on the way.
        """
        before = {name: self._groups.get(name, []) for name in wanted}
        had = {*chain(*before.values())}
        for name, groups in wanted.items():
            self._groups[name] = [*before[name], *groups]
        new = [group for group in chain(*wanted.values()) if group not in had]
        await hub().join_all(new, self._outbox)
        self._groups |= wanted
        await self._part_from(had)

    async def leave(self, topics: Iterable[str]) -> None:
        await self._part_from({*chain(*(self._groups.pop(name, []) for name in topics))})

    async def _part_from(self, groups: set[str]) -> None:
        if gone := groups.difference(*self._groups.values()):
            await hub().leave_all(gone, self._outbox)
