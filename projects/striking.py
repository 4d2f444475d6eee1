"""A strike: all consents of a project on hold at once, and let go again.

The hold stands on the project, beside each consent's own: consents that are recorded meanwhile
are held as well, and what was held by itself before stays so when the project's hold ends.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.models import Consent, Project
from projects.revoking import stop_runs


@transaction.atomic
def hold_all(*, project: Project, actor: Any, why: str) -> None:
    """From now on nothing new is made under any consent of the project, and runs under way end;
    what is there stays.

    Raises `strike:held` where somebody was faster.
    """
    said = {"strike_since": timezone.now(), "strike_by_name": str(actor), "strike_why": why}
    if not Project.objects.filter(pk=project.pk, strike_since=None).update(**said):
        raise PortalError("strike:held", project=project.name)
    for consent in Consent.objects.filter(project=project, revoked_at=None):
        stop_runs(consent, actor)
    _note(project, actor, "consent:all_held", said, why)


@transaction.atomic
def release_all(*, project: Project, actor: Any, why: str) -> None:
    """Each consent is again as it is by itself. Raises `strike:not_held`."""
    said = {"strike_since": None, "strike_by_name": "", "strike_why": ""}
    held = Project.objects.filter(pk=project.pk, strike_since__isnull=False)
    if not held.update(**said):
        raise PortalError("strike:not_held", project=project.name)
    _note(project, actor, "consent:all_released", said, why)


def _note(project: Project, actor: Any, verb: str, said: dict[str, Any], why: str) -> None:
    project.__dict__.update(said)
    count = Consent.objects.filter(project=project, revoked_at=None).count()
    facts = {"project": project.name, "why": why, "count": count}
    AuditEvent.record(actor, verb, project.studio, **facts)
