"""What happened in a studio since yesterday: the third band of Home."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Candidate, Decision, Version


def since_yesterday(user: Any) -> list[dict[str, Any]]:
    since = timezone.now() - timedelta(days=1)
    versions = (
        Version.objects.shown_to(user)
        .filter(created_at__gt=since)
        .select_related("asset", "project", "uploaded_by")
        .order_by("-created_at", "pk")[:8]
    )
    decisions = (
        Decision.objects.shown_to(user)
        .filter(at__gt=since)
        .exclude(candidate__kind=Candidate.Kind.PICTURE)  # of those there are hundreds
        .select_related("candidate__run__request", "candidate__version__asset", "project")[:8]
    )
    lines = [_uploaded(v) for v in versions] + [_decided(d) for d in decisions]
    return sorted(lines, key=lambda line: line["at"], reverse=True)[:10]


def _uploaded(version: Version) -> dict[str, Any]:
    return {
        "text": _("%(person)s uploaded %(name)s")
        % {"person": version.uploaded_by or _("somebody"), "name": version.file_name},
        "project": version.project.name,
        "at": version.created_at,
        "url": f"/assets/{version.asset_id}/",
        "action": _("Look"),
    }


def _decided(decision: Decision) -> dict[str, Any]:
    return {
        "text": _("%(person)s: %(work)s of %(name)s %(verdict)s")
        % {
            "person": decision.person_name,
            "work": decision.candidate.run,
            "name": decision.candidate.version.asset.name,
            "verdict": decision.get_verdict_display(),
        },
        "project": decision.project.name,
        "at": decision.at,
        "url": decision.candidate.get_absolute_url(),
        "action": _("Look"),
    }
