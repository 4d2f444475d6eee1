"""What performers allowed, as signed. Written once: what changes is a further consent."""

import uuid
from datetime import UTC, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.names import NameField
from projects.assist.gate import records
from projects.models.assets import Version
from projects.models.characters import Performer
from projects.models.projects import Project, ProjectRow

#: So many days before its end a consent is told of as lapsing.
LAPSES = timedelta(days=30)
#: What everything is called in lists that are agreed.
ALL = "*"


class Consent(ProjectRow):
    """A signed consent. Its fields are its clauses: `projects.consent_words` names them.

    The database refuses every change but its end: withdrawn, put on hold, taken over by another.
    """

    class Kind(models.TextChoices):
        EMPLOYMENT = "employment_replica", _("digital replica made at work")
        INDEPENDENT = "independent_replica", _("digital replica made of existing material")
        BACKGROUND = "background_replica", _("digital replica of a background actor")
        SYNTHETIC = "synthetic", _("synthetic performer")
        ALTERATION = "alteration", _("digital alteration")

    class Quality(models.TextChoices):
        PREVIEW = "preview", _("previews only")
        HD = "hd", _("HD")
        UHD = "uhd", _("UHD")
        MASTER = "master", _("master")

    class How(models.TextChoices):
        PAPER = "paper", _("on paper")
        ELECTRONIC = "electronic", _("by electronic signature")
        REPRESENTATIVE = "representative", _("by the representative or the union")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="consents")
    performer = models.ForeignKey(
        Performer, models.RESTRICT, related_name="consents", verbose_name=_("performer")
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    description = models.TextField(_("what it is for"), max_length=4000)
    purposes = models.JSONField(_("purposes"), default=list)
    scenes = models.JSONField(_("scenes"), default=list)
    script_version = models.ForeignKey(
        Version, models.SET_NULL, null=True, related_name="+", verbose_name=_("script")
    )
    script = models.CharField(_("script's hash (SHA-256)"), max_length=64)
    media = models.JSONField(_("media"), default=list)
    territories = models.JSONField(_("territories"), default=list)
    quality = models.CharField(_("best quality"), max_length=8, choices=Quality.choices)
    providers = models.JSONField(_("providers"), default=list)
    biometric = models.BooleanField(_("faces may be measured and compared"), default=False)
    compensation_days = models.DecimalField(
        _("compensation (days of work, estimate)"), max_digits=6, decimal_places=1, default=0
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    services_at = models.DateTimeField(_("first day of services"), null=True, blank=True)
    minor = models.BooleanField(_("a minor"), default=False)
    guardian = NameField(_("guardian"), max_length=120, blank=True)
    clause = models.TextField(_("text that was shown to the signer"), max_length=20000)
    signed_by = NameField(_("signed by"), max_length=120)
    signed_how = models.CharField(_("how it was signed"), max_length=16, choices=How.choices)
    signed_at = models.DateTimeField(_("signed"))
    document = models.ForeignKey(
        Version, models.SET_NULL, null=True, related_name="+", verbose_name=_("signed document")
    )
    recorded_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    recorded_by_name = models.CharField(_("recorded by"), max_length=150)
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    strike_hold = models.BooleanField(_("on hold during a strike"), default=False)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    revoked_by_name = models.CharField(_("withdrawn by"), max_length=150, blank=True)
    revoked_why = models.TextField(_("why"), max_length=2000, blank=True)
    #: The consent that took over what was made under this one, and who said so.
    replaced_by = models.ForeignKey(
        "self", models.RESTRICT, null=True, related_name="replaces", editable=False
    )
    replaced_at = models.DateTimeField(null=True, editable=False)
    replaced_by_name = models.CharField(max_length=150, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("consent"), _("consents")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="consent_number_once"),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="consent_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(minor=False) | ~Q(guardian=""), name="consent_minor_has_guardian"
            ),
        ]

    def __str__(self) -> str:
        return str(
            _("Consent %(number)s of %(name)s") % {"number": self.number, "name": self.performer}
        )

    def get_absolute_url(self) -> str:
        return reverse("consent", args=[self.pk])

    @classmethod
    def withdrawn(cls) -> Q:
        """Withdrawn, and what was made under it taken over by none."""
        return Q(revoked_at__isnull=False, replaced_by=None)

    @property
    def state(self) -> str:
        """revoked, held (by itself or with all of its project), lapsed, coming or standing, as of
        today (UTC)."""
        today = timezone.now().date()
        if self.revoked_at:
            return "revoked"
        if self.strike_hold or self.project.strike_since:
            return "held"
        if self.ends < today:
            return "lapsed"
        return "coming" if self.starts > today else "standing"

    @property
    def lapses_soon(self) -> bool:
        today = timezone.now().date()
        return self.revoked_at is None and today <= self.ends <= today + LAPSES

    def record(self) -> records.Consent:
        """As the gate reads it."""
        lists = ("purposes", "scenes", "media", "territories", "providers")
        told: dict[str, Any] = {name: frozenset(getattr(self, name)) for name in lists}
        plain = (
            *("number", "kind", "script", "quality", "signed_at", "starts", "ends", "services_at"),
            *("biometric", "strike_hold", "minor", "guardian", "revoked_at"),
        )
        told |= {name: getattr(self, name) for name in plain}
        if since := self.project.strike_since:
            told["project_hold"] = since.astimezone(UTC).date()
        return records.Consent(id=str(self.pk), subject=self.performer.name, **told)


class CreatorConsultation(ProjectRow):
    """That whoever created the original was asked, and what they said. Owning it is not asking."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="consultations")
    creator = NameField(_("who was asked"), max_length=120)
    on = models.DateField(_("when"))
    how = models.CharField(
        _("how"), max_length=200, help_text=_("Such as: a call, a letter, at the table read.")
    )
    said = models.TextField(_("what they said"), max_length=4000)
    recorded_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    recorded_by_name = models.CharField(_("recorded by"), max_length=150)
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("consultation"), _("consultations")
        ordering = ["-on", "id"]

    def __str__(self) -> str:
        return f"{self.creator} · {self.on:%Y-%m-%d}"
