"""The only way in. A link is single-use, expires, and is kept as a hash."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import PROGRAMME_ROLES, STUDIO_ROLES, Role, TenantQuerySet
from portal.errors import PortalError
from portal.models.audit import AuditEvent
from portal.models.persons import has_studio
from portal.models.secrets import digest, new_secret
from portal.models.studios import Membership, Studio
from portal.models.users import User
from portal.names import NameField
from portal.tenancy import holding, in_studio

INVITABLE = [(role.value, role.label) for role in (*STUDIO_ROLES, *PROGRAMME_ROLES)]
REMIND_AFTER, REMIND_BEFORE = timedelta(days=3), timedelta(days=1)

#: The least time between two sendings of one invitation, the first set aside.
REPEAT = timedelta(minutes=5)


class InvitationQuerySet(TenantQuerySet):
    def open(self) -> Self:
        now = timezone.now()
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)

    def to_remind(self) -> Self:
        """Once three days after the mail, and once a day before the end."""
        now = timezone.now()
        early = Q(reminded_at=None, sent_at__lte=now - REMIND_AFTER)
        late = Q(expires_at__lte=now + REMIND_BEFORE) & (
            Q(reminded_at=None) | Q(reminded_at__lt=F("expires_at") - REMIND_BEFORE)
        )
        return self.open().filter(early | late, sent_at__lte=now - REMIND_BEFORE)


class Invitation(models.Model):
    """OPEN → ACCEPTED | REVOKED | EXPIRED. Without a studio it is for a programme role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    studio = models.ForeignKey(
        Studio, models.CASCADE, related_name="invitations", null=True, blank=True
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=INVITABLE)
    name = NameField(_("name"), max_length=150, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)
    sent_at = models.DateTimeField(_("last sent"), default=timezone.now)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    #: The role of the open invitation that this one has just replaced.
    earlier = ""

    class Meta:
        verbose_name, verbose_name_plural = _("invitation"), _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(studio=None, role__in=["beta_lead", "admin"])
                | Q(studio__isnull=False, role__in=["producer", "director", "artist", "reviewer"]),
                name="invitation_role_fits_studio",
                violation_error_message=_(
                    "Roles of a studio need a studio, and roles of the programme have none."
                ),
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

    @property
    def sentence(self) -> str:
        """For whoever invites, also that an earlier link is dead."""
        said = _("%(email)s is invited.") % {"email": self.email}
        if not self.earlier:
            return said
        told = _("The earlier invitation as %(role)s no longer works.")
        return f"{said} {told % {'role': Role(self.earlier).label.lower()}}"

    def revoke(self, *, actor: User) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
        AuditEvent.record(actor, "invitation:revoked", self.studio, email=self.email)

    def renew(self, *, actor: User | None) -> str:
        """A new secret and a new term; the link sent before is dead from now on.

        Raises `invitation:soon` where it has just been sent again: nobody's mailbox is a drum.
        """
        if self.sent_at > max(self.created_at + timedelta(seconds=1), timezone.now() - REPEAT):
            raise PortalError("invitation:soon", email=self.email)
        secret = self._fresh_secret()
        self.sent_at, self.reminded_at = timezone.now(), None
        self.expires_at = self.sent_at + settings.INVITATION_LIFE
        self.save(update_fields=["secret_hash", "sent_at", "reminded_at", "expires_at"])
        AuditEvent.record(actor, "invitation:resent", self.studio, email=self.email)
        return secret

    def remind(self) -> str:
        """A secret for the reminder (the first is only known as a hash); the term stays."""
        secret = self._fresh_secret()
        self.reminded_at = timezone.now()
        self.save(update_fields=["secret_hash", "reminded_at"])
        return secret

    def extend(self, *, actor: User | None, days: int = 7) -> None:
        """The same link for longer, also when its term is over."""
        self._must_wait()
        self.expires_at = max(self.expires_at, timezone.now()) + timedelta(days=days)
        self.save(update_fields=["expires_at"])
        AuditEvent.record(actor, "invitation:extended", self.studio, email=self.email)

    def _must_wait(self) -> None:
        if self.state not in ("open", "expired"):
            raise PortalError("invitation:closed", email=self.email)

    def _fresh_secret(self) -> str:
        self._must_wait()
        secret, self.secret_hash = new_secret()
        return secret

    @classmethod
    def by_secret(cls, secret: str) -> "Invitation":
        secret_hash = digest(secret)
        with holding(secret_hash):
            rows = cls.objects.open().filter(secret_hash=secret_hash)
            found = rows.select_related("studio").first()
        shut = found and found.studio and (found.studio.suspended_at or found.studio.offboarded_at)
        if not found or shut:
            raise PortalError("invitation:invalid")
        return found

    def accept(
        self, *, user: User | None = None, name: str = "", password: str | None = None
    ) -> User:
        """Exactly one acceptance wins; the account is made or the membership is added."""
        studio = in_studio(self.studio) if self.studio else holding(self.secret_hash)
        with studio, transaction.atomic():
            return self._accept(user, name, password)

    def _accept(self, user: User | None, name: str, password: str | None) -> User:
        now = timezone.now()
        if not Invitation.objects.open().filter(pk=self.pk).update(accepted_at=now):
            raise PortalError("invitation:invalid")
        user = user or self._new_account(name, password)
        if user.email.lower() != self.email.lower():
            raise PortalError("invitation:other_person", email=self.email)
        self._enrol(user)
        AuditEvent.record(user, "invitation:accepted", self.studio, role=self.role)
        return user

    def _new_account(self, name: str, password: str | None) -> User:
        """Two invitations of one new person may be accepted at once: one account is made."""
        try:
            with transaction.atomic():
                return User.objects.create_user(self.email, password, name=name)
        except IntegrityError:
            raise PortalError("invitation:invalid") from None

    def _enrol(self, user: User) -> None:
        must_fit(user, self.studio)
        if self.studio is None:
            user.programme_role = self.role
            user.save()
            return
        Membership.objects.get_or_create(
            studio=self.studio, user=user, revoked_at=None, defaults={"role": self.role}
        )


