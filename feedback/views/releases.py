"""You said, we did: what came of tickets, for everybody; and writing it, for beta leads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from feedback.models import Release, Stage, Topic, Vote
from feedback.models.topics import OPEN
from feedback.tickets.forms import ReleaseForm
from feedback.tickets.triage import publish
from portal.access import Capability
from portal.gates import PersonRequest, gate

_COMING = (Stage.IN_PROGRESS, Stage.PLANNED, Stage.TRIAGED, Stage.NEW)


@gate(Capability.SIGNED_IN)
def done(request: PersonRequest) -> HttpResponse:
    """Releases with what was said, newest first; before them what is coming."""
    told = Topic.objects.told()
    shipped = told.filter(stage=Stage.SHIPPED)
    releases = Release.objects.filter(published_at__isnull=False)
    rows = releases.prefetch_related(Prefetch("topics", shipped, to_attr="told"))
    coming = told.filter(stage__in=OPEN)
    mine = set(Vote.objects.filter(person=request.user).values_list("topic", flat=True))
    context = {
        "page": Paginator(rows, 20).get_page(request.GET.get("page")),
        "coming": sorted(coming[:100], key=lambda topic: _COMING.index(Stage(topic.stage))),
        "unreleased": shipped.exclude(release__in=releases)[:50],
        "declined": told.filter(stage=Stage.DECLINED)[:50],
        "voted": mine,
        "votes": request.user.can(Capability.GIVE_FEEDBACK),
        "leads": request.user.can(Capability.RUN_BETA),
    }
    return render(request, "feedback/released.html", context)


@gate(Capability.RUN_BETA)
def listed(request: PersonRequest) -> HttpResponse:
    """All releases, and a new one."""
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _kept(request, Release(), form)
    context = {"releases": Release.objects.all()[:100], "form": form, "release": None}
    return render(request, "feedback/releases.html", context)


@gate(Capability.RUN_BETA)
@transaction.atomic
def one(request: PersonRequest, pk: UUID) -> HttpResponse:
    release = get_object_or_404(Release.objects.select_for_update(), pk=pk)
    form = ReleaseForm(request.POST or None, instance=release)
    if request.method == "POST" and form.is_valid():
        return _kept(request, release, form)
    context: dict[str, Any] = {"releases": Release.objects.all()[:100], "form": form}
    return render(request, "feedback/releases.html", {**context, "release": release})


def _kept(request: PersonRequest, release: Release, form: ReleaseForm) -> HttpResponse:
    publish(actor=request.user, release=release, **form.cleaned_data)
    messages.success(request, _("The release is kept."))
    return redirect("releases")
