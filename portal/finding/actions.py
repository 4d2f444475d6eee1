"""What a person can begin from any page: the palette's own lines, by role.

Each leads to the page where it is done. Decisions are not among them: they stay where the work is
seen.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from portal.access import Capability


@dataclass(frozen=True)
class Action:
    """A page where something begins, offered to whoever holds the capability."""

    order: int
    label: Any
    url_name: str
    icon: str
    capability: Capability


ACTIONS: list[Action] = []


def register(*actions: Action) -> None:
    """Called by each app when it starts."""
    ACTIONS.extend(action for action in actions if action not in ACTIONS)
    ACTIONS.sort(key=lambda action: action.order)


def told(person: Any) -> str:
    """As JSON, for the browser."""
    return json.dumps(
        [
            {"label": str(one.label), "url": reverse(one.url_name), "icon": one.icon}
            for one in ACTIONS
            if person.can(one.capability)
        ],
        ensure_ascii=False,
    )
