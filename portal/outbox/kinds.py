"""The kinds of news a person can be told of. Rooms above register theirs when they start."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.languages.facts import said
from portal.models.notices import Mode


@dataclass(frozen=True)
class Kind:
    """`sentence` is filled from the facts; `needs_me` is told at once unless chosen otherwise.
    `over`: the sentence once it needs nobody any more, where the first is then untrue.
    """

    label: Any
    sentence: Any
    action: Any
    needs_me: bool = False
    fixed: bool = False  # too serious to be switched off or put off
    over: Any = ""

    @property
    def default(self) -> str:
        return Mode.AT_ONCE if self.needs_me or self.fixed else Mode.DIGEST


KINDS: dict[str, Kind] = {}


def register(kinds: dict[str, Kind]) -> None:
    """A name has one kind for ever."""
    for name, kind in kinds.items():
        if KINDS.get(name, kind) != kind:
            raise ValueError(f"two kinds of notification called {name}")
        KINDS[name] = kind


class _Facts(dict):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(name: str, facts: dict[str, Any], *, still: bool = True) -> str:
    """In the active language; a kind that no room knows any more says its name. `still`: whether
    what it asks of somebody is still to be done.
    """
    if not (kind := KINDS.get(name)):
        return name
    words = kind.sentence if still or not kind.over else kind.over
    return str(words).format_map(_Facts(said(_own_words(facts))))


def _own_words(facts: dict[str, Any]) -> dict[str, Any]:
    """What somebody wrote in several languages is stored as `title` and `title_fr`."""
    end = f"_{(get_language() or '')[:2]}"
    own = {name: facts.get(f"{name}{end}") for name in facts}
    return facts | {name: text for name, text in own.items() if text}


def action(name: str, *, still: bool = True) -> str:
    """What its button says; of what somebody has done meanwhile there is only something to see."""
    kind = KINDS.get(name)
    return str(kind.action) if kind and (still or not kind.needs_me) else str(_("Look"))


def choosable() -> Iterable[tuple[str, Kind]]:
    return [(name, kind) for name, kind in KINDS.items() if not kind.fixed]


register(
    {
        "webhook.disabled": Kind(
            _("A webhook of my studio was switched off"),
            _("The webhook {url} was switched off: it did not take news for days."),
            _("Look at the webhook"),
            needs_me=True,
            fixed=True,
        ),
        "account.link": Kind(
            _("An administrator had a sign-in link sent to somebody of my studio"),
            _("{actor} of the beta team had a one-time sign-in link mailed to {person}."),
            _("Look"),
            fixed=True,
        ),
        "account.factors": Kind(
            _("An administrator removed second factors of somebody of my studio"),
            _("{actor} of the beta team removed the second factors of {person}."),
            _("Look"),
            fixed=True,
        ),
    }
)
