"""Adding a webhook to a studio."""

from typing import Any

from django.db import transaction

from portal.models import AuditEvent, Studio, WebhookEndpoint
from portal.outbox.addresses import checked


@transaction.atomic
def add(
    *, actor: Any, studio: Studio, url: str, events: list[str], description: str = ""
) -> WebhookEndpoint:
    """Raises PortalError when the address cannot be used; the row's `secret` is shown once."""
    checked(url)
    endpoint = WebhookEndpoint.objects.create(
        studio=studio, url=url, events=sorted(set(events)), description=description
    )
    AuditEvent.record(actor, "webhook:added", studio, url=url)
    return endpoint
