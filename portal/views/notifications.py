"""What I was told, and how I want to hear of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability
from portal.forms import ChoicesForm
from portal.gates import PersonRequest, gate
from portal.models import Notification
from portal.outbox import kinds, notices


@gate(Capability.SIGNED_IN)
def listed(request: PersonRequest) -> HttpResponse:
    """Newest first; `?only=unread` leaves out what was read."""
    only = request.GET.get("only") == "unread"
    rows = Notification.objects.visible_to(request.user).select_related("studio")
    page = Paginator(rows.unread() if only else rows, 40).get_page(request.GET.get("page"))
    for row in page:
        row.action = kinds.action(row.kind, still=row.needs_me)
    chips = [
        {"label": _("all"), "url": "?", "current": not only},
        {"label": _("unread"), "url": "?only=unread", "current": only},
    ]
    context = {"page": page, "chips": chips, "query": "only=unread&" if only else ""}
    return render(request, "portal/notifications.html", context)


@gate(Capability.SIGNED_IN)
@require_POST
def read(request: PersonRequest) -> HttpResponse:
    """Everything is read."""
    notices.read(Notification.objects.all(), reader=request.user)
    return redirect("notifications")


@gate(Capability.SIGNED_IN)
@require_POST
def opened(request: PersonRequest, pk: int) -> HttpResponse:
    """Go to what it is about; going there is reading it."""
    row = Notification.objects.visible_to(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    notices.read(Notification.objects.filter(pk=pk), reader=request.user)
    return redirect(row.url)


@gate(Capability.SIGNED_IN)
def choices(request: PersonRequest) -> HttpResponse:
    """At once, daily, or no mail, for each kind."""
    form = ChoicesForm(request.POST or None, modes=notices.modes(request.user))
    if request.method == "POST" and form.is_valid():
        notices.choose(request.user, form.cleaned_data)
        messages.success(request, _("Your choices are kept."))
        return redirect("notification_choices")
    return render(request, "portal/notification_choices.html", {"form": form})
