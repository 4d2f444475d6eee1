"""Performers, consents and a lineage for tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from projects.models import Consent, Performer, Version
from projects.models.lineage import Node
from projects.revoking import derive, record, say_who

#: What a consent of these tests allows: everything, for a year.
WIDE: dict[str, Any] = {
    "kind": "independent_replica",
    "description": "Her face on the stunt double in the chase.",
    "purposes": ["*"],
    "scenes": ["*"],
    "script": "*",
    "media": ["*"],
    "territories": ["*"],
    "quality": "master",
    "providers": ["*"],
    "biometric": True,
    "clause": "I allow this use of my likeness.",
    "signed_by": "Ada Park",
    "signed_how": "paper",
}


def make_performer(house: Any, name: str = "Ada Park", **fields: Any) -> Performer:
    return Performer.objects.create(project=house.project, name=name, **fields)


def make_consent(performer: Performer, actor: Any, **fields: Any) -> Consent:
    today = timezone.now().date()
    given = {
        **WIDE,
        "starts": today - timedelta(days=1),
        "ends": today + timedelta(days=365),
        "signed_at": timezone.now() - timedelta(days=1),
        **fields,
    }
    return record(actor=actor, performer=performer, fields=given)


def made_under(consent: Consent, *versions: Version, actor: Any = None) -> None:
    for version in versions:
        say_who(actor=actor, version=version, seen={consent.performer: consent})


def candidate_to_version(candidate: Any, version: Version) -> None:
    derive(version.project, ((Node.CANDIDATE, candidate.pk), (Node.VERSION, version.pk)))


FIRST_OF_MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
