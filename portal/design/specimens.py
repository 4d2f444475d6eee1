"""A specimen: the true template of a part, once for each state, twice for the two themes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

#: The page's own theme, and beside it the other one, which is for the eye only.
PANES = ("this", "other")
_ID = re.compile(r'\bid="([^"]+)"')
_REFERS = re.compile(
    r'\b(for|aria-labelledby|aria-describedby|aria-controls|data-opens|list)="([^"]+)"'
)


@dataclass(frozen=True)
class State:
    """What is shown, in words or as it is called in the code, and what the template is given."""

    name: Any
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Specimen:
    """`name`: the file or class it shows. `css`: stylesheets that its pages link.

    `size`: "small" for what is a word wide, several a row; "wide" for what wants a line to itself.
    """

    name: str
    template: str
    states: Sequence[State] = (State(""),)
    css: tuple[str, ...] = ()
    size: str = ""

    def drawn(self, request: HttpRequest) -> dict[str, Any]:
        """Each state with its two panes, and no id twice on a page."""
        rows = [
            {
                "name": state.name,
                "panes": [self._drawn(state, request, f"{at}-{pane}") for pane in PANES],
            }
            for at, state in enumerate(self.states)
        ]
        return {"name": self.name, "size": self.size, "rows": rows}

    def _drawn(self, state: State, request: HttpRequest, mark: str) -> SafeString:
        html = render_to_string(self.template, state.context, request)
        return alone(html, f"{re.sub(r'[^a-z]+', '-', self.name.lower()).strip('-')}-{mark}")


def alone(html: str, mark: str) -> SafeString:
    """The same with its ids made its own, and what refers to them."""
    known = set(_ID.findall(html))

    def renamed(found: re.Match[str]) -> str:
        words = [f"{word}-{mark}" if word in known else word for word in found[2].split()]
        return f'{found[1]}="{" ".join(words)}"'

    marked = _ID.sub(lambda found: f'id="{found[1]}-{mark}"', html)
    return mark_safe(_REFERS.sub(renamed, marked))  # noqa: S308  (made by our own templates)


def page(specimens: Sequence[Specimen], request: HttpRequest) -> dict[str, Any]:
    """The context of a chapter of specimens."""
    return {
        "specimens": [one.drawn(request) for one in specimens],
        "css": list(dict.fromkeys(f"css/{name}" for one in specimens for name in one.css)),
    }
