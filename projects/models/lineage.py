"""Who is seen in a version, what was made of what, and which consents each thing stands on.

`Derivation` holds the edges. `Reliance` is their closure over consents: a row for each thing and
each consent that it stands on, however many steps away. The database keeps it as edges come
(`projects.lineage_triggers`), so that withdrawing a consent needs no walk: what stands on it is
in quarantine by that fact, also what is still being made.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.assets import Version
from projects.models.characters import Performer
from projects.models.consents import Consent
from projects.models.projects import Project, ProjectRow


class Node(models.TextChoices):
    CONSENT = "consent", _("consent")
    VERSION = "version", _("version")
    CANDIDATE = "candidate", _("candidate")


class Likeness(ProjectRow):
    """A person's word on who is seen (or heard). Without a performer: nobody is.

    `consent` is the one under which the picture was made, where it is no footage of the set.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="likenesses")
    performer = models.ForeignKey(
        Performer, models.CASCADE, null=True, related_name="likenesses", verbose_name=_("seen")
    )
    consent = models.ForeignKey(
        Consent, models.CASCADE, null=True, related_name="+", verbose_name=_("made under")
    )
    said_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    said_by_name = models.CharField(_("said by"), max_length=150)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("likeness"), _("likenesses")
        ordering = ["performer__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "performer"], name="likeness_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(consent=None) | Q(performer__isnull=False), name="nobody_needs_none"
            ),
        ]

    def __str__(self) -> str:
        return str(self.performer or _("nobody"))

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return super().visibility(actor) & Q(version__asset__deleted_at=None)


class Derivation(ProjectRow):
    """`made` was made of `source`. Ids of versions, candidates and consents, which never meet.

    It outlives what it names: what was made of something deleted still stands on its consents.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    source_kind = models.CharField(max_length=10, choices=Node.choices)
    source = models.UUIDField(_("of"))
    made_kind = models.CharField(max_length=10, choices=Node.choices)
    made = models.UUIDField(_("made"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("derivation"), _("derivations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "made"], name="derivation_once"),
            models.CheckConstraint(condition=~Q(made_kind="consent"), name="consents_are_signed"),
        ]
        indexes = [models.Index(fields=["made"], name="derivation_made")]

    def __str__(self) -> str:
        return f"{self.source} → {self.made}"


class Reliance(ProjectRow):
    """A version or candidate that stands on a consent. Written by the database alone."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Node.choices)
    node = models.UUIDField()
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="reliances")

    class Meta:
        verbose_name, verbose_name_plural = _("reliance"), _("reliances")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["node", "consent"], name="reliance_once")]
        indexes = [
            models.Index(fields=["consent", "kind"], include=["node"], name="reliance_of_consent")
        ]

    def __str__(self) -> str:
        return f"{self.node} → {self.consent_id}"
