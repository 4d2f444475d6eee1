"""Adding a webhook to a studio."""

from typing import Any

from django.db import transaction

from portal.errors import PortalError
from portal.models import AuditEvent, Studio, WebhookEndpoint
from portal.outbox.addresses import checked

#: Each may hold a worker for a while; more would be one studio's share of everybody's.
MOST = 10


@transaction.atomic
def add(
    *, actor: Any, studio: Studio, url: str, events: list[str], description: str = ""
) -> WebhookEndpoint:
    """Raises PortalError when the address cannot be used; the row's `secret` is shown once."""
    checked(url)
    Studio.objects.select_for_update().get(pk=studio.pk)  # two at once are counted one by one
    if WebhookEndpoint.objects.filter(studio=studio).count() >= MOST:
        raise PortalError("webhook:too_many", most=MOST)
    endpoint = WebhookEndpoint.objects.create(
        studio=studio, url=url, events=sorted(set(events)), description=description
    )
    AuditEvent.record(actor, "webhook:added", studio, url=url)
    return endpoint
