"""Performers, consents and a lineage for tests."""

from typing import Any

from projects.models import Consent, Performer, Version
from projects.models.lineage import Node
from projects.revoking import derive, record, say_who
from tests.world import consent_fields


def make_performer(house: Any, name: str = "Ada Park", **fields: Any) -> Performer:
    return Performer.objects.create(project=house.project, name=name, **fields)


def make_consent(performer: Performer, actor: Any, **fields: Any) -> Consent:
    return record(actor=actor, performer=performer, fields=consent_fields(**fields))


def made_under(consent: Consent, *versions: Version, actor: Any = None) -> None:
    for version in versions:
        say_who(actor=actor, version=version, seen={consent.performer: consent})


def candidate_to_version(candidate: Any, version: Version) -> None:
    derive(version.project, ((Node.CANDIDATE, candidate.pk), (Node.VERSION, version.pk)))
