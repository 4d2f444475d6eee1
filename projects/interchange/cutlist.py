"""A film as the list of its shots, ready to be written in any format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import RATES, from_timecode


@dataclass(frozen=True)
class Transition:
    """A gradual change at the head of a shot: first blended to first clean frame."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Shot:
    """Frames `start` to `end_exclusive` of the source, counted from its first picture."""

    start: int
    end_exclusive: int
    name: str
    transition: Transition | None = None
    note: str = ""

    @property
    def length(self) -> int:
        """In frames."""
        return self.end_exclusive - self.start


@dataclass(frozen=True)
class CutList:
    """The shots of one source, laid one after the other.

    `source_start` and `record_start` are frames from 00:00:00:00 at `rate`: the timecode of
    the source's first picture, and the place of the first shot in the new timeline (None
    for 01:00:00:00).
    """

    title: str
    source_name: str
    reel: str
    rate: Fraction
    shots: tuple[Shot, ...]
    drop_frame: bool = False
    source_start: int = 0
    record_start: int | None = None

    def __post_init__(self) -> None:
        for shot in self.shots:
            if not 0 <= shot.start < shot.end_exclusive:
                raise ExportRefused(
                    "interchange:bad_shot",
                    gettext_noop("%(start)s to %(end)s"),
                    start=shot.start,
                    end=shot.end_exclusive,
                )
        if self.rate <= 0 or not self.shots:
            raise ExportRefused("interchange:no_shots", gettext_noop("nothing to write"))
        if self.record_start is None:
            object.__setattr__(self, "record_start", self._one_hour())

    def _one_hour(self) -> int:
        if self.rate not in RATES:
            return round(self.rate * 3600)
        return from_timecode("01:00:00;00" if self.drop_frame else "01:00:00:00", self.rate)

    def records(self) -> list[tuple[int, int]]:
        """First and end (exclusive) frame of each shot in the new timeline."""
        at: int = self.record_start or 0
        found = []
        for shot in self.shots:
            found.append((at, at + shot.length))
            at += shot.length
        return found

    def sources(self) -> list[tuple[int, int]]:
        """First and end (exclusive) frame of each shot by the source's own timecode."""
        start = self.source_start
        return [(start + shot.start, start + shot.end_exclusive) for shot in self.shots]

    def part(self, start: int, end: int) -> "CutList":
        """Shots `start` to `end` (exclusive) as a list of their own, at their old places."""
        record = self.records()[start][0]
        return replace(self, shots=self.shots[start:end], record_start=record)


def from_breakdown(
    result: Mapping[str, Any],
    *,
    title: str,
    source_name: str,
    reel: str = "",
    drop_frame: bool = False,
    source_start: int = 0,
    record_start: int | None = None,
    names: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> CutList:
    """The cut list of a breakdown: `rate` "24000/1001", `shots` with `start` and `end`
    (exclusive), `transitions` with `kind`, `start`, `end`.

    `names` and `notes` go by shot; shots without a name are called "Shot 001" and so on.
    Raises `ExportRefused`: `interchange:no_shots`, `interchange:bad_shot`.
    """
    spans = [(int(shot["start"]), int(shot["end"])) for shot in result["shots"]]
    heads = _heads(spans, result.get("transitions", ()))
    shots = tuple(
        Shot(
            start=start,
            end_exclusive=end,
            name=names[index] if index < len(names) else f"Shot {index + 1:03}",
            transition=heads.get(index),
            note=notes[index] if index < len(notes) else "",
        )
        for index, (start, end) in enumerate(spans)
    )
    return CutList(
        title=title,
        source_name=source_name,
        reel=reel or _stem(source_name),
        rate=Fraction(result["rate"]),
        shots=shots,
        drop_frame=drop_frame,
        source_start=source_start,
        record_start=record_start,
    )


def _heads(
    spans: Sequence[tuple[int, int]], transitions: Sequence[Mapping[str, Any]]
) -> dict[int, Transition]:
    """Gradual transitions by the index of the shot that they lead into."""
    found: dict[int, Transition] = {}
    for item in transitions:
        start, end = int(item["start"]), int(item["end"])
        into = [index for index, span in enumerate(spans) if index and start <= span[0] <= end]
        if into and end - start > 1 and not str(item["kind"]).startswith("cut"):
            found[into[-1]] = Transition(str(item["kind"]), start, end)
    return found


def _stem(name: str) -> str:
    return PurePosixPath(PureWindowsPath(name).name).stem or name
