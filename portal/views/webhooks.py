"""The studio's webhooks: where news go, and what became of each message."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.forms import WebhookForm
from portal.gates import PersonRequest, gate
from portal.models import WebhookDelivery, WebhookEndpoint
from portal.outbox import deliveries, events
from portal.outbox.endpoints import add
from portal.views.people import my_studio
from portal.views.sure import ask, is_sure


@gate(Capability.INTEGRATIONS)
def listed(request: PersonRequest) -> HttpResponse:
    """All webhooks of the studio; a new one's secret is shown once, on the page that made it."""
    house = my_studio(request)
    form, secret = WebhookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        secret = add(actor=request.user, studio=house, **form.cleaned_data).secret
        form = WebhookForm()
    rows = WebhookEndpoint.objects.visible_to(request.user).filter(studio=house)
    context = {"studio": house, "endpoints": rows, "form": form, "secret": secret}
    return render(request, "portal/webhooks.html", {**context, "words": events.EVENTS})


@gate(Capability.INTEGRATIONS)
def detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One webhook: what it was sent and what it answered; POST changes it."""
    endpoint = _endpoint(request, pk)
    now = {name: getattr(endpoint, name) for name in ("url", "description", "events")}
    form = WebhookForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        endpoint.change(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The webhook is changed."))
        return redirect(endpoint)
    return _page(request, endpoint, form=form)


@gate(Capability.INTEGRATIONS)
@require_POST
def secret(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A new secret, shown once; for a day both sign."""
    endpoint = _endpoint(request, pk)
    return _page(request, endpoint, secret=endpoint.change_secret(actor=request.user))


@gate(Capability.INTEGRATIONS)
@require_POST
def test(request: PersonRequest, pk: UUID) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    events.send_test(endpoint, actor=request.user)
    messages.success(request, _rest(endpoint) or _("The test is on its way."))
    return redirect(endpoint)


@gate(Capability.INTEGRATIONS)
@require_POST
def switch(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Off, or on again."""
    endpoint = _endpoint(request, pk)
    if endpoint.disabled_at:
        endpoint.enable(actor=request.user)
    else:
        endpoint.disable(WebhookEndpoint.Why.PERSON, actor=request.user)
    messages.success(request, _("The webhook is changed."))
    return redirect(endpoint)


@gate(Capability.INTEGRATIONS)
@require_POST
def remove(request: PersonRequest, pk: UUID) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    if not is_sure(request):
        told = _("Nothing is sent there any more, and the log of what was sent is deleted.")
        question, back = _("Remove this webhook?"), endpoint.get_absolute_url()
        return ask(request, question=question, told=told, act=_("Remove"), back=back)
    endpoint.remove(actor=request.user)
    messages.success(request, _("The webhook is removed, and its log with it."))
    return redirect("webhooks")


@gate(Capability.INTEGRATIONS)
@require_POST
def replay(request: PersonRequest, pk: UUID) -> HttpResponse:
    delivery = find(WebhookDelivery.objects.select_related("endpoint"), request, pk=pk)
    deliveries.send_again(delivery, actor=request.user)
    said = _rest(delivery.endpoint) or _("The message is on its way again.")
    messages.success(request, said)
    return redirect(delivery.endpoint)


def _rest(endpoint: WebhookEndpoint) -> str:
    """When it goes, if the address was silent just now."""
    if not endpoint.rests_until:
        return ""
    when = time_format(timezone.localtime(endpoint.rests_until), "H:i:s")
    return _("It goes when the endpoint's rest is over, at %(when)s.") % {"when": when}


def _endpoint(request: PersonRequest, pk: UUID) -> WebhookEndpoint:
    return find(WebhookEndpoint.objects.select_related("studio"), request, pk=pk)


def _page(request: PersonRequest, endpoint: WebhookEndpoint, **more: Any) -> HttpResponse:
    state = request.GET.get("state", "")
    rows = endpoint.deliveries.visible_to(request.user)  # type: ignore[attr-defined]
    if state in WebhookDelivery.State.values:
        rows = rows.filter(state=state)
    context = {
        "endpoint": endpoint,
        "page": Paginator(rows, 30).get_page(request.GET.get("page")),
        "query": f"state={state}&" if state else "",
        "chips": _chips(state),
        "form": WebhookForm(
            initial={n: getattr(endpoint, n) for n in ("url", "description", "events")}
        ),
    }
    return render(request, "portal/webhook.html", {**context, **more})


def _chips(state: str) -> list[dict[str, Any]]:
    choices = [("", _("all")), *WebhookDelivery.State.choices]
    return [{"label": word, "url": f"?state={s}", "current": s == state} for s, word in choices]
