"""Times of an item, the felt question at its end, and which requests were made for it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.models import Felt, TimeEntry, WorkItem
from feedback.work import doing, linking, timers, times
from feedback.work.forms import FeltForm, TimeForm, TimerForm
from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects.models import AssistRequest


def _item(request: PersonRequest, pk: UUID) -> WorkItem:
    return find(WorkItem.objects.select_related("project__studio", "bid"), request, pk=pk)


@gate(Capability.GIVE_FEEDBACK)
@require_POST
def timer(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Start my timer on this item; one that ran elsewhere ends."""
    row = _item(request, pk)
    form = TimerForm(request.POST)
    kind = form.cleaned_data["kind"] if form.is_valid() else TimeEntry.Kind.WORKING
    entry = timers.start(actor=request.user, item=row, kind=kind)
    messages.success(request, _("The timer runs: %(kind)s.") % {"kind": entry.get_kind_display()})
    return redirect(row)


@gate(Capability.GIVE_FEEDBACK)
def added(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Add a time by hand; it is marked as such."""
    row = _item(request, pk)
    form = TimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            times.add(actor=request.user, item=row, **form.said)
        except PortalError as error:  # what was typed stays in the form
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("The time is kept, marked as added by hand."))
            return redirect(row)
    context = {"item": row, "form": form, "title": _("Add a time by hand")}
    return render(request, "feedback/work/time.html", context)


@gate(Capability.GIVE_FEEDBACK)
def entry(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Correct one of my times, with the reason; what it said before stays below."""
    row = find(TimeEntry.objects.select_related("item__project"), request, pk=pk)
    form = TimeForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            times.correct(actor=request.user, entry=row, **form.said)
        except PortalError as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("The time is corrected; what it said before is kept."))
            return redirect(row.item)
    context = {"item": row.item, "entry": row, "form": form, "title": _("Correct a time")}
    context["corrections"] = row.corrections.all()
    return render(request, "feedback/work/time.html", context)


@gate(Capability.GIVE_FEEDBACK)
def felt(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What did assistance save, as felt? Asked once, before anything measured is shown."""
    row = _item(request, pk)
    if not doing.awaits_felt(row, request.user) or Felt.objects.filter(item=row).exists():
        return redirect(row)  # said already, perhaps by going back: the first answer stands
    form = FeltForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        doing.say_felt(actor=request.user, item=row, saving=form.saving)
        messages.success(request, _("Your answer is kept. Below is what was measured."))
        return redirect(row)
    return render(request, "feedback/work/felt.html", {"item": row, "form": form})


@gate(Capability.GIVE_FEEDBACK)
@require_POST
def requests(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Say that a request was made for this item, or (`none`) for no item."""
    row = _item(request, pk)
    asked = find(AssistRequest, request, pk=request.POST.get("request", ""), project=row.project)
    linking.link(actor=request.user, request=asked, item=None if "none" in request.POST else row)
    messages.success(request, _("The item's requests are as you said."))
    return redirect(row)
