"""Originals on their way out: closed unless a person has decided, written down, and counted."""

from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access import Capability, Role, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent
from portal.throttles import Downloads
from projects.consenting import must_be_free
from projects.forms import ReleaseForm
from projects.models import Candidate, Decision, Project, Version
from projects.responses import stored
from projects.viewing import facts_of
from projects.views.projects import crumbs_of

#: How long a producer's reason opens the original: long enough to take up a broken transfer.
RELEASED = 12 * 3600


@gate(Capability.DOWNLOAD, POST=Capability.DOWNLOAD)
def original(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The file as it arrived, under its own name; audited, and so many an hour a person.

    It leaves after an approving decision on work made from it. Without one a producer is asked
    why (POST), and the reason stands in the audit before the first byte goes.
    """
    rows = Version.objects.select_related("project__studio", "asset")
    version = find(rows, request, pk=pk)
    if not may_download(request.user, version.project):
        raise PortalError("download:not_allowed")
    must_be_free(version)
    if request.method == "POST":
        return _release(request, version)
    if not (approved(version) or _released(request, version)):
        return _ask(request, version, ReleaseForm())
    Downloads.note(request.user, version.pk, goes_on=not _from_start(request))
    studio = version.project.studio
    AuditEvent.record(request.user, "original:downloaded", studio, **facts_of(version))
    return stored(version.storage_key, "application/octet-stream", download_as=version.file_name)


def may_download(user: Any, project: Project) -> bool:
    """Producers always; directors and artists where the project allows it."""
    if not user.can(Capability.DOWNLOAD, project.studio_id):
        return False
    return project.allow_downloads or _produces(user, project)


def approved(version: Version) -> bool:
    """Whether the newest decision on some cut of it approves; a picture frees no film."""
    rows = Candidate.objects.filter(version=version, kind=Candidate.Kind.CUT)
    standing = Decision.objects.filter(candidate__in=rows).order_by("candidate_id", "-at", "-pk")
    newest = standing.distinct("candidate_id").values_list("verdict", flat=True)
    return Decision.Verdict.APPROVED in newest


def _produces(user: Any, project: Project) -> bool:
    return user.roles[project.studio_id] == Role.PRODUCER


def _release(request: PersonRequest, version: Version) -> HttpResponse:
    if not _produces(request.user, version.project):
        raise PortalError("download:undecided", name=version.file_name)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _ask(request, version, form)
    facts = {**facts_of(version), "reason": form.cleaned_data["reason"]}
    AuditEvent.record(request.user, "original:released", version.project.studio, **facts)
    mark = _signer(request, version).sign(str(version.pk))
    return redirect(f"{reverse('original', args=[version.pk])}?release={mark}")


def _ask(request: PersonRequest, version: Version, form: ReleaseForm) -> HttpResponse:
    if not _produces(request.user, version.project) or "Authorization" in request.headers:
        raise PortalError("download:undecided", name=version.file_name)
    asset = version.asset
    crumbs = crumbs_of(
        version.project,
        {"label": asset.name, "url": f"/assets/{asset.pk}/"},
        {"label": _("Take the original away")},
    )
    context = {"version": version, "form": form, "crumbs": crumbs}
    return render(request, "projects/original.html", context)


def _released(request: PersonRequest, version: Version) -> bool:
    try:
        mark = request.GET.get("release", "")
        return _signer(request, version).unsign(mark, max_age=RELEASED) == str(version.pk)
    except BadSignature:
        return False


def _signer(request: PersonRequest, version: Version) -> TimestampSigner:
    return TimestampSigner(salt=f"original {request.user.pk} {version.pk}")


def _from_start(request: PersonRequest) -> bool:
    """A transfer that is taken up again asks for the rest only."""
    asked = request.headers.get("Range", "")
    return not asked or asked.replace(" ", "").startswith("bytes=0-")
