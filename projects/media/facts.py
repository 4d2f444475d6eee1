"""What is known about a file after looking: exact numbers, ready for JSON and back."""

from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

_FRACTIONS = frozenset({"rate", "duration", "sample_aspect"})


@dataclass(frozen=True)
class Facts:
    """Facts of one file. Fields that do not apply to its kind stay None or empty.

    `width` and `height` are as displayed, after rotation and sample aspect ratio; `rotation`
    is in degrees clockwise. `frames` is how many pictures decoding yields; `exact` is False
    where that was counted without decoding everything. `duration` is in seconds. `colour` holds
    what the stream says of its colour, and as `look` how its camera writes light, where a person
    said so (see `looks`). `audio` lists dicts with `codec`, `rate`, `channels`, `layout`,
    `language`; `warnings` lists dicts with `code` and `detail`; `counts` holds line and event
    counts of text. `sequence` tells of frames in files: `first` and `last` number, `files`, and
    `missing` as [first, last] of each gap. `log` holds what a sidecar says of clips (see
    `interchange.logs.Entry`).
    """

    kind: str
    container: str
    bytes: int
    video_codec: str | None = None
    profile: str | None = None
    pixel_format: str | None = None
    coded_width: int | None = None
    coded_height: int | None = None
    width: int | None = None
    height: int | None = None
    rotation: int = 0
    sample_aspect: Fraction = Fraction(1)
    rate: Fraction | None = None
    frames: int | None = None
    exact: bool = True
    duration: Fraction | None = None
    vfr: bool = False
    colour: dict[str, str] = field(default_factory=dict)
    timecode: str | None = None
    drop_frame: bool | None = None
    audio: tuple[dict[str, Any], ...] = ()
    mode: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    sequence: dict[str, Any] = field(default_factory=dict)
    log: list[dict[str, Any]] = field(default_factory=list)
    warnings: tuple[dict[str, str], ...] = ()

    @property
    def damaged(self) -> bool:
        """True when pictures are missing or broken, so that decoding must be steady."""
        return any(warning["code"] in ("damaged", "truncated") for warning in self.warnings)

    def as_dict(self) -> dict[str, Any]:
        """A dict ready for JSON; fractions become "24000/1001"."""
        found = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        for name in _FRACTIONS:
            value = found[name]
            found[name] = None if value is None else f"{value.numerator}/{value.denominator}"
        return found | {"audio": list(self.audio), "warnings": list(self.warnings)}

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> "Facts":
        """The facts again from what `as_dict` gave; unknown keys are ignored."""
        known = {entry.name for entry in fields(cls)} & set(stored)
        values = {name: stored[name] for name in known}
        for name in _FRACTIONS & known:
            values[name] = None if values[name] is None else Fraction(values[name])
        for name in {"audio", "warnings"} & known:
            values[name] = tuple(values[name])
        return cls(**values)


def warning(code: str, detail: str = "") -> dict[str, str]:
    """One entry of `Facts.warnings`."""
    return {"code": code, "detail": detail}
