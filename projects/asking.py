"""The page on which a tool is asked: what it has beside its parameters, with what it begins, and
what is told before anything runs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from portal.access import find
from portal.errors import sentences
from portal.gates import PersonRequest
from projects import marking_people
from projects.assist.contract import Tool, ToolRefused
from projects.models import Candidate, Version


@dataclass(frozen=True)
class Part:
    """A tool's own part of the page: `template` (and `css`) shows the parameters `own` itself, with
    `facts`.

    `begins` gives parameters for a run after the one of a candidate; `words` say a refusal by its
    code as it is said on this page.
    """

    template: str
    css: str
    own: tuple[str, ...]
    facts: Callable[[Any, Version], dict[str, Any]]
    begins: Callable[[Candidate], dict[str, Any]]
    words: Mapping[str, Any] = field(default_factory=dict)


PARTS: Mapping[str, Part] = {
    "character_continuity": Part(
        "projects/_ask_cast.html",
        "css/mark-boxes.css",
        ("consent_vouched",),
        marking_people.facts,
        marking_people.begins,
        marking_people.WORDS,
    ),
}


def part(user: Any, version: Version, tool: Tool) -> dict[str, Any]:
    """What the template needs of the tool's own part; nothing where there is none."""
    own = PARTS.get(tool.name)
    return {"part": own, **own.facts(user, version)} if own else {}


def initial(request: PersonRequest, version: Version, tool: Tool) -> dict[str, Any]:
    """With `?from=` a candidate of this film and tool: its parameters. A consent never comes
    along: whoever asks again vouches again.
    """
    own = PARTS.get(tool.name)
    if own is None or not request.GET.get("from"):
        return {}
    rows = Candidate.objects.filter(version=version, run__request__tool=tool.name)
    candidate = find(rows.select_related("run__request"), request, pk=request.GET["from"])
    given = {**candidate.run.request.parameters, **own.begins(candidate)}
    given.pop(tool.vouched, None)
    return given


def makes_sense(form: forms.Form, tool: Tool, given: dict[str, Any], version: Version) -> bool:
    """Whether the tool could do something with that; otherwise the form says what is missing."""
    if tool.beforehand is None:
        return True
    try:
        tool.beforehand(tool.parameters(**given), version.file_name)
    except ToolRefused as refused:
        form.add_error(refused.parameter or None, _said(tool, refused))
    return form.is_valid()


def _said(tool: Tool, refused: ToolRefused) -> str:
    own = PARTS.get(tool.name)
    if own and refused.code in own.words:
        return str(own.words[refused.code]).format(**refused.facts)
    told = sentences(refused.code, refused.facts)
    return f"{told['message']} {told['todo']}"
