"""The only way in. A link is single-use, expires, and is kept as a hash."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import PROGRAMME_ROLES, STUDIO_ROLES, Role, TenantQuerySet
from portal.errors import PortalError
from portal.models.audit import AuditEvent
from portal.models.secrets import digest, new_secret
from portal.models.studios import Membership, Studio
from portal.models.users import User
from portal.tenancy import holding, in_studio

INVITABLE = [(role.value, role.label) for role in (*STUDIO_ROLES, *PROGRAMME_ROLES)]


class InvitationQuerySet(TenantQuerySet):
    def open(self) -> Self:
        now = timezone.now()
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """OPEN → ACCEPTED | REVOKED | EXPIRED. Without a studio it is for a programme role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    studio = models.ForeignKey(
        Studio, models.CASCADE, related_name="invitations", null=True, blank=True
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=INVITABLE)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("invitation"), _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(studio=None, role__in=["beta_lead", "admin"])
                | Q(studio__isnull=False, role__in=["producer", "director", "artist", "reviewer"]),
                name="invitation_role_fits_studio",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return Q(studio__in=actor.studios_with({Role.PRODUCER}))

    @property
    def state(self) -> str:
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "open" if self.expires_at > timezone.now() else "expired"

    def revoke(self, *, actor: User) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
        AuditEvent.record(actor, "invitation:revoked", self.studio, email=self.email)

    @classmethod
    def by_secret(cls, secret: str) -> "Invitation":
        secret_hash = digest(secret)
        with holding(secret_hash):
            rows = cls.objects.open().filter(secret_hash=secret_hash)
            found = rows.select_related("studio").first()
        shut = found and found.studio and (found.studio.suspended_at or found.studio.closed_at)
        if not found or shut:
            raise PortalError("invitation:invalid")
        return found

    def accept(self, *, user: User | None = None, name: str = "", password: str = "") -> User:
        """Exactly one acceptance wins; the account is made or the membership is added."""
        studio = in_studio(self.studio) if self.studio else holding(self.secret_hash)
        with studio, transaction.atomic():
            return self._accept(user, name, password)

    def _accept(self, user: User | None, name: str, password: str) -> User:
        now = timezone.now()
        if not Invitation.objects.open().filter(pk=self.pk).update(accepted_at=now):
            raise PortalError("invitation:invalid")
        user = user or self._new_account(name, password)
        if user.email.lower() != self.email.lower():
            raise PortalError("invitation:other_person", email=self.email)
        self._enrol(user)
        AuditEvent.record(user, "invitation:accepted", self.studio, role=self.role)
        return user

    def _new_account(self, name: str, password: str) -> User:
        """Two invitations of one new person may be accepted at once: one account is made."""
        try:
            with transaction.atomic():
                return User.objects.create_user(self.email, password, name=name)
        except IntegrityError:
            raise PortalError("invitation:invalid") from None

    def _enrol(self, user: User) -> None:
        if self.studio is None:
            user.programme_role = self.role
            user.save()
            return
        Membership.objects.get_or_create(
            studio=self.studio, user=user, revoked_at=None, defaults={"role": self.role}
        )


@transaction.atomic
def invite(
    *, actor: User | None, email: str, role: str, studio: Studio | None
) -> tuple[Invitation, str]:
    """(the row, the secret of its link). An older open invitation of the same kind ends."""
    validate_email(email)
    email = email.strip().lower()
    if (
        studio
        and Membership.objects.active().filter(studio=studio, user__email__iexact=email).exists()
    ):
        raise PortalError("invitation:member", email=email)
    Invitation.objects.open().filter(email__iexact=email, studio=studio).update(
        revoked_at=timezone.now()
    )
    secret, secret_hash = new_secret()
    invitation = Invitation.objects.create(
        studio=studio,
        email=email,
        role=role,
        secret_hash=secret_hash,
        invited_by=actor,
        expires_at=timezone.now() + settings.INVITATION_LIFE,
    )
    AuditEvent.record(actor, "invitation:sent", studio, email=email, role=role)
    return invitation, secret
