"""Candidates that are files, as runs would leave them."""

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


def make_found(versions: list[Version], user: Any, **result: Any) -> Candidate:
    """The first version is the film, the others are looked for in it."""
    pictures = tuple(("large", n, "image/jpeg") for n in range(len(FOUND["shots"])))
    files = (("csv", 0, "text/csv"), ("numbers", 0, "application/json"), *pictures)
    return _made("shot_find", "found", versions, user, {**FOUND, **result}, files)


def _seen(index: int, verdict: str, reference: int | None, name: str, **fields: Any) -> Any:
    row = {"index": index, "start": 24 * index, "end": 24 * index + 24, "verdict": verdict}
    row |= {"reference": reference, "name": name, "confidence": 0, "others": []}
    if reference is not None:
        row |= {"confidence": 0.9, "frame": 24 * index + 12, "reference_frame": 7}
        row |= {"from": 24 * index + 6, "to": 24 * index + 18}
    return {**row, **fields}


_LESS = {"verdict": "perhaps", "reference": 1, "name": "third.mp4", "confidence": 0.4}
FOUND = {
    "tool": "shot_find",
    "version": "1.0",
    "input": {"name": "clip.mp4", "frames": 96, "rate": "24/1"},
    "references": [
        {"name": "other.mp4", "still": False, "shots": [0]},
        {"name": "third.mp4", "still": True, "shots": []},
    ],
    "shots": [
        _seen(0, "shown", 0, "other.mp4", others=[_LESS]),
        _seen(1, "perhaps", 1, "third.mp4", confidence=0.45),
        _seen(2, "none", None, ""),
        _seen(3, "perhaps", 0, "other.mp4", confidence=0.5),
    ],
    "warnings": [],
}


def make_selects(versions: list[Version], user: Any, **result: Any) -> Candidate:
    """Takes by the versions' names, the first the best, as `take_row` makes them."""
    takes = {
        one.file_name: take_row(rank, dead=rank < 3) for rank, one in enumerate(versions, 1)
    } | result.pop("takes", {})
    told = {
        "tool": "selects",
        "version": "1.0",
        "takes": takes,
        "ranking": sorted(takes, key=lambda name: takes[name]["rank"]),
        "not_judged": [],
        "stringout": [
            {"take": versions[0].file_name, "start": 0, "end": 36},
            {"take": versions[0].file_name, "start": 60, "end": 96},
        ],
        "warnings": [],
        **result,
    }
    pictures = tuple(("large", n, "image/jpeg") for n in range(len(takes)))
    files = tuple((role, 0, "text/plain") for role in ("edl", "otio", "numbers"))
    return _made("selects", "selects", versions, user, told, (*files, *pictures))


def take_row(rank: int, *, dead: bool = False, **fields: Any) -> dict[str, Any]:
    """Four seconds at 24 frames; `dead`: nothing happens from frame 24 to 72, handles are 12."""
    silence = {"start": 24, "end": 72, "cut": [36, 60], "seconds": 1.0, "by": "both"}
    names = "blur focus_there_and_back focus_drift noise blocks detail white_share black_share"
    return {
        "rank": rank,
        "score": 1 - rank / 10,
        "as_good_as": [],
        "defects": [],
        "reasons": [],
        "rate": "24/1",
        "frames": 96,
        "seconds": 4.0,
        "width": 320,
        "height": 180,
        "timecode": "10:00:00:00",
        "measures": dict.fromkeys([*names.split(), "shake", "flicker", "frozen_seconds"], 0.5)
        | {"levels": [1.0, 2.0, 3.0, 4.0, 5.0]},
        "usable": [0, 96],
        "flash_frames": [],
        "frozen": [],
        "sound": {
            "channels": 2,
            "seconds": 4.0,
            "starts_after_picture": 0.0,
            "integrated_lufs": -23.1,
            "range_lu": 6.5,
            "true_peak_dbtp": -1.2,
            "clipped_samples": 0,
            "clipped_share": 0.0,
            "silent_share": 0.5,
            "claps": [],
        },
        "dead_air": [silence] if dead else [],
        "contact": f"take_{rank - 1:03}.jpg",
        **fields,
    }


