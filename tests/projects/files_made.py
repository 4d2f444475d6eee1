"""Candidates that are files: a clean plate and a shot match, as runs would leave them."""

from typing import Any

from projects.models import AssistRequest, Candidate, RequestInput, Revision, Run, State, Version
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
    return _made("clean_plate", "plate", [version], user, {**PLATE, **result}, _PLATE_FILES)


def _made(tool: str, kind: str, versions: Any, user: Any, result: Any, files: Any) -> Candidate:
    project = versions[0].project
    request = AssistRequest.objects.create(project=project, tool=tool, person=user)
    for position, version in enumerate(versions):
        RequestInput.objects.create(
            request=request, version=version, position=position, studio=project.studio
        )
    run = Run.objects.create(project=project, request=request, state=State.READY)
    candidate = Candidate.objects.create(
        project=project, run=run, version=versions[0], number=1, result=result, kind=kind
    )
    Revision.objects.create(project=project, candidate=candidate, number=0, cut=[])
    for role, index, media_type in files:
        make_rendition(project, role, media_type, candidate=candidate, index=index)
    return candidate


def _shot(index: int, name: str, verdict: str, **fields: Any) -> dict[str, Any]:
    plain = {"slope": [1, 1, 1], "offset": [0, 0, 0], "power": [1, 1, 1], "saturation": 1}
    return {
        "index": index,
        "name": name,
        "start": 0,
        "end": 96,
        "verdict": verdict,
        "answered": verdict == "drift",
        "sure": verdict == "drift",
        **plain,
        "overlap": 0.8,
        "size": 6.5,
        "standard_error": 0.3,
        "looks": {"before": 2 * index + 1, "after": 2 * index + 2},
        "regions": {},
        **fields,
    }


_DRIFT = {
    "exposure_stops": -0.4,
    "temperature_mired": -20.0,
    "tint": 0.5,
    "contrast_percent": -5.0,
    "saturation_percent": 1.0,
    "black_level_percent": 0.2,
}
MATCH = {
    "tool": "shot_match",
    "version": "1.0",
    "hero": {"name": "clip.mp4", "start": 0, "end": 96},
    "shots": [
        _shot(1, "other.mp4", "drift", drift=_DRIFT, left=_DRIFT, slope=[1.2, 1.1, 1.3]),
        _shot(2, "third.mp4", "no_overlap"),
    ],
    "warnings": [{"code": "match:no_overlap", "detail": "third.mp4: no correction"}],
}
_MATCH_FILES = (
    *((role, 0, "text/plain") for role in ("cdl", "ccc", "edl", "csv", "numbers")),
    *(("large", index, "image/jpeg") for index in (0, 3, 4, 5, 6)),
    ("compare", 1, "image/png"),
    ("compare", 2, "image/png"),
    ("cube", 1, "text/plain"),
)


def make_match(versions: list[Version], user: Any) -> Candidate:
    """The first version is the hero."""
    return _made("shot_match", "match", versions, user, MATCH, _MATCH_FILES)


def _region(region: str, amount: float, noticed: bool, **parts: float) -> dict[str, Any]:
    still = {"lightness": 0.0, "red_green": 0.0, "yellow_blue": 0.0}
    return {"region": region, "amount": amount, "noticed": noticed, **still, **parts}


def _seen(character: str, by: str = "cascades", sure: float = 0.925) -> dict[str, Any]:
    boxes = {"12": [0.4, 0.2, 0.1, 0.2], "42": [0.5, 0.25, 0.1, 0.2]}
    return {"character": character, "by": by, "sure": sure, "boxes": boxes}


def cast_shot(index: int, start: int, end: int, *people: dict[str, Any]) -> dict[str, Any]:
    names = [one["character"] for one in people]
    return {
        "index": index,
        "start": start,
        "end": end,
        "characters": names,
        "people": list(people),
    }


CAST = {
    "tool": "character_continuity",
    "version": "1.0",
    "faces_by": "marks+cascades",
    "compared": ["wardrobe", "hair", "skin", "face"],
    "consent": {"vouched": True, "by": "Ada Word", "at": "2026-11-29T02:10:11+00:00"},
    "shots": [
        cast_shot(0, 0, 24, _seen("Ada", "marks"), _seen("Character 1")),
        cast_shot(1, 24, 60, _seen("Ada")),
        cast_shot(2, 60, 96),
    ],
    "characters": [
        {
            "character": "Ada",
            "shots": [0, 1],
            "hero": {"shot": 0, "frame": 12},
            "drift": [
                {
                    "shot": 1,
                    "frame": 42,
                    "noticed": True,
                    "regions": [
                        _region("wardrobe", 42.4, True, red_green=-36.0, yellow_blue=-22.0),
                        _region("hair", 13.0, True, lightness=-26.0),
                        _region("skin", 2.0, False, red_green=2.0),
                        _region("pattern", 1.5, True),
                    ],
                    "beside": "drift/0000_shot_0000_shot_0001.jpg",
                    "look": 0,
                }
            ],
        },
        {
            "character": "Character 1",
            "shots": [0],
            "hero": {"shot": 0, "frame": 12},
            "drift": [],
        },
    ],
    "files": {},
    "warnings": [
        {"code": "faces:dark", "detail": "shot 2 (60-96): it is black: nobody was looked for"},
        {"code": "faces:lost", "detail": "shot 0 (0-24): a mark was lost here, at frame 20"},
        {"code": "shots:cut_short", "detail": "96 of 100 frames"},
        {"code": "faces:new", "detail": "something new was found"},
    ],
}
_CAST_FILES = (("large", 0, "image/jpeg"), ("numbers", 0, "application/json"))


def make_cast(version: Version, user: Any, **result: Any) -> Candidate:
    return _made("character_continuity", "cast", [version], user, {**CAST, **result}, _CAST_FILES)
