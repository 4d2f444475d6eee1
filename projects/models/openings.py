"""Who outside the studio may look: opened by the studio, or by an administrator's broken glass.

Beta leads and administrators see no media by themselves. OPEN → ENDED (by hand or by time).
While it is open the person holds the role *viewer* in that studio: looking, nothing else.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import PROGRAMME_ROLES, Role, TenantModel, TenantQuerySet
from portal.errors import PortalError
from portal.live import close_sockets
from portal.models import AuditEvent, Studio, User
from projects import telling
from projects.models.projects import Project


class OpeningQuerySet(TenantQuerySet):
    def open(self, at: datetime | None = None) -> Self:
        now = at or timezone.now()
        return self.filter(ended_at=None, until__gt=now, studio__suspended_at=None)


class Opening(TenantModel):
    class Kind(models.TextChoices):
        GRANTED = "granted", _("opened by the studio")
        GLASS = "glass", _("glass broken by an administrator")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="openings")
    project = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="openings",
        help_text=_("Empty: every project of the studio."),
    )
    kind = models.CharField(_("how"), max_length=10, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = OpeningQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("opening"), _("openings")
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="granted") | ~Q(reason=""), name="glass_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("created_at")), name="opening_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.project or self.studio}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """Producers see who may look; so does the person themselves."""
        return Q(studio__in=actor.studios_with({Role.PRODUCER})) | Q(person=actor)

    @transaction.atomic
    def end(self, *, actor: Any) -> None:
        """At once: the next request finds nothing, and open sockets close."""
        mine = Opening.objects.filter(pk=self.pk, ended_at=None)
        if not mine.update(ended_at=timezone.now()):
            raise PortalError("opening:ended")
        AuditEvent.record(actor, "opening:ended", self.studio, person=str(self.person))
        transaction.on_commit(lambda: close_sockets(self.person_id))

    @classmethod
    def sweep(cls) -> int:
        """Openings whose time is over: noted as ended, and their sockets close."""
        over = list(cls.objects.filter(ended_at=None, until__lte=timezone.now()))
        for opening in over:
            cls.objects.filter(pk=opening.pk).update(ended_at=opening.until)
            close_sockets(opening.person_id)
        return len(over)


def opened_studios(person: uuid.UUID, at: datetime) -> models.QuerySet:
    """Of studios that are open to a person of the programme: there they are viewers."""
    return Opening.objects.open(at).filter(person=person).annotate(role=Value(Role.VIEWER.value))


def opened_projects(person: Any) -> models.QuerySet:
    """Ids of the projects opened to the person, as a subquery."""
    rows = Opening.objects.open().filter(person=person)
    named = Q(pk__in=rows.exclude(project=None).values("project_id"))
    whole = Q(studio__in=rows.filter(project=None).values("studio_id"))
    return Project.objects.filter(named | whole).values("pk")


@transaction.atomic
def open_to(
    *, actor: Any, studio: Studio, email: str, project: Project | None, until: Any
) -> Opening:
    """The studio lets somebody of the programme look, until a date of its choice."""
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or person.programme_role not in PROGRAMME_ROLES:
        raise PortalError("opening:person", email=email)
    if project and project.studio_id != studio.pk:
        raise PortalError("not_found")
    opening = _made(actor, studio, person, project, until, Opening.Kind.GRANTED, "")
    facts = {"person": str(person), "project": str(project or studio), "until": f"{until:%Y-%m-%d}"}
    AuditEvent.record(actor, "opening:granted", studio, **facts)
    return opening


@transaction.atomic
def break_glass(*, actor: Any, studio: Studio, reason: str, hours: int = 1) -> Opening:
    """An administrator looks without being asked in: for a reason, for hours, and told."""
    if not reason.strip():
        raise PortalError("opening:reason", fields={"reason": [str(_("Say why."))]})
    until = timezone.now() + timedelta(hours=min(max(hours, 1), settings.GLASS_HOURS_AT_MOST))
    opening = _made(actor, studio, actor, None, until, Opening.Kind.GLASS, reason.strip())
    AuditEvent.record(actor, "glass:broken", studio, reason=opening.reason)
    telling.glass_broken(opening)
    return opening


def _made(
    actor: Any, studio: Studio, person: Any, project: Any, until: Any, kind: str, reason: str
) -> Opening:
    if until <= timezone.now():
        raise PortalError("opening:until", fields={"until": [str(_("Give a day to come."))]})
    opening = Opening.objects.create(
        studio=studio,
        person=person,
        project=project,
        kind=kind,
        reason=reason,
        made_by=actor,
        until=until,
    )
    transaction.on_commit(lambda: close_sockets(person.pk))
    return opening