def _later(index: int, start: int, end: int, change: str, **fields: Any) -> dict[str, Any]:
    plain = {"transition": None, "changes": [change], "head": 0, "tail": 0, "unseen": 0, "speed": 1}
    span = {"index": index, "start": start, "end": end, "change": change}
    sure = {"confidence": 0.95, "exact": True, "told": ""}
    return {**span, **plain, **sure, "earlier": [{"shot": 0, "start": 0, "end": 24}], **fields}


def _before(index: int, start: int, end: int, change: str, **fields: Any) -> dict[str, Any]:
    plain = {"transition": None, "changes": [change], "lost": [], "confidence": 0.9, "exact": True}
    return {"index": index, "start": start, "end": end, "change": change, **plain, **fields}


CHANGES = {
    "tool": "cut_compare",
    "version": "1.0",
    "earlier": {"name": "clip.mp4", "frames": 96, "rate": "24/1", "width": 320, "height": 180},
    "later": {"name": "other.mp4", "frames": 72, "rate": "24/1", "width": 320, "height": 180},
    "shots": [
        _later(0, 0, 24, "kept"),
        _later(1, 24, 43, "moved", changes=["moved", "trimmed"], head=5, confidence=0.65, look=0),
        _later(2, 43, 72, "new", earlier=[], look=1),
    ],
    "earlier_shots": [
        _before(0, 0, 24, "kept", shown_in=[0]),
        _before(1, 24, 72, "lost", shown_in=[], at=24, look=2),
        _before(2, 72, 96, "moved", shown_in=[1]),
    ],
    "summary": {"kept": 1, "lost": 1, "moved": 1, "new": 1},
    "warnings": [
        {"code": "cuts:about", "detail": "stands still"},
        {"code": "shots:cut_short", "detail": "clip.mp4: 3 frames"},
        {"code": "cuts:unrelated", "detail": "are they the same film?"},
    ],
}
_CHANGES_FILES = (
    *((role, 0, "text/plain") for role in ("otio", "edl", "csv", "numbers")),
    *(("large", index, "image/jpeg") for index in range(3)),
)


def make_changes(versions: list[Version], user: Any, **result: Any) -> Candidate:
    """The first version is the earlier cut."""
    made = {**CHANGES, **result}
    return _made("cut_compare", "changes", versions, user, made, _CHANGES_FILES)


def _event(number: int, **fields: Any) -> dict[str, Any]:
    start = 24 * (number - 1)
    places = {"source_in": "01:00:00:00", "source_out": "01:00:01:00"}
    places |= {"record_in": f"00:00:{number - 1:02}:00", "record_out": f"00:00:{number:02}:00"}
    frames = {"source_frame": 0, "source_end_frame": 24, "record_frame": start, "frames": 24}
    named = {"track": "V1", "event": number, "name": f"clip_{number}", "reel": "A001", "media": ""}
    rest = {"record_end_frame": start + 24, "speed": "1", "enabled": True, "note": ""}
    return {**named, **places, **frames, **rest, **fields}


CONVERSION = {
    "tool": "convert",
    "version": "1.0",
    "name": "cut.edl",
    "to": "fcpxml",
    "format": "edl",
    "title": "CUT",
    "rate": "24/1",
    "drop_frame": False,
    "start": 86400,
    "frames": 48,
    "films": 1,
    "tracks": [{"kind": "video", "name": "", "events": 2, "transitions": 0}],
    "events": [_event(1), _event(2, speed="2", enabled=False, note="slow")],
    "grades": 0,
    "losses": [],
    "warnings": [],
    "written": True,
    "files": ["cut.fcpxml"],
}
_CONVERSION_FILES = (
    ("editorial", 0, "application/xml"),
    ("events", 0, "text/csv"),
    ("numbers", 0, "application/json"),
)


def make_conversion(version: Version, user: Any, **result: Any) -> Candidate:
    made = {**CONVERSION, **result}
    files = _CONVERSION_FILES if made["written"] else _CONVERSION_FILES[1:]
    return _made("convert", "editorial", [version], user, made, files)


def _region(region: str, amount: float, noticed: bool, **parts: float) -> dict[str, Any]:
    still = {"lightness": 0.0, "red_green": 0.0, "yellow_blue": 0.0}
    return {"region": region, "amount": amount, "noticed": noticed, **still, **parts}


def _met(character: str, by: str = "cascades", sure: float = 0.925) -> dict[str, Any]:
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
        cast_shot(0, 0, 24, _met("Ada", "marks"), _met("Character 1")),
        cast_shot(1, 24, 60, _met("Ada")),
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
