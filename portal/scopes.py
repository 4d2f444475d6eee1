"""What a personal token may be used for: never more than its owner, nor than its scopes.

Each capability belongs to one scope. What changes anything under a capability for looking
(one's own account, mostly) needs `manage`, so that a token for reading only reads.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.access import Capability


class Scope(models.TextChoices):
    READ = "read", _("read projects, media, runs and candidates")
    DOWNLOAD = "download", _("download originals and approved cuts")
    UPLOAD = "upload", _("upload, and keep order among assets and shots")
    REQUEST = "request", _("ask for assistance and correct cuts")
    DECIDE = "decide", _("approve, reject, request changes")
    COMMENT = "comment", _("comment")
    FEEDBACK = "feedback", _("give and read feedback")
    MANAGE = "manage", _("manage projects, people, webhooks and the account")


SCOPE_OF: dict[Capability, Scope] = {
    Capability.SIGNED_IN: Scope.READ,
    Capability.SEE: Scope.READ,
    Capability.COMMENT: Scope.COMMENT,
    Capability.UPLOAD: Scope.UPLOAD,
    Capability.REQUEST: Scope.REQUEST,
    Capability.DECIDE: Scope.DECIDE,
    Capability.PLAYLIST: Scope.UPLOAD,
    Capability.SHARE: Scope.MANAGE,
    Capability.DOWNLOAD: Scope.DOWNLOAD,
    Capability.EXPORT: Scope.DOWNLOAD,
    Capability.MANAGE: Scope.MANAGE,
    Capability.MEMBERS: Scope.MANAGE,
    Capability.INTEGRATIONS: Scope.MANAGE,
    Capability.CLOSEOUT: Scope.MANAGE,
    Capability.AUDIT: Scope.MANAGE,  # it tells of people and their addresses
    Capability.GIVE_FEEDBACK: Scope.FEEDBACK,
    Capability.READ_FEEDBACK: Scope.FEEDBACK,
    Capability.RUN_BETA: Scope.MANAGE,
    Capability.PROVIDERS: Scope.READ,
    Capability.ADMINISTER: Scope.MANAGE,
    # Held by no person: a token never has them.
    Capability.GUEST_LOOK: Scope.MANAGE,
    Capability.GUEST_COMMENT: Scope.MANAGE,
}
READ_ONLY = [Scope.READ.value]
EVERYTHING = [scope.value for scope in Scope]


def needed(capability: Capability, *, changes: bool = False) -> Scope:
    """The scope a token must have; for a capability not listed, the widest."""
    scope = SCOPE_OF.get(capability, Scope.MANAGE)
    return Scope.MANAGE if changes and scope == Scope.READ else scope
