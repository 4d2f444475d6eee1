"""What was said of AI use in the studios that `drill tenants` fills, and packs of it."""

from typing import Any

from django.utils import timezone

from projects.disclosure.gathering import hashed
from projects.models import (
    Candidate,
    DisclosurePack,
    FinalCut,
    PackSignature,
    Project,
    ResultUse,
    WriterNotice,
)


def disclosed(project: Project, version: Any, producer: Any, mark: str) -> None:
    """One of each, and two packs whose content holds the mark; the first is signed."""
    by = {"project": project, "person": producer, "person_name": mark}
    of = {**by, "candidate": Candidate.objects.filter(project=project).earliest("created_at")}
    ResultUse.objects.create(**of, shot=project.shots.first(), used_as="final")
    WriterNotice.objects.create(**of, writer=mark, on=timezone.now().date())
    FinalCut.objects.create(**by, version=version)
    for number in (1, 2):
        content = {"format": 1, "studio": mark, "final_cuts": [], "classes": []}
        made = {"number": number, "content": content, "sha256": hashed(content), "state": "READY"}
        pack = DisclosurePack.objects.create(**by, **made)
        if number == 1:
            signed = {"typed": mark, "capacity": mark, "sha256": pack.sha256}
            PackSignature.objects.create(**by, pack=pack, **signed)
