"""People, studios, and how they come in."""

from portal.models.audit import AuditEvent, AuditPending, AuditSeal
from portal.models.idempotency import IdempotencyKey
from portal.models.invitations import Invitation
from portal.models.notices import Mail, Mode, Notification, NotificationChoice
from portal.models.secrets import ApiToken, SignInLink
from portal.models.studios import Membership, Studio
from portal.models.users import User
from portal.models.webhooks import WebhookDelivery, WebhookEndpoint

__all__ = [
    "ApiToken",
    "AuditEvent",
    "AuditPending",
    "AuditSeal",
    "IdempotencyKey",
    "Invitation",
    "Mail",
    "Membership",
    "Mode",
    "Notification",
    "NotificationChoice",
    "SignInLink",
    "Studio",
    "User",
    "WebhookDelivery",
    "WebhookEndpoint",
]
