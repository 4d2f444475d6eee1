"""What somebody may read of a ticket. A studio that withholds its words is still counted.

Everything a person typed, the picture of their page, its title and the names of what it showed
are words. What was chosen from a list, the kind of page and the browser are not.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from feedback.models import Ticket, shared_studios
from portal.access import WHOLE_STUDIO


class Reader:
    """One person reading tickets; which studios share their words is asked once."""

    def __init__(self, person: Any) -> None:
        self._mine = set(person.studios_with(WHOLE_STUDIO))
        self._person = person.pk

    @cached_property
    def _shared(self) -> set[Any]:
        return {row["pk"] for row in shared_studios("words")}

    def reads(self, ticket: Ticket) -> bool:
        own = ticket.person_id == self._person or ticket.studio_id in self._mine
        return own or ticket.let_read or ticket.studio_id in self._shared


@dataclass(frozen=True)
class Told:
    """A ticket as one reader sees it."""

    ticket: Ticket
    readable: bool

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ticket, name)

    @property
    def title(self) -> str:
        return self.ticket.title if self.readable else ""

    @property
    def text(self) -> str:
        return self.ticket.text if self.readable else ""

    @property
    def page(self) -> str:
        return self.ticket.page if self.readable else ""

    @property
    def page_title(self) -> str:
        return self.ticket.page_title if self.readable else ""

    @property
    def picture(self) -> bool:
        return self.readable and bool(self.ticket.storage_key)

    @property
    def person_name(self) -> str:
        return self.ticket.person_name if self.readable else ""


def told_to(person: Any, tickets: Any) -> list[Told]:
    reader = Reader(person)
    return [Told(ticket, reader.reads(ticket)) for ticket in tickets]
