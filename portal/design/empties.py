"""Every empty state of the portal, read from the templates themselves: none can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Engine
from django.template.base import FilterExpression, Variable
from django.template.loader_tags import IncludeNode
from django.utils.translation import gettext_lazy as _

from portal.design.specimens import Specimen, State

COMPONENT = "components/_empty.html"
#: Pages of specimens are no pages with an empty state.
OWN = "portal/design/"
#: What pages fill in at the time: where no title is written in the template.
SAMPLE = {"title": _("A sentence that the page makes"), "url": "#empty", "label": ""}


@dataclass(frozen=True)
class Empty:
    """One use of the component: in which template, with which words."""

    template: str
    given: dict[str, FilterExpression]

    def words(self) -> dict[str, Any]:
        """As the page would say it now, in the language of whoever reads."""
        return {name: self._said(name, expr) for name, expr in self.given.items()}

    @staticmethod
    def _said(name: str, expr: FilterExpression) -> Any:
        if isinstance(expr.var, Variable):
            return SAMPLE.get(name, "")
        return expr.resolve(Context())


def files() -> Iterator[tuple[str, str]]:
    """(name, source) of each template that uses the component."""
    folder = Path(settings.BASE_DIR) / "templates"
    for path in sorted(folder.rglob("*.html")):
        name, source = path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")
        if f'"{COMPONENT}"' in source and not name.startswith(OWN):
            yield name, source


@cache
def empties() -> tuple[Empty, ...]:
    engine = Engine.get_default()
    return tuple(
        Empty(name, node.extra_context)
        for name, _source in files()
        for node in engine.get_template(name).nodelist.get_nodes_by_type(IncludeNode)
        if isinstance(node, IncludeNode) and str(node.template.var) == COMPONENT
    )


def shown(request: HttpRequest) -> dict[str, Any]:
    """By template, so that one of each page's states stands beside its others."""
    by_page: dict[str, list[State]] = {}
    for empty in empties():
        by_page.setdefault(empty.template, []).append(State("", empty.words()))
    return {
        "specimens": [
            Specimen(name, COMPONENT, states).drawn(request) for name, states in by_page.items()
        ]
    }
