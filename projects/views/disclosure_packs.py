"""Disclosure packs: asked for, looked at, signed, taken away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent
from projects.disclosure import classes, making
from projects.disclosure.drawing import MEDIA_TYPE, drawn
from projects.disclosure.forms import SignatureForm
from projects.disclosure.gathering import canonical
from projects.disclosure.shot_map import REMARKS
from projects.exporting import plain_name
from projects.models import DisclosurePack, Project
from projects.models.jobs import ACTIVE
from projects.responses import attachment, stored
from projects.views.projects import crumbs_of

#: Lines of the map on the page; the files have all.
SHOWN = 200


@gate(Capability.MANAGE)
@require_POST
def make(request: PersonRequest, pk: UUID) -> HttpResponse:
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    pack = making.ask(actor=request.user, project=project)
    messages.success(request, _("The disclosure pack is on its way."))
    return redirect(pack)


@gate(Capability.MANAGE)
def pack(request: PersonRequest, pk: UUID) -> HttpResponse:
    """How far it is; then what it says, to be looked at and signed."""
    row = find(DisclosurePack.objects.select_related("project__studio"), request, pk=pk)
    return _page(request, row, SignatureForm(initial={"sha256": row.sha256}))


def _page(request: PersonRequest, row: DisclosurePack, form: SignatureForm) -> HttpResponse:
    place = {"label": _("Disclosure"), "url": f"/projects/{row.project_id}/disclosure/"}
    context: dict[str, Any] = {
        "pack": row,
        "running": row.state in ACTIVE,
        "form": form,
        "crumbs": crumbs_of(row.project, place, {"label": str(row)}),
    }
    if row.is_there:
        context |= _content(request, making.must_be_whole(row))
    return render(request, "projects/disclosure_pack.html", context)


def _content(request: PersonRequest, row: DisclosurePack) -> dict[str, Any]:
    content = row.content
    known = {one["class"]: one for one in content["classes"]}
    for cut in content["final_cuts"]:
        cut["rows"] = [{**known[row["class"]], **row} for row in cut["counts"]]
    shots = [
        {
            **shot,
            "episode": cut["episode"],
            "word": known[shot["class"]]["name"],
            "words": [REMARKS[name] for name in shot["remarks"]],
        }
        for cut in content["final_cuts"]
        for shot in cut["shots"]
        if shot["class"] != classes.NONE
    ]
    signed = row.signatures.all()
    return {
        "content": content,
        "as_of": datetime.fromisoformat(content["as_of"]),
        "shots": shots[:SHOWN],
        "more": max(0, len(shots) - SHOWN),
        "signatures": signed,
        "may_sign": all(one.person_id != request.user.pk for one in signed),
    }


@gate(Capability.MANAGE)
@require_POST
def sign(request: PersonRequest, pk: UUID) -> HttpResponse:
    row = find(DisclosurePack.objects.select_related("project__studio"), request, pk=pk)
    form = SignatureForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    making.sign(actor=request.user, pack=row, **form.cleaned_data)
    messages.success(request, _("You have signed it. Your name and the moment stand in it."))
    return redirect(row)


@gate(Capability.MANAGE)
def data_file(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The pack's data, exactly as they were hashed; audited."""
    row = find(DisclosurePack.objects.select_related("project__studio"), request, pk=pk)
    return hand_over(request, row, "json")


@gate(Capability.MANAGE)
def paper_file(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The pack as a document with its signatures; audited."""
    row = find(DisclosurePack.objects.select_related("project__studio"), request, pk=pk)
    return hand_over(request, row, "pdf")


def hand_over(request: Any, row: DisclosurePack, form: str) -> HttpResponse:
    """`json` or `pdf` as a download; audited."""
    made = making.must_be_whole(row)
    name = f"{plain_name(made.project.code)}_disclosure_{made.number}.{form}"
    facts = {"number": made.number, "format": form.upper(), "project": made.project.name}
    AuditEvent.record(request.user, "disclosure:taken", made.studio, **facts)
    if form == "json":
        return attachment(canonical(made.content), name, "application/json")
    return stored(drawn(made), MEDIA_TYPE, download_as=name)
