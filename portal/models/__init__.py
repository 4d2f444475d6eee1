"""People, studios, and how they come in."""

from portal.models.audit import AuditEvent
from portal.models.idempotency import IdempotencyKey
from portal.models.invitations import Invitation
from portal.models.secrets import ApiToken, SignInLink
from portal.models.studios import Membership, Studio
from portal.models.users import User

__all__ = [
    "ApiToken",
    "AuditEvent",
    "IdempotencyKey",
    "Invitation",
    "Membership",
    "SignInLink",
    "Studio",
    "User",
]
