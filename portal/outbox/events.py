"""What webhooks can hear of. Rooms above register their news and say when it happens."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.models import AuditEvent, Studio, WebhookDelivery, WebhookEndpoint
from portal.outbox import deliveries
from portal.postgres.statements import Asked, insert

#: name → what it means, in words
EVENTS: dict[str, Any] = {}
#: Rooms above that go on from the news: functions of its name and the studio.
LISTENERS: list[Callable[[str, Studio], None]] = []
#: Sent by hand only, to see whether an endpoint takes what it gets.
TEST = "webhook.test"


def register(events: dict[str, Any]) -> None:
    EVENTS.update(events)


def listen(listener: Callable[[str, Studio], None]) -> None:
    """It is called in the transaction of what happened, for every event of every studio."""
    if listener not in LISTENERS:
        LISTENERS.append(listener)


def choices() -> list[tuple[str, Any]]:
    return list(EVENTS.items())


@transaction.atomic(savepoint=False)
def fire(event: str, *, studio: Studio, data: dict[str, Any]) -> list[WebhookDelivery]:
    """Write one delivery for each endpoint that wants it; the request goes out after the commit.

    `data` holds ids, states and names: no content, no address of media, nothing secret.
    """
    if event not in EVENTS:
        raise ValueError(f"{event} is no registered event")
    rows = [_delivery(endpoint, event, data) for endpoint in _wanting(event)(studio.pk)]
    insert(rows)
    for row in rows:
        deliveries.wake(row.endpoint)
    for listener in LISTENERS:
        listener(event, studio)
    return rows


@cache
def _wanting(event: str) -> Asked[WebhookEndpoint]:
    """Of a studio."""
    open_ = WebhookEndpoint.objects.open().filter(events__contains=[event])
    return Asked(lambda studio: open_.filter(studio=studio))


def send_test(endpoint: WebhookEndpoint, *, actor: Any) -> WebhookDelivery:
    """The same way as real news, whether or not it is among what was chosen.

    An address that was silent just now rests all the same: tests must not hold the workers.
    """
    if endpoint.disabled_at:
        raise PortalError("webhook:disabled")
    said = str(_("This is a test. Nothing has happened."))
    row = _delivery(endpoint, TEST, {"message": said, "sent_by": str(actor)})
    row.save()
    AuditEvent.record(actor, "webhook:tested", endpoint.studio, url=endpoint.url)
    deliveries.wake(endpoint)
    return row


def _delivery(endpoint: WebhookEndpoint, event: str, data: dict[str, Any]) -> WebhookDelivery:
    happened = timezone.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    payload = {"type": event, "timestamp": happened, "data": data}
    return WebhookDelivery(
        studio_id=endpoint.studio_id, endpoint=endpoint, event=event, payload=payload
    )
