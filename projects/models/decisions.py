"""A named person's word on a candidate. Undone only by a further decision."""

import uuid
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.models import AuditEvent
from projects import telling
from projects.models.candidates import Candidate, Revision
from projects.models.projects import Project, ProjectRow
from projects.models.requests import AssistRequest


class Decision(ProjectRow):
    class Verdict(models.TextChoices):
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        CHANGES = "changes", _("changes requested")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="decisions")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="decisions")
    revision = models.ForeignKey(Revision, models.RESTRICT, related_name="decisions")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    person = models.ForeignKey("portal.User", models.PROTECT, related_name="decisions")
    person_name = models.CharField(_("signed by"), max_length=150)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("decision"), _("decisions")
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="approved") | ~models.Q(reason=""),
                name="decision_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} · {self.person_name}"

    @classmethod
    def visibility(cls, actor: Any) -> models.Q:
        return super().visibility(actor) & models.Q(candidate__version__asset__deleted_at=None)


@transaction.atomic
def decide(
    *, actor: Any, candidate: Candidate, revision: int, verdict: str, reason: str = ""
) -> Decision:
    """Sign. What is signed is the revision the person saw, and it must be the latest."""
    request = candidate.hold()
    if request.state == AssistRequest.State.WITHDRAWN:
        raise PortalError("request:closed")
    latest = candidate.latest
    if latest.number != revision:
        raise PortalError("revision:stale", name=latest.author)
    if verdict != Decision.Verdict.APPROVED and not reason.strip():
        raise PortalError("decision:reason", fields={"reason": [str(_("Say why in a few words."))]})
    standing = candidate.decision
    if standing and (standing.verdict, standing.revision_id) == (verdict, latest.pk):
        raise PortalError("decision:same", name=standing.person_name)
    decision = Decision.objects.create(
        project=candidate.project,
        candidate=candidate,
        revision=latest,
        verdict=verdict,
        reason=reason.strip(),
        person=actor,
        person_name=str(actor),
    )
    open_again = verdict == Decision.Verdict.CHANGES
    request.state = request.State.OPEN if open_again else request.State.DECIDED
    request.save(update_fields=["state"])
    facts = {"work": str(request), "revision": revision, "project": candidate.project.name}
    AuditEvent.record(actor, f"decision:{verdict}", candidate.project.studio, **facts)
    telling.decided(decision)
    return decision
