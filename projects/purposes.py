"""What a request is made for, where a room above keeps that: said on the page of a tool, or over
the API, and kept once the request is made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from projects.models import AssistRequest, Project, Version

#: In a form: the id of what it is for, NOTHING, or empty where the portal is to find it by itself.
FIELD, NOTHING = "work_item", "none"
Keep = Callable[[AssistRequest], Any]


@dataclass(frozen=True)
class Purpose:
    """`choices` gives (value, words) and the value to begin with, nothing where there are none;
    `keeper` finds what somebody said (None: for nothing), or raises `not_found`.
    """

    label: Any
    hint: Any
    choices: Callable[[Any, Version], tuple[list[tuple[str, str]], str]]
    keeper: Callable[[Any, Project, str | None], Keep]


_OFFERED: list[Purpose] = []


def register(purpose: Purpose) -> None:
    if purpose not in _OFFERED:
        _OFFERED.append(purpose)


def offered(actor: Any, version: Version, said: str | None = None) -> dict[str, Any]:
    """For the page: `purpose` and its choices; what came with the form stays chosen."""
    for purpose in _OFFERED:
        choices, first = purpose.choices(actor, version)
        if choices:
            return {"purpose": purpose, "purposes": choices, "for_now": said or first}
    return {}


def keeper(actor: Any, project: Project, said: str | None) -> Keep:
    """Looked up before anything is made; empty leaves the portal to find it."""
    if said == "" or not _OFFERED:
        return lambda _made: None
    return _OFFERED[0].keeper(actor, project, None if said == NOTHING else said)
