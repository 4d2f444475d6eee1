"""What a row of the mapping is made of."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Page:
    """A page of the portal, named as people find it."""

    label: Any
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Check:
    """A file to read: tests that hold the promise, a decision, the code itself."""

    path: str
    url = ""

    @property
    def label(self) -> str:
        return self.path


@dataclass(frozen=True)
class Command:
    """What proves it on any machine: `manage.py drill tenants`."""

    line: str
    url = ""

    @property
    def label(self) -> str:
        return f"manage.py {self.line}"


@dataclass(frozen=True)
class Control:
    """`here` is empty where the portal does nothing; `lacks` says what one might expect of it."""

    topic: Any
    operator: Any
    here: Any = ""
    lacks: Any = ""
    see: tuple[Page | Check | Command, ...] = ()


@dataclass(frozen=True)
class Area:
    slug: str
    name: Any
    controls: tuple[Control, ...]
