"""What fills the studio's storage, and what can go: for its producers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, demand
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent
from portal.views.people import my_studio
from portal.views.sure import ask, is_sure
from projects import holdings
from projects.models import Asset, Upload
from projects.trash import thrown

PROOFS = 20
A_PAGE = 50  # of the trash


@gate(Capability.MANAGE)
def overview(request: PersonRequest) -> HttpResponse:
    """By project; the trash; transfers that were left; the largest files; what is gone."""
    studio = my_studio(request)
    rows = holdings.by_project(studio)
    trash = Asset.in_trash(request.user).filter(studio=studio).select_related("project")
    removed = AuditEvent.objects.filter(studio=studio, verb="asset:removed")
    coming = Upload.objects.filter(studio=studio, state=Upload.State.OPEN)  # everybody's
    context = {
        "studio": studio,
        "rows": rows,
        "used": sum(row["all"] for row in rows),
        "trash": Paginator(trash, A_PAGE).get_page(request.GET.get("page")),
        "coming": coming.select_related("project", "person").order_by("touched_at")[:50],
        "largest": holdings.largest(studio),
        "removed": removed.order_by("-pk")[:PROOFS],
    }
    return render(request, "projects/storage.html", context)


@gate(Capability.MANAGE)
@require_POST
def restore(request: PersonRequest, pk: UUID) -> HttpResponse:
    asset = thrown(request.user, pk)
    demand(request.user, Capability.MANAGE, asset.studio_id)
    asset.take_back(actor=request.user)
    messages.success(request, _("%(name)s is back in its project.") % {"name": asset.name})
    return redirect(_home(asset))


@gate(Capability.MANAGE)
@require_POST
def end(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Remove it before its time. Asked twice: nothing brings it back."""
    asset = thrown(request.user, pk)
    demand(request.user, Capability.MANAGE, asset.studio_id)
    if not is_sure(request):
        question = _("Remove %(name)s for good?") % {"name": asset.name}
        told = _("Its files are deleted within the hour, and looked for. Nothing brings them back.")
        return ask(request, question=question, told=told, act=_("Remove"), back=_home(asset))
    asset.end_now(actor=request.user)
    messages.success(request, _("%(name)s is being removed.") % {"name": asset.name})
    return redirect(_home(asset))


def _home(asset: Asset) -> str:
    return f"{reverse('storage')}?studio={asset.studio_id}"
