"""Working off what waits for an endpoint: in order, one worker an endpoint, again if it failed."""

import json
import random
import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from portal import passing, waking
from portal.access import Role
from portal.errors import PortalError
from portal.models import Studio, User, WebhookDelivery, WebhookEndpoint
from portal.models.webhooks import LEASE
from portal.outbox.notices import notify
from portal.outbox.posting import Answer, post
from portal.outbox.signing import headers
from portal.tenancy import in_studio

State = WebhookDelivery.State
#: Between tries; each is lengthened by up to a fifth, so that many do not come back at once.
PAUSES = [5, 5 * 60, *(3600 * h for h in (0.5, 2, 5, 10, 14, 20))]
#: An address that says nothing holds no worker again for this long.
REST = timedelta(seconds=60)
#: Failing for this long without one success, it is switched off.
PATIENCE = timedelta(days=5)
ONE_GO, GO_SECONDS = 20, 30.0
INSISTS = 60.0  # seconds in which it is written down that a message arrived


def wake(endpoint: WebhookEndpoint) -> None:
    """After the commit; a broker that is away is no trouble, the sweep comes by."""
    from portal.outbox import tasks

    address = (str(endpoint.studio_id), str(endpoint.pk))
    transaction.on_commit(lambda: waking.wake(tasks.deliver, address, expires=60))


def send_again(delivery: WebhookDelivery, *, actor: Any) -> None:
    """What a person asks for goes at once; to an endpoint that rests, after its rest."""
    delivery.replay(actor=actor)
    wake(delivery.endpoint)


def work_off(endpoint_id: Any) -> int:
    """Send what is due, oldest first, until the endpoint is silent or others want the worker."""
    if not _hold(endpoint_id):
        return 0
    endpoint = WebhookEndpoint.objects.select_related("studio").get(pk=endpoint_id)
    sent, ends, silent = 0, time.monotonic() + GO_SECONDS, False
    while sent < ONE_GO and time.monotonic() < ends and not silent:
        delivery = endpoint.deliveries.due().order_by("created_at", "id").first()
        if delivery is None or endpoint.disabled_at:
            break
        if delivery.claim():
            silent = not _try(endpoint, delivery)
            sent += 1
            _renew(endpoint)
    _release(endpoint, silent)
    return sent


def _hold(endpoint_id: Any) -> bool:
    free = Q(busy_until=None) | Q(busy_until__lte=Now())
    rows = WebhookEndpoint.objects.open().filter(free, pk=endpoint_id)
    return bool(rows.update(busy_until=Now() + LEASE))


def _renew(endpoint: WebhookEndpoint) -> None:
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(busy_until=Now() + LEASE)


def _release(endpoint: WebhookEndpoint, silent: bool) -> None:
    until = Now() + REST if silent else None
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(busy_until=until)


def _try(endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> bool:
    """One request and its note; False when nothing answered."""
    body = json.dumps(delivery.payload, separators=(",", ":"), ensure_ascii=False).encode()
    signed = headers(f"msg_{delivery.pk.hex}", int(time.time()), body, endpoint.keys())
    try:
        answer = post(endpoint.url, body, signed)
    except PortalError as error:
        _failed(endpoint, delivery, error, status=None, answer="")
        return False
    trouble = _trouble(answer)
    if trouble is None:
        _delivered(endpoint, delivery, answer)
    else:
        _failed(endpoint, delivery, trouble, status=answer.status, answer=answer.body)
    return True


def _trouble(answer: Answer) -> PortalError | None:
    if 200 <= answer.status < 300:
        return None
    if 300 <= answer.status < 400:
        return PortalError("webhook:redirect", status=answer.status)
    return PortalError("webhook:status", status=answer.status)


def _delivered(endpoint: WebhookEndpoint, delivery: WebhookDelivery, answer: Answer) -> None:
    told: dict[str, Any] = {"status": answer.status, "answer": answer.body}
    told |= {"error_code": "", "error_facts": {}}
    # Or it would go out again.
    passing.insisted(lambda: delivery.note(State.DELIVERED, **told), seconds=INSISTS)
    if endpoint.failing_since:
        endpoint.failing_since = None
        endpoint.save(update_fields=["failing_since"])


def _failed(
    endpoint: WebhookEndpoint, delivery: WebhookDelivery, error: PortalError, **told: Any
) -> None:
    told |= {"error_code": error.code, "error_facts": error.facts}
    if delivery.tries > len(PAUSES):
        delivery.note(State.FAILED, **told)
    else:
        delivery.note(State.WAITING, next_try=Now() + pause(delivery.tries), **told)
    if not endpoint.failing_since:
        endpoint.failing_since = timezone.now()
        endpoint.save(update_fields=["failing_since"])
    if told["status"] == 410:
        switch_off(endpoint, WebhookEndpoint.Why.GONE)
    elif endpoint.failing_since < timezone.now() - PATIENCE:
        switch_off(endpoint, WebhookEndpoint.Why.FAILING)


def pause(tries: int) -> timedelta:
    """How long to wait after this try."""
    return timedelta(seconds=PAUSES[tries - 1] * random.uniform(1, 1.2))  # noqa: S311


@transaction.atomic
def switch_off(endpoint: WebhookEndpoint, why: str) -> None:
    """By the portal itself: the studio's producers are told."""
    if endpoint.disable(why):
        notify(
            kind="webhook.disabled",
            people=_producers(endpoint.studio),
            studio=endpoint.studio,
            facts={"url": endpoint.url},
            url=endpoint.get_absolute_url(),
        )


def _producers(studio: Studio) -> list[User]:
    rows = studio.memberships.active().filter(role=Role.PRODUCER).select_related("user")
    return [row.user for row in rows]


def sweep() -> None:
    """Wake every endpoint with something due that nobody works on, one studio after the other."""
    for studio in Studio.objects.all():
        with in_studio(studio):
            due = WebhookDelivery.objects.due().values("endpoint")
            free = Q(busy_until=None) | Q(busy_until__lte=Now())
            for endpoint in WebhookEndpoint.objects.open().filter(free, pk__in=due):
                wake(endpoint)
