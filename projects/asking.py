"""The page on which a tool is asked: what it has beside its parameters, with what it begins, and
what is told before anything runs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django import forms

from portal.access import find
from portal.errors import sentences
from portal.gates import PersonRequest
from projects import marking_people
from projects.assist.contract import Tool, ToolRefused
from projects.models import Candidate, Run, Version


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


def _mark(user: Any, version: Version) -> dict[str, Any]:
    """The name that lies over its frames."""
    return {"mark": version.project.mark_over(user)}


PARTS: Mapping[str, Part] = {
    "character_continuity": Part(
        "projects/_ask_cast.html",
        "css/mark-boxes.css",
        ("consent_vouched",),
        marking_people.facts,
        marking_people.begins,
        marking_people.WORDS,
    ),
    "character_vision": Part(
        "projects/_ask_vision.html",
        "css/mark-boxes.css",
        ("consent_vouched",),
        lambda _user, _version: {},
        lambda _candidate: {},
    ),
    "scope_extension": Part(
        "projects/_ask_region.html", "css/mark-quad.css", (), _mark, lambda _candidate: {}
    ),
}


def part(user: Any, version: Version, tool: Tool) -> dict[str, Any]:
    """What the template needs of the tool's own part; nothing where there is none."""
    own = PARTS.get(tool.name)
    return {"part": own, **own.facts(user, version)} if own else {}


def own_of(tool: Tool) -> tuple[str, ...]:
    """Parameters that the tool's own part of the page shows itself."""
    return PARTS[tool.name].own if tool.name in PARTS else ()


def before(request: PersonRequest, version: Version, tool: Tool) -> Run | None:
    """The run of this file and tool that is asked anew, if the address names one (`?from=`)."""
    named = request.GET.get("from", "")
    if not named:
        return None
    rows = Run.objects.filter(request__tool=tool.name, request__versions=version)
    return find(rows.select_related("request"), request, pk=named)


def initial(earlier: Run | None, version: Version, tool: Tool) -> dict[str, Any]:
    """The parameters of the run before, with what it has found. A consent never comes along, nor
    what is accepted `each_time`: whoever asks again vouches and accepts again. Else what is known
    of the file.
    """
    if earlier is None:
        return _defaults(version, tool)
    own, candidate = PARTS.get(tool.name), earlier.candidates.first()
    found = own.begins(candidate) if own and candidate else {}
    given = {**earlier.request.parameters, **found}
    anew = {tool.vouched, *_each_time(tool)}
    return {name: value for name, value in given.items() if name not in anew}


def _each_time(tool: Tool) -> list[str]:
    fields = tool.parameters.model_json_schema()["properties"].items()
    return [name for name, spec in fields if spec.get("each_time")]


def _defaults(version: Version, tool: Tool) -> dict[str, Any]:
    """By what is known of the file: an EDL, which says no rate, runs at that of its project."""
    fields = tool.parameters.model_fields
    ending = PurePath(version.file_name).suffix.lower()
    if tool.accepts != {"editorial"} or "rate" not in fields or ending != ".edl":
        return {}
    rate = version.project.rate
    shown = str(rate.numerator) if rate.denominator == 1 else f"{rate.numerator}/{rate.denominator}"
    return {"to": "fcpxml", "rate": shown}


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
