"""A track as a run would leave it, for the tests of its page."""

from typing import Any

from projects.models import Candidate, Version
from tests.projects.files_made import _made

CORNERS = [[100.0, 80.0], [220.0, 82.0], [218.0, 150.0], [99.0, 148.0]]


def row(frame: int, certainty: float = 0.9, strays: float = 0.1) -> dict[str, Any]:
    return {
        "frame": frame,
        "corners": CORNERS,
        "certainty": certainty,
        "residual": 0.2,
        "strays": strays,
    }


TRACK = {
    "tool": "scope_extension",
    "version": "1.0",
    "rate": "24/1",
    "width": 320,
    "height": 180,
    "pixel_aspect": 1.0,
    "at": 20,
    "first": 12,
    "last": 51,
    "frames": [
        row(n, 0.2 if n in (30, 31) else 0.9, 0.9 if n == 31 else 0.1) for n in range(12, 52)
    ],
    "self_consistency": 0.1794,
    "worst": 31,
    "looks": [
        {"frame": 12, "before": 1, "after": 2},
        {"frame": 20, "before": 3, "after": 4},
        {"frame": 31, "before": 5, "after": 6},
    ],
    "lost_before": {"frame": 11, "why": "cut"},
    "lost_at": {"frame": 52, "why": "lost"},
    "inserted": "matte.png",
    "grain": [1.5, 1.2, 1.7],
    "grain_size": 0.8,
    "softened": 0.35,
    "hidden": 0.52,
    "files": {"track": "track.csv"},
    "warnings": [
        {"code": "scope:cut", "detail": "tracked from frame 12 on, not before"},
        {"code": "scope:lost", "detail": "tracked to frame 51, not after"},
        {"code": "scope:weak", "detail": "2 frames are held by little"},
        {"code": "scope:hidden", "detail": "up to 52% of the region is masked"},
        {"code": "scope:new", "detail": "something new was found"},
    ],
}
FILES = ("nuke", "effects", "csv", "preview", "mask", "numbers")
_TYPES = ("text/plain", "text/plain", "text/csv", "video/mp4", "video/mp4", "application/json")
_FILES = (
    *((role, 0, kind) for role, kind in zip(FILES, _TYPES, strict=True)),
    ("large", 0, "video/mp4"),
    *(("large", index, "image/jpeg") for index in range(1, 7)),
)


def make_track(versions: list[Version], user: Any, **result: Any) -> Candidate:
    """The first version is the shot, a second one the picture laid into it."""
    told = {**TRACK, **result}
    return _made("scope_extension", "track", versions, user, told, _FILES)
