"""What scope extension reads and says: corners, rows of the result, warnings."""

import json
from collections.abc import Iterator

from pydantic import BaseModel

from projects.media.planar.following import CUT, LOST, Track
from projects.media.planar.preparing import Look, Shown

CORNERS = {
    "few": "it takes four points of two numbers each",
    "outside": "one lies outside the picture of",
    "turned": "its sides cross, turn inwards or run against the clock",
    "tiny": "it is smaller than 16 pixels",
}
UNSURE, ASTRAY, WEAK = 0.3, 0.5, "weak"  # share that agree, pixels of doubt
MUCH = 0.45  # share of the region: how most frames show it may be what stands before it


class Row(BaseModel):
    """A frame of the track; see the result."""

    frame: int
    corners: list[tuple[float, float]]
    certainty: float
    residual: float
    strays: float

    @classmethod
    def of(cls, number: int, track: Track) -> "Row":
        fit = track.fits[number]
        return cls(
            frame=number,
            corners=[(round(x, 4), round(y, 4)) for x, y in track.corners_of(number).tolist()],
            certainty=round(fit.certainty, 3),
            residual=round(fit.residual, 4),
            strays=round(fit.strays, 4),
        )


def marked(text: str) -> list[list[float]] | None:
    """The four corners of the JSON, or None where it holds anything else."""
    try:
        found = [[float(value) for value in pair] for pair in json.loads(text)]
    except (TypeError, ValueError, OverflowError, RecursionError):
        return None
    return found if [len(pair) for pair in found] == [2, 2, 2, 2] else None


def words_of(wrong: str) -> str:
    """In words, of a word of `quads.wrong` with, after a colon, the picture's size."""
    word, _colon, size = wrong.partition(":")
    return f"{CORNERS[word]} {size}".strip() if word == "outside" else CORNERS[word]


def warnings_of(track: Track, rows: list[Row], stop: int | None) -> list[dict[str, str]]:
    """What a person has to know before the track is used."""
    told = [*_ends(track, stop), *_doubts(rows)]
    return [{"code": f"scope:{code}", "detail": detail} for code, detail in told]


def _ends(track: Track, stop: int | None) -> Iterator[tuple[str, str]]:
    reasons = {CUT: "another shot begins there", LOST: "the region cannot be told any more"}
    if track.before in reasons:
        said = "the shot begins there" if track.before == CUT else reasons[LOST]
        yield track.before, f"tracked from frame {track.first} on, not before: {said}"
    if track.after in reasons:
        yield track.after, f"tracked to frame {track.last}, not after: {reasons[track.after]}"
    if track.skipped:
        yield "far", f"{track.skipped} frames before the marked one were too many to be kept"
    if track.after not in reasons and stop is not None and track.last + 1 < stop:
        yield "short", f"the film ends with frame {track.last}"


def _doubts(rows: list[Row]) -> Iterator[tuple[str, str]]:
    weak = [row.frame for row in rows if row.certainty < UNSURE or row.strays > ASTRAY]
    if weak:
        yield (
            WEAK,
            f"{len(weak)} frames from {weak[0]} to {weak[-1]} are held by little; look at them",
        )


def warnings_of_look(look: Look, shown: Shown) -> list[dict[str, str]]:
    """What a person has to know before the mask and the preview are used."""
    told = []
    if look.occlusion and look.plate is None:
        told.append(("no_mask", "too few frames are tracked to tell what stands before the region"))
    if shown.hidden > MUCH:
        told.append(
            ("hidden", f"up to {shown.hidden:.0%} of the region is masked; look at the mask")
        )
    return [{"code": f"scope:{code}", "detail": detail} for code, detail in told]
