"""The terms: what waits to be accepted, what was accepted, and the proof of it."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal import documents
from portal.access import Capability
from portal.door import onwards
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.models import Acceptance, AgreementVersion, Studio
from portal.models.agreements import open_agreements


@gate(Capability.SIGNED_IN)
def agreements(request: PersonRequest) -> HttpResponse:
    """What is open comes first; everything accepted has its receipt."""
    waiting = [pk for pk, _studios in open_agreements(request.user)]
    mine = Acceptance.objects.visible_to(request.user)
    context = {
        "waiting": AgreementVersion.objects.filter(pk__in=waiting).select_related("agreement"),
        "accepted": mine.select_related("version__agreement", "studio"),
    }
    return render(request, "portal/agreements.html", context)


@gate(Capability.SIGNED_IN)
def agreement(request: PersonRequest, pk: int) -> HttpResponse:
    """Read one, see what changed, accept it for oneself or for each of one's studios."""
    version = _published(pk)
    studios = dict(open_agreements(request.user)).get(version.pk, [])
    if request.method == "POST":
        return _accept(request, version, studios)
    before = documents.accepted_before(version, request.user) if studios else None
    context = {
        "version": version,
        "html": documents.as_html(version.text),
        "before": before,
        "changes": documents.changes(before.text, version.text) if before else [],
        "asked": bool(studios),
        "studios": Studio.objects.filter(pk__in=[pk for pk in studios if pk]),
    }
    return render(request, "portal/agreement.html", context)


def _accept(request: PersonRequest, version: AgreementVersion, studios: list[Any]) -> HttpResponse:
    """The form carries the hash of what was shown: nothing else can be accepted."""
    if request.POST.get("sha256") != version.sha256:
        raise PortalError("agreement:changed")
    address = get_adapter().get_client_ip(request)
    version.accept(actor=request.user, studios=studios, address=address)
    following = open_agreements(request.user)
    if following:
        return redirect("agreement", following[0][0])
    return redirect(onwards(request))


def _published(pk: int) -> AgreementVersion:
    rows = AgreementVersion.objects.published().select_related("agreement")
    return get_object_or_404(rows, pk=pk)


@gate(Capability.SIGNED_IN)
def agreement_file(request: PersonRequest, pk: int, form: str) -> HttpResponse | FileResponse:
    """The very bytes whose hash is kept: the text, or the attached PDF."""
    version = _published(pk)
    name = f"{version.agreement.kind}-v{version.number}.{form}"
    if form == "md":
        return _attached(version.text.encode(), "text/markdown; charset=utf-8", name)
    if form != "pdf" or not version.pdf:
        raise Http404
    return FileResponse(version.pdf.open(), as_attachment=True, filename=name)


@gate(Capability.SIGNED_IN)
def agreement_receipt(request: PersonRequest, pk: int) -> HttpResponse:
    mine = Acceptance.objects.visible_to(request.user)
    row = mine.select_related("version__agreement", "studio").filter(pk=pk).first()
    if row is None:
        raise Http404
    name = f"receipt-{row.version.agreement.kind}-v{row.version.number}.txt"
    return _attached(documents.receipt(row).encode(), "text/plain; charset=utf-8", name)


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
