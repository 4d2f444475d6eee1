"""A workflow of ComfyUI in API format: read, checked, and filled with what is asked."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from projects.assist.palette import Attachment, Final, Need, Work

PICTURES = ("image", "last", "reference")
KNOWN = ("prompt", *PICTURES, "width", "height", "seconds", "seed")
_PLACE = re.compile(r"\{([a-z_]+)\}")
_MOST = 500_000  # characters
#: What an output node makes, by its class: ComfyUI's own, and those of the common extensions.
_MAKES = (
    (Need.VIDEO, re.compile(r"SaveVideo|VideoCombine|SaveWEBM|SaveAnimated")),
    (Need.IMAGE, re.compile(r"SaveImage|Image ?Save")),
)


@dataclass(frozen=True)
class Workflow:
    """Nodes by their number, each `{"class_type": …, "inputs": {…}}`."""

    nodes: Mapping[str, Any]
    needs: frozenset[Need]

    @property
    def places(self) -> set[str]:
        return {name for text in _texts(self.nodes) for name in _PLACE.findall(text)}

    def unsuited(self, roles: Iterable[str]) -> str:
        """Why work with words and pictures of these roles could not be filled in; else empty."""
        sent = {_place_of(role) for role in roles}
        if missing := (self.places & set(PICTURES)) - sent:
            told = _("its workflow needs a picture for %(name)s")
            return told % {"name": "{" + min(missing) + "}"}
        if lost := {"prompt", *sent} - self.places:
            return _("its workflow has no place for %(name)s") % {"name": "{" + min(lost) + "}"}
        return ""

    def must_fit(self, work: Work) -> None:
        """Whatever is asked has its place, and whatever has a place is asked: nothing is lost."""
        pictures = _by_place(work)
        missing = (self.places & set(PICTURES)) - set(pictures)
        if missing:
            told = _("the workflow needs a picture for %(name)s")
            raise Final("remote:invalid", told % {"name": "{" + min(missing) + "}"})
        if {id(a) for a in work.attachments} != {
            id(a) for name, a in pictures.items() if name in self.places
        }:
            raise Final("remote:invalid", _("the workflow has no place for a picture that is sent"))
        if (work.text or work.instructions) and "prompt" not in self.places:
            raise Final("remote:invalid", _("the workflow has no place for {prompt}"))
        if int(work.option("count", 1)) != 1:
            raise Final("remote:invalid", _("it makes one at a time"))

    def filled(self, work: Work, names: Mapping[int, str], *, seed: int) -> dict[str, Any]:
        """With what is asked in its places; `names` are those of the files at the server."""
        words = "\n\n".join(part for part in (work.instructions, work.text) if part.strip())
        asked = work.option("seed")
        values: dict[str, Any] = {"prompt": words, "seed": seed if asked is None else asked}
        values |= {"width": int(work.option("width", 1280))}
        values |= {"height": int(work.option("height", 720))}
        values |= {"seconds": work.option("seconds", 5)}
        values |= {name: names[id(a)] for name, a in _by_place(work).items()}
        return _filled(self.nodes, values)


def read(text: str) -> Workflow:
    """`Final` `remote:not_connected` says what is wrong with it."""
    if len(text) > _MOST:
        raise _wrong(_("the workflow has more than 500,000 characters"))
    try:
        return _read(json.loads(text))
    except (json.JSONDecodeError, RecursionError):
        raise _wrong(_("the workflow is no JSON")) from None


def _read(nodes: Any) -> Workflow:
    if isinstance(nodes, dict) and isinstance(nodes.get("nodes"), list):
        raise _wrong(_("the workflow is in the editor's format: export it in API format"))
    if not isinstance(nodes, dict) or not nodes:
        raise _wrong(_("the workflow has no nodes"))
    for number, node in nodes.items():
        _must_be_a_node(number, node, nodes)
    workflow = Workflow(nodes, _makes(nodes))
    _must_have_places(workflow)
    return workflow


def _must_be_a_node(number: str, node: Any, nodes: dict[str, Any]) -> None:
    sound = isinstance(node, dict) and isinstance(node.get("class_type"), str)
    if not sound or not isinstance(node.get("inputs"), dict):
        raise _wrong(_("node %(number)s has no class_type or inputs") % {"number": number})
    for value in node["inputs"].values():
        if _is_link(value) and str(value[0]) not in nodes:
            told = _("node %(number)s is linked with node %(other)s, which is not there")
            raise _wrong(told % {"number": number, "other": value[0]})


def _is_link(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[1], int)


def _makes(nodes: dict[str, Any]) -> frozenset[Need]:
    kinds = [node["class_type"] for node in nodes.values()]
    found = frozenset(need for need, pattern in _MAKES if any(map(pattern.search, kinds)))
    if not found:
        raise _wrong(_("the workflow saves neither a picture nor a film"))
    return found


def _must_have_places(workflow: Workflow) -> None:
    if unknown := workflow.places - set(KNOWN):
        known = ", ".join("{" + name + "}" for name in KNOWN)
        told = _("%(name)s is no place that can be filled; there are %(known)s")
        raise _wrong(told % {"name": "{" + min(unknown) + "}", "known": known})
    if not workflow.places & {"prompt", *PICTURES}:
        raise _wrong(_("the workflow has a place neither for {prompt} nor for {image}"))


def _by_place(work: Work) -> dict[str, Attachment]:
    """The last frame and the reference by their roles; `image` is the first of the others."""
    found: dict[str, Attachment] = {}
    for attachment in work.attachments:
        found.setdefault(_place_of(attachment.role), attachment)
    return found


def _place_of(role: str) -> str:
    return role if role in ("last", "reference") else "image"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    """A text that is one place alone becomes the value itself, a number a number."""
    if isinstance(value, Mapping):
        return {name: _filled(inner, values) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, values) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _PLACE.fullmatch(value)
    if whole:
        return values[whole[1]]
    return _PLACE.sub(lambda place: str(values[place[1]]), value)


def _wrong(told: str) -> Final:
    return Final("remote:not_connected", told)
