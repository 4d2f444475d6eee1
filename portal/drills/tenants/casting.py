"""Performers of the studios that `drill tenants` fills, with what they allowed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.drills.tenants.disclosing import disclosed
from portal.signin import absolute
from projects.models import Character, CreatorConsultation, Performer, Project
from projects.models.characters import link_for
from projects.revoking import record, say_who


def cast(project: Project, version: Any, producer: Any, mark: str) -> dict[str, str]:
    """Two performers with what they allowed, and the address of the last one's personal link."""
    today = timezone.now().date()
    for number in range(2):
        performer = Performer.objects.create(project=project, name=f"{mark}{number}")
        Character.objects.create(project=project, name=f"{mark}{number}", performer=performer)
        consent = record(
            actor=producer,
            performer=performer,
            fields={
                **{"kind": "alteration", "description": mark, "script": "*", "quality": "hd"},
                **{name: ["*"] for name in ("purposes", "scenes", "media", "territories")},
                **{"providers": ["*"], "starts": today, "ends": today + timedelta(days=9)},
                **{"clause": mark, "signed_by": mark, "signed_how": "paper"},
                "signed_at": timezone.now(),
            },
        )
        link, address = link_for(actor=producer, performer=performer)
        CreatorConsultation.objects.create(
            project=project, creator=mark, on=today, how=mark, said=mark, recorded_by_name=mark
        )
    say_who(actor=producer, version=version, seen={performer: consent})
    disclosed(project, version, producer, mark)
    return {"personal": address.removeprefix(absolute("")), "personal_hash": link.secret_hash}
