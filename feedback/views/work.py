"""My work: what I may begin, what I am at, and one item with its times."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.models import Felt, TimeEntry, WorkItem, WorkLink
from feedback.work import doing
from feedback.work.forms import BeginForm, ReasonForm, TimeForm, TimerForm
from feedback.work.gaps import gap_of
from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects.models import AssistRequest, Project

State = WorkItem.State
RELATED = ("project", "shot", "person")
OVER_SHOWN, TIMES_SHOWN, REQUESTS_SHOWN = 20, 50, 10


@gate(Capability.GIVE_FEEDBACK)
def mine(request: PersonRequest) -> HttpResponse:
    """What I am at, what I could begin, what I finished last; for producers their projects."""
    user = request.user
    rows = WorkItem.objects.shown_to(user).select_related(*RELATED)
    own, open_to_me = rows.filter(person=user), Q(person=None) | Q(person=user)
    context = {
        "begun": own.filter(state=State.BEGUN),
        "ready": rows.filter(open_to_me, state=State.READY, studio__in=_making(user))[:100],
        "over": own.filter(state__in=WorkItem.OVER).order_by("-done_at")[:OVER_SHOWN],
        "unsaid": set(waiting_for_felt(user).values_list("pk", flat=True)),
        "projects": _projects(user),
    }
    return render(request, "feedback/work/mine.html", context)


def _making(user: Any) -> list[Any]:
    """Studios where the person may begin items: who only reviews is offered none."""
    return [pk for pk in user.roles if user.holds(Capability.REQUEST, pk)]


def waiting_for_felt(user: Any) -> Any:
    """Items of the person that are done with assistance and not answered for."""
    rows = WorkItem.objects.shown_to(user).filter(person=user, state__in=WorkItem.OVER)
    return rows.filter(arm="assisted", felt=None)


def _projects(user: Any) -> Any:
    """Projects of those studios where the person is a producer, with how far their work is."""
    if not user.can(Capability.MANAGE):
        return []
    producing = [pk for pk, role in user.roles.items() if role == "producer"]
    items = {"items": Count("work_items"), "done": Count("work_items", filter=_DONE)}
    return Project.objects.shown_to(user).filter(studio__in=producing).annotate(**items)


_DONE = Q(work_items__state__in=WorkItem.OVER)


@gate(Capability.GIVE_FEEDBACK)
def item(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One item: what it is, how it is done, my times on it, and what was asked of tools for it."""
    row = _found(request, pk)
    user = request.user
    mine = row.person_id == user.pk
    links = WorkLink.objects.visible_to(user).filter(item=row).select_related("request")
    context = {
        **{"item": row, "mine": mine, "tells_arm": row.tells_arm(user)},
        **{"times": _times(user, row), "links": links, "others": _unlinked(user, row)},
        **{"gap": gap_of(row, user), "asks_felt": mine and _unsaid(row, user)},
        **{"begin": BeginForm(), "timer": TimerForm(), "reason": ReasonForm()},
        **{"time": TimeForm(), "acts": _acts(row, user)},
        "departures": row.departures.all() if row.tells_arm(user) else [],
        "crumbs": crumbs(row),
    }
    return render(request, "feedback/work/item.html", context)


def _found(request: PersonRequest, pk: UUID) -> WorkItem:
    rows = WorkItem.objects.select_related(*RELATED, "bid", "assignment", "project__studio")
    return find(rows, request, pk=pk)


def _times(user: Any, row: WorkItem) -> Any:
    rows = TimeEntry.objects.visible_to(user).filter(item=row)
    return rows.annotate(corrected=Count("corrections"))[:TIMES_SHOWN]


def _unlinked(user: Any, row: WorkItem) -> Any:
    """My last requests in the project that belong to another item, or to none."""
    rows = AssistRequest.objects.visible_to(user).filter(project=row.project_id, person=user)
    return rows.exclude(work_link__item=row).order_by("-created_at")[:REQUESTS_SHOWN]


def _unsaid(row: WorkItem, user: Any) -> bool:
    return doing.awaits_felt(row, user) and not Felt.objects.filter(item=row).exists()


def _acts(row: WorkItem, user: Any) -> dict[str, bool]:
    """Which buttons stand on the page."""
    mine, makes = row.person_id == user.pk, user.holds(Capability.REQUEST, row.studio_id)
    free = row.person_id in (None, user.pk)
    return {
        "begin": row.state == State.READY and makes and free,
        "chooses": row.state == State.READY and row.assignment.design == "free",
        "time": row.state in WorkItem.WORKED_ON,
        "done": row.state == State.BEGUN and mine,
        "approve": row.state == State.DONE and user.holds(Capability.DECIDE, row.studio_id),
        "drop": row.state not in (State.DROPPED, State.APPROVED)
        and user.holds(Capability.MANAGE, row.studio_id),
    }


def crumbs(row: WorkItem) -> list[dict[str, str]]:
    return [
        {"label": _("Work"), "url": reverse("work")},
        {"label": row.project.name},
        {"label": row.code},
    ]


@gate(Capability.REQUEST)
@require_POST
def begin(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Begin; the person is told at this moment how the item is done."""
    row = _found(request, pk)
    form = BeginForm(request.POST)
    choice = form.cleaned_data["choice"] if form.is_valid() else ""
    made = doing.begin(actor=request.user, item=row, choice=choice)
    messages.success(request, _("%(item)s: do it %(arm)s.") % _words(made))
    return redirect(made)


def _words(row: WorkItem) -> dict[str, str]:
    return {"item": row.code, "arm": row.arm_label}


@gate(Capability.REQUEST)
@require_POST
def done(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Done; next comes the question of what was felt, where there was assistance."""
    row = doing.finish(actor=request.user, item=_found(request, pk))
    if _unsaid(row, request.user):
        return redirect("work_felt", pk=row.pk)
    messages.success(request, _("%(item)s is done.") % _words(row))
    return redirect(row)


@gate(Capability.REQUEST)
@require_POST
def depart(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Go on in the other way, with the reason."""
    row = _found(request, pk)
    doing.depart(actor=request.user, item=row, reason=_reason(request))
    messages.success(request, _("Kept, with your reason."))
    return redirect(row)


@gate(Capability.MANAGE)
@require_POST
def drop(request: PersonRequest, pk: UUID) -> HttpResponse:
    """It is not done after all, with the reason."""
    row = _found(request, pk)
    doing.drop(actor=request.user, item=row, why=_reason(request))
    messages.success(request, _("Kept, with your reason."))
    return redirect(row)


def _reason(request: PersonRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise PortalError("invalid", fields=form.errors)
    return form.cleaned_data["reason"]


@gate(Capability.DECIDE)
@require_POST
def approve(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What is done is approved; work on it from now on is rework."""
    row = doing.approve(actor=request.user, item=_found(request, pk))
    messages.success(request, _("%(item)s is approved.") % _words(row))
    return redirect(row)
