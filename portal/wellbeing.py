"""What the administration opens on: is the beta well today? Rooms add what they look after."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Worry:
    """One line that needs an administrator; `url` leads to where it is mended."""

    text: Any
    url: str
    serious: bool = False  # something has stopped working already


CHECKS: list[Callable[[], Iterable[Worry]]] = []


def register(*checks: Callable[[], Iterable[Worry]]) -> None:
    CHECKS.extend(check for check in checks if check not in CHECKS)


def worries() -> list[Worry]:
    """What has stopped first."""
    found = [worry for check in CHECKS for worry in check()]
    return sorted(found, key=lambda worry: not worry.serious)
