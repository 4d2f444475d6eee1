"""What a project allows of providers, and how much it may cost. Without one, nothing leaves."""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models import AuditEvent
from projects.assist.gate import records
from projects.models.projects import Project, ProjectRow

#: What the audit tells of a change.
NOTED = (
    *("providers", "regions", "kinds", "purposes", "retention_days", "human_review"),
    *("owns_output", "indemnified", "contracted", "monthly_limit", "total_limit"),
)


#: Of these, what is a list of names.
LISTS = ("providers", "regions", "kinds", "purposes")


class Policy(ProjectRow):
    project = models.OneToOneField(Project, models.CASCADE, related_name="policy")
    providers = models.JSONField(_("providers"), default=list, blank=True)
    regions = models.JSONField(_("regions"), default=list, blank=True)
    kinds = models.JSONField(_("kinds of asset"), default=list, blank=True)
    purposes = models.JSONField(_("purposes"), default=list, blank=True)
    retention_days = models.PositiveIntegerField(_("longest retention (days)"), default=0)
    human_review = models.BooleanField(_("people of the provider may look"), default=False)
    owns_output = models.BooleanField(_("the output must be the studio's"), default=True)
    indemnified = models.BooleanField(_("the provider must indemnify"), default=False)
    contracted = models.BooleanField(_("a signed contract must be named"), default=True)
    monthly_limit = models.DecimalField(
        _("limit a month"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    total_limit = models.DecimalField(
        _("limit in all"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("policy"), _("policies")
        constraints = [
            models.CheckConstraint(
                condition=(Q(monthly_limit=None) | Q(monthly_limit__gte=0))
                & (Q(total_limit=None) | Q(total_limit__gte=0)),
                name="policy_limits_positive",
            )
        ]

    def __str__(self) -> str:
        return str(self.project)

    @classmethod
    def of(cls, project: Project) -> "Policy":
        """The project's; where nobody made one, the one that allows nothing (not stored)."""
        return cls.objects.filter(project=project).first() or cls(project=project)

    @classmethod
    @transaction.atomic
    def change(cls, project: Project, values: dict[str, Any], *, actor: Any) -> "Policy":
        """The project's with these values, by their names in `NOTED`; the audit tells each that
        differs. Changes of two people come one after the other."""
        Project.objects.select_for_update().get(pk=project.pk)
        policy = cls.of(project)
        before = {name: getattr(policy, name) for name in NOTED}
        for name, value in values.items():
            setattr(policy, name, sorted(value) if name in LISTS else value)
        policy.save()
        policy.note_changes(before, actor=actor)
        return policy

    def record(self) -> records.Policy:
        """As the gate reads it."""
        told: dict[str, Any] = {name: frozenset(getattr(self, name)) for name in LISTS}
        return records.Policy(**told, **{name: getattr(self, name) for name in NOTED[4:9]})

    def note_changes(self, before: dict[str, Any], *, actor: Any) -> None:
        """In the audit: each value that differs, as it was and is."""
        for name in NOTED:
            old, new = before.get(name), getattr(self, name)
            if old != new:
                facts = {"what": name, "before": _told(old), "after": _told(new)}
                facts["project"] = self.project.name
                AuditEvent.record(actor, "policy:changed", self.project.studio, **facts)


def _told(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
