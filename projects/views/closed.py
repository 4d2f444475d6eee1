"""A closeout as it goes, and its certificate, for whoever holds the signed link.

A closed studio has no members who could sign in to it. The archive is more than a list of
hashes: for it the person must have been a producer, and must sign in.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from portal.access import Capability
from portal.gates import PersonRequest, gate, open_to_all
from portal.tenancy import in_studio
from projects import certificates, inventory
from projects.models import Closeout
from projects.responses import attachment
from projects.views.leaving import hand_over

SHOWN = 200


def _named_by(token: str) -> Closeout:
    """Inside the one studio that the link names."""
    studio, pk = certificates.opened_by(token)
    with in_studio(studio):
        closeout = Closeout.objects.select_related("studio").filter(pk=pk).first()
    if closeout is None:
        raise Http404
    return closeout


@open_to_all("the signed link is the gate; it tells of keys and hashes, of no content")
def state(request: PersonRequest, token: str) -> HttpResponse:
    """The progress; then the certificate to be read. htmx asks for the part that changes."""
    closeout = _named_by(token)
    whole = closeout.certificate or {}
    with in_studio(closeout.studio_id):
        exports = inventory.kept_exports(closeout) if whole else []
    context = {
        "closeout": closeout,
        "job": closeout.event(),
        "token": token,
        "whole": whole,
        "files": whole.get("files", [])[:SHOWN],
        "more": max(len(whole.get("files", [])) - SHOWN, 0),
        "exports": exports,
    }
    template = "projects/_closed.html" if request.htmx else "projects/closed.html"
    return render(request, template, context)


@open_to_all("the signed link is the gate; it tells of keys and hashes, of no content")
def certificate(request: PersonRequest, token: str) -> HttpResponse:
    closeout = _named_by(token)
    name = certificates.file_name(closeout)
    return attachment(certificates.document(closeout), name, "application/json")


@gate(Capability.SIGNED_IN)
def export(request: PersonRequest, token: str) -> HttpResponse:
    """The studio's own copy, to somebody who was its producer when it was closed."""
    closeout = _named_by(token)
    with in_studio(closeout.studio_id):
        kept = inventory.kept_exports(closeout)
        led = closeout.confirmed_at and certificates.producers(closeout).filter(pk=request.user.pk)
        if not kept or not led or not led.exists():
            raise Http404
        return hand_over(request, kept[0])
