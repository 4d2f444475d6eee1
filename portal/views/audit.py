"""The audit as a page: what happened, filtered, and the export that can be proved."""

from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from portal.access import Capability
from portal.audit import verify_audit
from portal.audit.export import export
from portal.audit.reading import found, open_for
from portal.audit.sealing import head
from portal.forms import AuditFilterForm
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.streaming import streamed

PAGE = 50


@gate(Capability.AUDIT)
def listed(request: PersonRequest) -> HttpResponse:
    """Sentences, newest first. Pages go on from a row, so that new ones shift nothing."""
    programme = request.user.can(Capability.ADMINISTER)
    studios = open_for(request.user, reason="the audit's page")
    form = AuditFilterForm(request.GET, studios=studios, programme=programme)
    form.is_valid()  # what cannot be read is left out, and said
    chosen = dict(form.cleaned_data)
    before = chosen.pop("before", None)
    house = _chosen(request, studios, chosen.pop("studio", ""))
    rows = found(request.user, studio=house, **chosen)
    page = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
    context = {
        "rows": page[:PAGE],
        "older": page[PAGE - 1].pk if len(page) > PAGE else None,
        "before": before,
        "query": _query(request, "before"),
        "filtered": any(request.GET.get(name) for name in form.fields if name != "studio"),
        "form": form,
        "house": house,
        "export": _query(request, "before", "who", "what", "project", "since", "until"),
        "head": "{}:{}".format(*head()),
    }
    return render(request, "portal/audit.html", context)


def _chosen(request: PersonRequest, studios: list[Studio], wanted: str) -> Studio | None:
    """The studio asked for; without one the first of mine, for an administrator all."""
    if not wanted:
        return None if request.user.can(Capability.ADMINISTER) else studios[0]
    try:
        pk = UUID(wanted)
    except ValueError:
        raise Http404 from None
    for studio in studios:
        if studio.pk == pk:
            return studio
    raise Http404


def _query(request: PersonRequest, *without: str) -> str:
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


@gate(Capability.AUDIT)
def download(request: PersonRequest) -> StreamingHttpResponse:
    """One studio's audit as lines; an administrator's, without one chosen, the programme's."""
    studios = open_for(request.user, reason="export of the audit")
    house = _chosen(request, studios, request.GET.get("studio", ""))
    lines = export(actor=request.user, studio=house)
    name = slugify(house.name if house else "programme") or "studio"
    name = f"audit-{name}-{timezone.now():%Y%m%d-%H%M}.jsonl"
    return streamed(request, lines, media_type="application/jsonl; charset=utf-8", name=name)


@gate(Capability.AUDIT)
def verifier(request: PersonRequest) -> HttpResponse:
    """The program that checks an export; it needs Python and nothing else."""
    response = HttpResponse(Path(verify_audit.__file__).read_bytes(), content_type="text/x-python")
    response["Content-Disposition"] = 'attachment; filename="verify_audit.py"'
    return response
