"""The Django admin: people, studios, invitations, audit. Media is not shown here."""

from portal.admin import audit, outbox, people, studios

__all__ = ["audit", "outbox", "people", "studios"]
