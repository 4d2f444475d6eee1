"""People, studios, and how they come in."""

from portal.models.agreements import Acceptance, Agreement, AgreementVersion
from portal.models.audit import AuditEvent, AuditPending, AuditSeal
from portal.models.cohorts import Cohort, Milestone
from portal.models.idempotency import IdempotencyKey
from portal.models.invitations import Invitation
from portal.models.notices import Mail, Mode, Notification, NotificationChoice
from portal.models.secrets import ApiToken, SignInLink
from portal.models.studios import Membership, Studio
from portal.models.troubles import Trouble
from portal.models.users import User
from portal.models.webhooks import WebhookDelivery, WebhookEndpoint

__all__ = [
    "Acceptance",
    "Agreement",
    "AgreementVersion",
    "ApiToken",
    "AuditEvent",
    "AuditPending",
    "AuditSeal",
    "Cohort",
    "IdempotencyKey",
    "Invitation",
    "Mail",
    "Membership",
    "Milestone",
    "Mode",
    "Notification",
    "NotificationChoice",
    "SignInLink",
    "Studio",
    "Trouble",
    "User",
    "WebhookDelivery",
    "WebhookEndpoint",
]
