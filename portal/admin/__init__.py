"""The Django admin: people, studios, cohorts, agreements, invitations, audit. No media."""

from portal.admin import agreements, audit, cohorts, invitations, outbox, people, studios, troubles

__all__ = [
    "agreements",
    "audit",
    "cohorts",
    "invitations",
    "outbox",
    "people",
    "studios",
    "troubles",
]
