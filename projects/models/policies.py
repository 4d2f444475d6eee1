"""What a project allows of providers, and how much it may cost. Without one, nothing leaves."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models import AuditEvent
from portal.names import composed
from projects.assist.gate import records
from projects.models.projects import Project, ProjectRow

#: What the audit tells of a change.
NOTED = (
    *("providers", "regions", "kinds", "purposes", "retention_days", "human_review"),
    *("owns_output", "indemnified", "contracted", "monthly_limit", "total_limit"),
    *("refused_subprocessors", "known_subprocessors"),
)
#: Those that the gate takes as they are.
_PLAIN = (
    *("retention_days", "human_review", "owns_output", "indemnified", "contracted"),
    "known_subprocessors",
)


#: Of these, what is a list of names.
LISTS = ("providers", "regions", "kinds", "purposes")
#: The most names of sub-processors that a policy holds, and the longest of them.
REFUSED_AT_MOST, REFUSED_NAME = 100, 120


def refused_names(names: Iterable[str]) -> list[str]:
    """Sub-processors to refuse, each once and in order of the alphabet; lines without text are
    none. ValueError says which name could be nobody's."""
    found = sorted({composed(name) for name in names} - {""})
    for name in found:
        if len(name) > REFUSED_NAME or not any(map(str.isalnum, name)):
            told = _("“%(name)s” has no letter or digit, or more than %(most)s characters.")
            raise ValueError(str(told) % {"name": name[:40], "most": REFUSED_NAME})
    if len(found) > REFUSED_AT_MOST:
        raise ValueError(str(_("At most %(most)s sub-processors.")) % {"most": REFUSED_AT_MOST})
    return found


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
    refused_subprocessors = models.JSONField(_("refused sub-processors"), default=list, blank=True)
    known_subprocessors = models.BooleanField(_("the sub-processors must be known"), default=False)
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
            setattr(policy, name, sorted(value) if isinstance(value, list) else value)
        policy.save()
        policy.note_changes(before, actor=actor)
        return policy

    def record(self) -> records.Policy:
        """As the gate reads it."""
        lists = (*LISTS, "refused_subprocessors")
        told: dict[str, Any] = {name: frozenset(getattr(self, name)) for name in lists}
        return records.Policy(**told, **{name: getattr(self, name) for name in _PLAIN})

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
