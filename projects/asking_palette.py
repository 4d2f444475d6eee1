"""The palette on the page on which a tool is asked: what is chosen, and what is said of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import Capability
from portal.errors import PortalError
from portal.gates import PersonRequest
from projects.assist.contract import Tool
from projects.models import AssistRequest, Version
from projects.models.requests import Target, request_assistance
from projects.palette_refused import refusals, ways
from projects.palette_rows import palette, target


def rows(
    request: PersonRequest, tool: Tool, versions: Sequence[Version], given: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """None for a tool of the engine. Ticked is what was chosen; at first, the only one allowed."""
    if not tool.remote:
        return []
    found = palette(versions[0].project, tool, versions, given)
    allowed = [row["value"] for row in found if row["allowed"]]
    chosen = request.POST.getlist("to") if request.method == "POST" else allowed
    if request.method != "POST" and len(allowed) > 1:
        chosen = []
    return [{**row, "chosen": row["allowed"] and row["value"] in chosen} for row in found]


def refused(
    request: PersonRequest, versions: Sequence[Version], offered: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """What the page tells of those that are refused, and where that can be mended."""
    connected, others = refusals(offered)
    manages = request.user.can(Capability.MANAGE, versions[0].studio_id)
    where = ways(versions[0], offered, manages=manages) if offered else []
    folded = [one for one in connected if one.partly]
    connected = [one for one in connected if not one.partly]
    return {"refused": connected, "folded_models": folded, "unconnected": others, "ways": where}


def targets(
    request: PersonRequest, form: forms.Form, tool: Tool, offered: Sequence[Mapping[str, Any]]
) -> list[Target]:
    """What is ticked; where nothing is, or what is no longer offered, the form says so."""
    if not tool.remote:
        return []
    found = [target(offered, value) for value in request.POST.getlist("to")]
    if None in found:
        form.add_error(None, _("A provider that you chose is no longer offered. Choose again."))
    elif not found:
        form.add_error(None, _("Choose who is to do it."))
    return [one for one in found if one]


def asked(
    form: forms.Form, tool: Tool, versions: list[Version], to: Sequence[Target], **given: Any
) -> AssistRequest | None:
    """The request; None where the gate or a look into the file refuses it: the form says so."""
    try:
        return request_assistance(tool=tool.name, versions=versions, to=to, **given)
    except PortalError as error:
        if not error.code.startswith("remote:") and not set(error.fields) & set(form.fields):
            raise
        for name, words in error.fields.items() or [(None, error.sentence)]:
            form.add_error(name, words)
        return None


def told(made: AssistRequest) -> str:
    """Where it went, for the page after it."""
    count = made.runs.values("connection", "model").distinct().count()
    return ngettext(
        "Sent to one provider.", "Sent to {n} providers: each has a run of its own.", count
    ).format(n=count)


def button(tool: Tool, offered: Sequence[Mapping[str, Any]], name: str) -> str:
    """What it sends to whom."""
    chosen = [row["to"] for row in offered if row["chosen"]]
    if not any(row["allowed"] for row in offered):
        return _("No provider may be sent this")
    if not chosen:
        return _("Choose a provider")
    return _("Send {name} to {providers}").format(name=name, providers=", ".join(chosen))
