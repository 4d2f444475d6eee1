"""Candidates that are files: a clean plate, as a run would leave it."""

from typing import Any

from projects.models import AssistRequest, Candidate, Revision, Run, State, Version
from tests.world import make_rendition

PLATE = {
    "tool": "clean_plate",
    "version": "1.0",
    "plate": "plate.png",
    "plates": {"clip": "plate.png"},
    "deep": "plate_16.tif",
    "confidence": "confidence.png",
    "preview": "preview.jpg",
    "example": 40,
    "width": 320,
    "height": 180,
    "rate": "24/1",
    "shot": [12, 96],
    "ranges": [[0, 12], [12, 96]],
    "used": list(range(12, 94)),
    "left_out": 2,
    "never_seen": 0.03,
    "doubtful": 0.00002,
    "certain": 0.9,
    "seen_seconds": 0.7,
    "camera_travel": 7.25,
    "exposure": [0.97, 1.02],
    "warnings": [
        {"code": "plate:cuts", "detail": "there are 2 shots"},
        {"code": "plate:camera_moves", "detail": "the camera moves"},
        {"code": "plate:never_seen", "detail": "3.00% was never seen"},
        {"code": "plate:left_out", "detail": "2 of the frames do not fit"},
        {"code": "plate:new", "detail": "something new was found"},
    ],
}
_PLATE_FILES = (
    ("plate", 0, "image/png"),
    ("deep", 0, "image/tiff"),
    ("confidence", 0, "image/png"),
    ("preview", 0, "image/jpeg"),
    ("numbers", 0, "application/json"),
    ("large", 0, "image/jpeg"),
    ("large", 1, "image/jpeg"),
    ("overlay", 0, "image/png"),
)


def make_plate(version: Version, user: Any, **result: Any) -> Candidate:
    return _made("clean_plate", "plate", version, user, {**PLATE, **result}, _PLATE_FILES)


def _made(tool: str, kind: str, version: Any, user: Any, result: Any, files: Any) -> Candidate:
    project = version.project
    request = AssistRequest.objects.create(project=project, tool=tool, person=user)
    request.versions.set([version], through_defaults={"studio": version.studio})
    run = Run.objects.create(project=project, request=request, state=State.READY)
    candidate = Candidate.objects.create(
        project=project, run=run, version=version, number=1, result=result, kind=kind
    )
    Revision.objects.create(project=project, candidate=candidate, number=0, cut=[])
    for role, index, media_type in files:
        make_rendition(project, role, media_type, candidate=candidate, index=index)
    return candidate
