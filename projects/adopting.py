"""An approved cut becomes the shots of the project."""

from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.errors import PortalError
from projects.exporting import approved
from projects.models import Candidate, Project, Scene, Shot


def scene_choices(project: Project) -> Any:
    return project.scenes.select_related("episode")


@transaction.atomic
def adopt_shots(candidate: Candidate, *, scene: str = "") -> int:
    """How many shots the cut has in the project now. Again with the same cut changes nothing.

    Codes count in tens, as editors do, so that a shot can come between two others. Shots of
    another film in the same place keep their codes; this film's go on after them.
    """
    candidate.must_be(Candidate.Kind.CUT)
    decision = approved(candidate)
    project, place = candidate.project, _scene(candidate.project, scene)
    Project.objects.select_for_update().get(pk=project.pk)
    cut = decision.revision.cut
    mine = Shot.objects.filter(project=project, scene=place, version=candidate.version)
    known = list(mine.exclude(cut_in=None).order_by("code"))
    for shot, frames in zip(known, cut, strict=False):
        shot.cut_in, shot.cut_out = frames["start"], frames["end"]
        shot.save()
    for shot in known[len(cut) :]:
        shot.delete()
    for code, frames in zip(_free_codes(project, place), cut[len(known) :], strict=False):
        Shot.objects.create(
            project=project,
            scene=place,
            code=code,
            version=candidate.version,
            cut_in=frames["start"],
            cut_out=frames["end"],
        )
    return len(cut)


def _free_codes(project: Project, place: Scene | None) -> Iterator[str]:
    taken = set(project.shots.filter(scene=place).values_list("code", flat=True))
    for number in count(10, 10):
        code = f"{project.code}_{number:04}"
        if code not in taken:
            yield code


def _scene(project: Project, chosen: str) -> Scene | None:
    if not chosen:
        return None
    try:
        found = project.scenes.filter(pk=UUID(chosen)).first()
    except ValueError:
        found = None
    if found is None:
        raise PortalError("invalid", fields={"scene": [_("There is no such scene.")]})
    return found
