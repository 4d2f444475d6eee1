"""An image sequence examined: its facts, its viewing copy, and what is told of its frames."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from projects.interchange.refusal import ExportRefused
from projects.interchange.timecode import day, to_timecode
from projects.media.facts import Facts, warning
from projects.media.frame_archive import Frames, index
from projects.media.proxy import Progress
from projects.media.sequence_copy import Reel, sequence_copy

_NAMED = 20  # runs of numbers that a sentence tells


def sequence_facts(path: Path, rate: Fraction, folder: Path) -> Facts:
    """The facts of the frames in the tar at `path`, shown at `rate`; numbers give the timecode.

    `folder` takes one frame at a time. Raises `Refused`: `media:bad_sequence`, `media:no_frames`.
    """
    frames = index(path)
    header = Reel(path, frames, folder).header()
    told = {"first": frames.first, "last": frames.last, "files": len(frames.members)}
    gaps = frames.missing
    return Facts(
        kind="sequence",
        container=header.format.lower(),
        bytes=path.stat().st_size,
        coded_width=header.width,
        coded_height=header.height,
        width=header.width,
        height=header.height,
        mode=header.mode,
        rate=rate,
        frames=frames.length,
        duration=frames.length / rate,
        timecode=_timecode(frames, rate),
        drop_frame=False,
        sequence={**told, "stem": frames.stem, "missing": gaps},
        warnings=(warning("frames_missing", runs(gaps)),) if gaps else (),
    )


def copied(path: Path, facts: Facts, out: Path, progress: Progress) -> tuple[dict[str, Any], Facts]:
    """Makes the viewing copy at `out`; gives its facts, and `facts` with what was met."""
    reel = Reel(path, index(path), out.parent)
    timing = sequence_copy(reel, facts, out, progress=progress)
    found = [("frames_unread", reel.seen.broken), ("frames_of_other_sizes", reel.seen.other)]
    more = [warning(code, runs(together(numbers))) for code, numbers in found if numbers]
    return timing, replace(facts, warnings=(*facts.warnings, *more))


def together(numbers: Iterable[int]) -> list[list[int]]:
    """Rising numbers as [first, last] of each run."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def runs(pairs: list[list[int]]) -> str:
    """ "1043, 1051–1053"; of very many the first twenty and "…"."""
    told = [str(a) if a == b else f"{a}\N{EN DASH}{b}" for a, b in pairs[:_NAMED]]
    return ", ".join(told + ["\N{HORIZONTAL ELLIPSIS}"] * (len(pairs) > _NAMED))


def _timecode(frames: Frames, rate: Fraction) -> str | None:
    try:
        return to_timecode(frames.first % day(rate, False), rate, False)
    except ExportRefused:
        return None  # no clock counts at this rate