def must_fit(person: User, studio: Studio | None) -> None:
    """People of the programme belong to no studio, and a studio's people not to the programme."""
    if studio and person.programme_role:
        raise PortalError("member:programme", name=str(person))
    if studio is None and has_studio(person):
        raise PortalError("member:has_studio", name=str(person))


def withdraw_of(person: User, *, actor: User) -> None:
    """Of somebody who may invite no more: what they sent opens nothing from now on.

    Programme-wide work, so the studios must be open. A producer's end with their membership.
    """
    sent = Invitation.objects.filter(invited_by=person, accepted_at=None, revoked_at=None)
    if person.is_active:
        sent = sent.none() if person.programme_role == Role.ADMIN else sent.filter(studio=None)
    for invitation in sent.select_related("studio"):
        invitation.revoke(actor=actor)


@transaction.atomic
def invite(
    *, actor: User | None, email: str, role: str, studio: Studio | None, name: str = ""
) -> tuple[Invitation, str]:
    """(the row, the secret of its link). An older open invitation of the same kind ends."""
    if studio:
        studio.must_stand()
    validate_email(email)
    email = email.strip().lower()
    if (
        studio
        and Membership.objects.active().filter(studio=studio, user__email__iexact=email).exists()
    ):
        raise PortalError("invitation:member", email=email)
    if known := User.objects.filter(email__iexact=email).first():
        must_fit(known, studio)
    before = Invitation.objects.open().filter(email__iexact=email, studio=studio)
    earlier = before.values_list("role", flat=True).first() or ""
    before.update(revoked_at=timezone.now())
    secret, secret_hash = new_secret()
    invitation = Invitation.objects.create(
        studio=studio,
        email=email,
        role=role,
        name=name,
        secret_hash=secret_hash,
        invited_by=actor,
        expires_at=timezone.now() + settings.INVITATION_LIFE,
    )
    invitation.earlier = earlier
    AuditEvent.record(actor, "invitation:sent", studio, email=email, role=role)
    return invitation, secret
