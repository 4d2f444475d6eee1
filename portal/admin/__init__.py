"""The Django admin: people, studios, invitations, audit. Media is not shown here."""

from portal.admin import audit, people, studios

__all__ = ["audit", "people", "studios"]
