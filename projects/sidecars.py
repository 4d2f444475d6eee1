"""Which clip an entry of a sidecar speaks of: by name, by file, by reel and timecode."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

FIELDS = ("scene", "take", "reel", "comment", "look", "slope", "offset", "power", "saturation")
_NUMBERS = re.compile(r"\[\d+-\d+\]$")
_FORMAT = re.compile(
    r"\.(?:mov|mp4|m4v|mxf|avi|mkv|webm|mpe?g|m?ts|m2ts|r3d|ari|arx|braw|dng|crm|exr|dpx|tiff?"
    r"|png|jpe?g|webp|wav|aiff?|flac|mp3|m4a|cube|cdl|ccc?)$",
    re.IGNORECASE,
)
#: The sidecar's asset, its card, and one entry of it.
Row = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class Clip:
    """`stem` is its file's name in lower case, without format and frame numbers."""

    asset: Any
    stem: str
    card: str
    start: str


@dataclass
class Sidecars:
    """The entries of all sidecars by what they call clips."""

    by_name: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    by_reel: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    #: Cards that hold a clip of that stem: cameras begin anew with C0001 on each.
    homes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, asset: Any, name: str, folder: str, entries: list[dict]) -> None:
        self.names[str(asset)] = name
        for entry in entries:
            row = (str(asset), card_of(folder), entry)
            for called in {stem_of(entry.get("name", "")), stem_of(entry.get("file", ""))} - {""}:
                self.by_name[called].append(row)
            if reel := entry.get("reel", "").lower():
                self.by_reel[reel].append(row)

    def told_of(self, clip: Clip) -> dict[str, Any]:
        """The fields of the clip, each from the entry that fits best; {} when none does."""
        rows = [*self._fitting(clip)]
        told: dict[str, Any] = {}
        for _asset, _card_name, entry in rows:
            for name in FIELDS:
                if name in entry:
                    told.setdefault(name, entry[name])
        if not rows:
            return {}
        lines: dict[str, list[int]] = defaultdict(list)
        for asset, _card_name, entry in rows:
            lines[asset].append(entry["line"])
        sources = [
            {"asset": asset, "name": self.names[asset], "lines": found}
            for asset, found in lines.items()
        ]
        return {**told, "from": sources}

    def _fitting(self, clip: Clip) -> list[Row]:
        """Same card first, same start before others; each entry once."""
        rows = [row for called in _calls(clip.stem) for row in self.by_name.get(called, ())]
        rows += [row for row in self.by_reel.get(clip.stem, ()) if _may_start(row, clip)]
        if clip.start:
            reels = (row for called in _calls(clip.stem) for row in self.by_reel.get(called, ()))
            rows += [row for row in reels if row[2].get("start") == clip.start]
        unique = {(row[0], row[2]["line"]): row for row in rows if self._may_mean(row, clip)}
        return sorted(
            unique.values(),
            key=lambda row: (row[1] != clip.card, row[2].get("start") != clip.start),
        )

    def _may_mean(self, row: Row, clip: Clip) -> bool:
        """Not where the sidecar's own card holds a clip of that name."""
        return row[1] == clip.card or row[1] not in self.homes[clip.stem]


def stem_of(name: str) -> str:
    """ "b/A001C002.mov" and "A001C002" both give "a001c002"; frame numbers are no part of it."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _NUMBERS.sub("", _FORMAT.sub("", last)).rstrip("._").lower()


def _calls(stem: str) -> Iterator[str]:
    """The stem, then what it begins with up to a joint: cameras put dates and parts behind."""
    yield stem
    for match in reversed([*re.finditer(r"[._]", stem)]):
        if match.start() > 3:
            yield stem[: match.start()]


def _may_start(row: Row, clip: Clip) -> bool:
    return not clip.start or row[2].get("start", clip.start) == clip.start


def card_of(folder: str) -> str:
    return folder.partition("/")[0]
