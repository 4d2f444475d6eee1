"""A mail before it is written: what it says, and the one thing to do.

What people typed (names of studios, files, reasons) stands in it: signs that steer a mail server
or turn the direction of reading are taken out here, once for all mails.
"""

import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language

from portal.mailing.kinds import KINDS
from portal.names import made_plain

#: Of a subject: what phones show of it is a third of that.
SUBJECT = 180
#: Of what mail programmes show after the subject.
GLIMPSE = 140


def one_line(text: Any, most: int = 10_000) -> str:
    """Without breaks, controls and marks of direction; cut by an ellipsis."""
    plain = " ".join(made_plain(str(text), most=len(str(text))).split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def paragraph(text: Any) -> str:
    """The same, but what was written on several lines stays on them."""
    lines = unicodedata.normalize("NFC", str(text)).splitlines()
    return "\n".join(one_line(line) for line in lines).strip()


@dataclass(frozen=True)
class Action:
    """The button: a verb with its object, and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Item:
    """One of several things told in one mail, with its address."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Letter:
    """In one language. Raises ValueError for a kind that `kinds` does not know.

    `lines` are read first, the first of them large; `items` are a list; `after` stands below the
    button; `foot` says why this came. With `silences` (a kind of news, or "digest") the person may
    switch it off from the mail.
    """

    kind: str
    subject: str
    lines: tuple[str, ...]
    items: tuple[Item, ...] = ()
    action: Action | None = None
    after: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    choices: Action | None = None
    silences: str = ""
    language: str = field(default_factory=lambda: get_language() or "en")

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a mail of no kind that can be looked at: {self.kind}")
        clean = {
            "subject": one_line(self.subject, SUBJECT),
            "items": tuple(replace(item, text=one_line(item.text)) for item in self.items),
        }
        for name in ("lines", "after", "foot"):
            clean[name] = tuple(filter(None, map(paragraph, getattr(self, name))))
        for name, value in clean.items():
            object.__setattr__(self, name, value)

    @property
    def glimpse(self) -> str:
        """What stands beside the subject in a list of mails: what the subject has not said yet."""
        told = [*self.lines[1:], *(item.text for item in self.items), *self.after]
        if self.action:
            told.insert(0, f"{self.action.label}.")
        first = self.lines[0] if self.lines else ""
        said = first.rstrip(".") in self.subject
        return one_line(" ".join(told if said else [first, *told]), GLIMPSE)
