"""Studios and who belongs to them, in which role."""

import uuid
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import (
    STUDIO_ROLES,
    Capability,
    Role,
    TenantModel,
    TenantQuerySet,
    allows,
)
from portal.errors import PortalError
from portal.names import NameField


def default_quota() -> int:
    return settings.STUDIO_QUOTA_BYTES


class Studio(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = NameField(_("name"), max_length=120, unique=True)
    quota_bytes = models.BigIntegerField(_("storage quota (bytes)"), default=default_quota)
    monthly_budget = models.DecimalField(
        _("budget for assistance a month"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty: no limit."),
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    kms_key = models.CharField(
        _("encryption key"),
        max_length=2048,
        blank=True,
        help_text=_("Id of a key of the storage's key service (SSE-KMS) for this studio's files."),
    )
    concurrent_runs = models.PositiveSmallIntegerField(_("runs at once"), default=4)
    cohort = models.ForeignKey(
        "portal.Cohort", models.SET_NULL, null=True, blank=True, related_name="studios"
    )
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    suspended_reason = models.CharField(_("why"), max_length=300, blank=True)
    offboarded_at = models.DateTimeField(_("offboarded"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("studio"), _("studios")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quota_bytes__gte=0),
                name="studio_quota_positive",
                violation_error_message=_("The storage quota is zero or more bytes."),
            ),
            models.CheckConstraint(
                condition=Q(monthly_budget=None) | Q(monthly_budget__gte=0),
                name="studio_budget_positive",
                violation_error_message=_("The budget is zero or more; empty is no limit."),
            ),
            models.CheckConstraint(
                condition=Q(concurrent_runs__gte=1),
                name="studio_runs_at_least_one",
                violation_error_message=_("At least one run at once is needed."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def must_have_begun(self) -> None:
        """Its people set themselves up before; the work begins when their cohort opens."""
        if self.cohort and self.cohort.state == "planned":
            begins = self.cohort.opens_on.isoformat()
            raise PortalError("cohort:planned", cohort=str(self.cohort), date=begins)

    @transaction.atomic
    def suspend(self, *, actor: Any, reason: str) -> None:
        """Its people find nothing from their next request on; nothing is deleted."""
        if self.offboarded_at:
            raise PortalError("studio:offboarded", name=self.name)
        self.suspended_at, self.suspended_reason = timezone.now(), reason
        self.save(update_fields=["suspended_at", "suspended_reason"])
        self._tell(actor, "studio:suspended", reason=reason)
        self._mail("suspended")

    @transaction.atomic
    def reinstate(self, *, actor: Any) -> None:
        if self.offboarded_at:
            raise PortalError("studio:offboarded", name=self.name)
        self.suspended_at, self.suspended_reason = None, ""
        self.save(update_fields=["suspended_at", "suspended_reason"])
        self._tell(actor, "studio:reinstated")
        self._mail("reinstated")

    @transaction.atomic
    def offboard(self, *, actor: Any, reason: str, mailed: bool = True) -> None:
        """The end: memberships and invitations too, and the place in the cohort is free."""
        now = timezone.now()
        self.suspended_at, self.suspended_reason, self.offboarded_at = now, reason, now
        self.save(update_fields=["suspended_at", "suspended_reason", "offboarded_at"])
        self.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
        self._tell(actor, "studio:offboarded", reason=reason)
        if mailed:  # a closeout says it in its own words
            self._mail("offboarded")
        self.memberships.filter(revoked_at=None).update(revoked_at=now)

    @property
    def standing(self) -> str:
        """open → suspended → open; offboarded and closed are for good."""
        if self.closed_at:
            return "closed"
        if self.offboarded_at:
            return "offboarded"
        return "suspended" if self.suspended_at else "open"

    def must_stand(self) -> None:
        """For whatever brings people in."""
        if self.standing in ("closed", "offboarded"):
            raise PortalError("studio:offboarded", name=self.name)
        if self.standing == "suspended":
            raise PortalError("studio:suspended", name=self.name, reason=self.suspended_reason)

    def _mail(self, what: str) -> None:
        from portal.outbox.standing import mail_members

        mail_members(self, what)

    def _tell(self, actor: Any, verb: str, **facts: Any) -> None:
        from portal.live import close_sockets
        from portal.models.audit import AuditEvent

        AuditEvent.record(actor, verb, self, name=self.name, **facts)
        for person in self.memberships.filter(revoked_at=None).values_list("user_id", flat=True):
            transaction.on_commit(partial(close_sockets, person))


class MembershipQuerySet(TenantQuerySet):
    def active(self) -> Self:
        return self.filter(revoked_at=None, studio__suspended_at=None)


class Membership(TenantModel):
    """A person's role in a studio. Revoked rows stay, so that history reads true."""

    studio = models.ForeignKey(Studio, models.CASCADE, related_name="memberships")
    user = models.ForeignKey("portal.User", models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.value, role.label) for role in STUDIO_ROLES]
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("membership"), _("memberships")
        ordering = ["user__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "user"], condition=Q(revoked_at=None), name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in STUDIO_ROLES]), name="membership_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.studio}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """Everybody sees the people of their studios; a reviewer sees only themselves."""
        return super().visibility(actor) | Q(user=actor, revoked_at=None)

    @transaction.atomic
    def change_role(self, role: str, *, actor: Any) -> None:
        if role != Role.PRODUCER:
            self.keep_a_producer()
        self.role = role
        self.save(update_fields=["role"])
        if not allows(role, Capability.MEMBERS):
            self._withdraw_invitations(actor)
        self.tell(actor, "member:role", role=role)

    @transaction.atomic
    def revoke(self, *, actor: Any) -> None:
        self.keep_a_producer()
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
        self._withdraw_invitations(actor)
        self.tell(actor, "member:revoked", role=self.role)

    def _withdraw_invitations(self, actor: Any) -> None:
        """What they may no longer give, nobody comes in by; expired ones could be extended."""
        theirs = self.studio.invitations.filter(invited_by=self.user)
        for invitation in theirs.filter(accepted_at=None, revoked_at=None):
            invitation.revoke(actor=actor)

    def keep_a_producer(self) -> None:
        """Locks the studio first: two producers must not demote each other at once."""
        Studio.objects.select_for_update().get(pk=self.studio_id)
        producers = Membership.objects.active().filter(studio=self.studio_id, role=Role.PRODUCER)
        if set(producers.values_list("pk", flat=True)) == {self.pk}:
            raise PortalError("member:last_producer", name=str(self.user))

    def tell(self, actor: Any, verb: str, **facts: Any) -> None:
        from portal.live import close_sockets
        from portal.models.audit import AuditEvent

        AuditEvent.record(actor, verb, self.studio, person=str(self.user), **facts)
        transaction.on_commit(lambda: close_sockets(self.user_id))
