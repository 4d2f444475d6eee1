"""Which mails the portal sends. Each has a specimen: one nobody could look at is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.mailing.letters import Letter


@dataclass(frozen=True)
class Kind:
    """`to` says who gets it; `specimen` writes one in the active language, of no real person."""

    label: Any
    to: Any
    specimen: "Callable[[], Letter]"


KINDS: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """A name has one kind for ever."""
    if name in KINDS and KINDS[name] != kind:
        raise ValueError(f"two kinds of mail called {name}")
    KINDS[name] = kind
