"""Who is in the story, who plays them, and by which personal link a performer looks in."""

import uuid
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Role
from portal.errors import PortalError
from portal.mailing.sending import send
from portal.models import AuditEvent
from portal.models.secrets import new_secret
from portal.names import NameField
from portal.signin import absolute
from portal.tenancy import holding
from projects import letters
from projects.models.projects import Project, ProjectRow


class Performer(ProjectRow):
    """A person whose likeness is in the project, and who speaks for them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="performers")
    name = NameField(_("name"), max_length=120)
    representative = NameField(
        _("representative"),
        max_length=120,
        blank=True,
        help_text=_("An agent, the union, or after death whoever holds the rights."),
    )
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Of the representative, or of the performer where there is none."),
    )
    minor = models.BooleanField(_("a minor"), default=False)
    guardian = NameField(
        _("guardian"), max_length=120, blank=True, help_text=_("Signs with a minor.")
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("performer"), _("performers")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="performer_once"),
            models.CheckConstraint(
                condition=Q(minor=False) | ~Q(guardian=""), name="minor_has_guardian"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('people', args=[self.project_id])}#performer-{self.pk}"

    @property
    def speaker(self) -> str:
        """Who reads the personal link."""
        return self.representative or (self.guardian if self.minor else "") or self.name

    def record(self, actor: Any, verb: str, **facts: Any) -> None:
        named = {"performer": self.name, "project": self.project.name}
        AuditEvent.record(actor, verb, self.project.studio, **named, **facts)


class Character(ProjectRow):
    """Somebody in the story. A double, or the same one younger, is a character of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="characters")
    name = NameField(_("name"), max_length=120)
    script_name = NameField(
        _("as the script writes it"),
        max_length=120,
        blank=True,
        help_text=_("Such as ADA (V.O.), where it differs."),
    )
    performer = models.ForeignKey(
        Performer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="characters",
        verbose_name=_("played by"),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("character"), _("characters")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="character_once")]

    def __str__(self) -> str:
        return self.name


class PerformerLink(ProjectRow):
    """A personal link: told once, kept as a hash, replaced or withdrawn by the producers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    performer = models.ForeignKey(Performer, models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(_("made by"), max_length=150)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    opened_count = models.PositiveIntegerField(_("times opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("personal link"), _("personal links")
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["performer"], condition=Q(revoked_at=None), name="performer_link_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.performer)

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """Producers see whom they gave one."""
        return super().visibility(actor) & Q(studio__in=actor.studios_with({Role.PRODUCER}))

    @classmethod
    def by_secret(cls, secret_hash: str) -> "PerformerLink | None":
        """Before a studio is known: the database shows this row to whoever holds its secret."""
        with holding(secret_hash):
            rows = cls.objects.select_related("studio").filter(secret_hash=secret_hash)
            return rows.first()

    def must_be_open(self) -> None:
        """Raises `performer:link_over`: told only to whoever held the link."""
        if self.revoked_at or self.studio.closed_at:
            raise PortalError("performer:link_over")

    @transaction.atomic
    def note_opening(self, address: str) -> None:
        rows = PerformerLink.objects.filter(pk=self.pk)
        rows.update(opened_count=F("opened_count") + 1, last_opened_at=timezone.now())
        self.performer.record(None, "performer:looked", address=address)

    @transaction.atomic
    def revoke(self, *, actor: Any) -> None:
        """At once. Consents stay as they are; a new link can be made at any time."""
        mine = PerformerLink.objects.filter(pk=self.pk, revoked_at=None)
        if not mine.update(revoked_at=timezone.now()):
            raise PortalError("performer:link_ended", performer=self.performer.name)
        self.performer.record(actor, "performer:link_ended")


def mail_link(performer: Performer, address: str) -> None:
    """To whoever speaks for the performer. Raises `performer:mail`: without the mail nobody has
    the link, and none is made.
    """
    project = performer.project
    names = {"studio": project.studio.name, "name": performer.name, "project": project.name}
    try:
        send(letters.performer(**names, link=address), [performer.email])
    except OSError as error:
        raise PortalError("performer:mail", email=performer.email) from error


@transaction.atomic
def link_for(
    *, actor: Any, performer: Performer, mailed: bool = False
) -> tuple[PerformerLink, str]:
    """(the row, its address): the address is told here and never again; an older link ends.

    With `mailed` it goes to the performer's address for mail too, where one is known.
    """
    held = Performer.objects.select_for_update().get(pk=performer.pk)
    held.links.filter(revoked_at=None).update(revoked_at=timezone.now())
    secret, secret_hash = new_secret()
    made = PerformerLink.objects.create(
        project=performer.project,
        performer=performer,
        secret_hash=secret_hash,
        made_by=actor,
        made_by_name=str(actor),
    )
    performer.record(actor, "performer:link_made")
    address = absolute(reverse("performer", args=[secret]))
    if mailed and performer.email:
        mail_link(performer, address)
    return made, address
