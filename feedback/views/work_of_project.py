"""Measured work of a project, for its producers: items, bids, the draw and the start date."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from feedback.models import Bid, Block, Step, WorkItem
from feedback.work import bidding, importing, settling
from feedback.work.checking import check_draws
from feedback.work.forms import BreakdownForm, ItemForm, StepForm
from portal.access import WHOLE_STUDIO, Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.models import User
from portal.views.people import my_studio
from projects.models import Project, Shot

PAGE = 100


@gate(Capability.MANAGE)
def listed(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Every item with its bid and how far it is; a form to type one."""
    project = _project(request, pk)
    form = _item_form(request, project)
    if request.method == "POST" and form.is_valid() and _planned(request, project, form):
        messages.success(request, _("The item is planned."))
        return redirect("project_work", pk=project.pk)
    return render(request, "feedback/work/project.html", _context(request, project, form))


def _project(request: PersonRequest, pk: UUID) -> Project:
    return find(Project.objects.select_related("studio"), request, pk=pk)


def _item_form(request: PersonRequest, project: Project) -> ItemForm:
    people = User.objects.filter(
        memberships__studio=project.studio,
        memberships__revoked_at=None,
        memberships__role__in=WHOLE_STUDIO,
    )
    shots = Shot.objects.visible_to(request.user).filter(project=project)
    return ItemForm(request.POST or None, shots=shots, people=people)


def _planned(request: PersonRequest, project: Project, form: ItemForm) -> bool:
    """False where the form now says why it was not taken."""
    try:
        item = bidding.plan(actor=request.user, project=project, fields=form.item_fields)
        bidding.enter_bid(actor=request.user, item=item, **form.bid_fields)
    except PortalError as error:
        form.add_error(None, error.sentence)
        return False
    return True


def _context(request: PersonRequest, project: Project, form: ItemForm) -> dict[str, Any]:
    items = WorkItem.objects.visible_to(request.user).filter(project=project)
    rows = items.select_related("shot", "person", "bid")
    standing = settling.agreed(project.studio)
    blocks = Block.objects.visible_to(request.user).filter(studio=project.studio)
    return {
        **{"project": project, "form": form, "breakdown": BreakdownForm()},
        **{"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))},
        **{"states": _states(items), "to_lock": _to_lock(items), "standing": standing},
        **{"step": Step.objects.filter(project=project).first(), "step_form": StepForm()},
        **{"checked": check_draws(blocks), "form_open": form.is_bound},
        "crumbs": [
            {"label": _("Work"), "url": reverse("work")},
            {"label": project.name, "url": f"/projects/{project.pk}/"},
            {"label": _("Measured work")},
        ],
    }


def _states(items: Any) -> list[dict[str, Any]]:
    """How many items are in each state that has any, in the order of work."""
    counted = dict(items.order_by().values_list("state").annotate(n=Count("pk")))
    return [
        {"state": state.value, "label": state.label, "n": counted[state]}
        for state in WorkItem.State
        if counted.get(state)
    ]


def _to_lock(items: Any) -> int:
    return Bid.objects.filter(item__in=items, locked_at=None).count()


@gate(Capability.MANAGE)
@require_POST
def imported(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A file is shown, row by row; the preview sent back is taken over."""
    project = _project(request, pk)
    if "seal" in request.POST:
        seal = request.POST["seal"]
        counts = importing.take_over(actor=request.user, project=project, seal=seal)
        messages.success(request, _taken(counts))
        return redirect("project_work", pk=project.pk)
    form = BreakdownForm(request.POST, request.FILES)
    if not form.is_valid():
        raise PortalError("invalid", fields=form.errors)
    name = form.cleaned_data["file"].name
    shown = importing.preview(
        project=project,
        name=name,
        content=form.cleaned_data["file"].read(),
        currency=form.cleaned_data["currency"],
    )
    lines = [row.line for row in shown]
    context = {
        **{"project": project, "shown": shown, "name": name},
        **{"wrong": sum(bool(line.wrong) for line in lines)},
        "good": sum(row.effect in ("new", "changed") for row in shown),
        "seal": importing.sealed(actor=request.user, project=project, name=name, lines=lines),
    }
    return render(request, "feedback/work/preview.html", context)


def _taken(counts: dict[str, int]) -> str:
    new = ngettext("%(n)s new item", "%(n)s new items", counts["new"]) % {"n": counts["new"]}
    said = {"new": new, "changed": counts["changed"], "same": counts["same"] + counts["locked"]}
    return _("%(new)s, %(changed)s changed, %(same)s left as they are.") % said


@gate(Capability.MANAGE)
@require_POST
def locked(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Lock every bid that is entered; how each item is done is settled at that moment."""
    project = _project(request, pk)
    count = bidding.lock(actor=request.user, project=project)
    text = ngettext(
        "%(n)s bid is locked; the item can begin.",
        "%(n)s bids are locked; the items can begin.",
        count,
    )
    messages.success(request, text % {"n": count})
    return redirect("project_work", pk=project.pk)


@gate(Capability.MANAGE)
@require_POST
def stepped(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Set the day from which work of this project is done with assistance."""
    project = _project(request, pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise PortalError("invalid", fields=form.errors)
    settling.start_assistance(
        actor=request.user, project=project, on=form.cleaned_data["starts_on"]
    )
    messages.success(request, _("The start of assistance is set."))
    return redirect("project_work", pk=project.pk)


@gate(Capability.MANAGE)
@require_POST
def drawn(request: PersonRequest) -> HttpResponse:
    """Agree to the draw for the studio, or withdraw for items that are locked later."""
    studio = my_studio(request)
    if "withdraw" in request.POST:
        settling.withdraw(actor=request.user, studio=studio)
        messages.success(request, _("Withdrawn. What is drawn stays; later items are not drawn."))
    else:
        settling.agree(actor=request.user, studio=studio)
        messages.success(request, _("Agreed. Items that are locked from now on are drawn."))
    project = Project.objects.visible_to(request.user).filter(studio=studio)
    back = project.filter(pk=request.POST["project"]).first() if "project" in request.POST else None
    return redirect("project_work", pk=back.pk) if back else redirect("work")
