"""What `result.json` of the selects tells of each take, and what to warn of."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from projects.media.takes.dead_air import DeadAir
from projects.media.takes.hearing import Heard
from projects.media.takes.judging import AS_GOOD, Reason, Verdict, throughout
from projects.media.takes.measures import Measures
from projects.media.takes.watching import Watched

UNJUDGED = Verdict(0.0, ())
SHORT = 12  # frames: less does not tell shake, flicker and focus that wanders
UNITS = {
    "soft": "thousandths_of_width",
    "focus_hunt": "thousandths_of_width",
    "shake": "thousandths_of_width_per_frame",
    "under": "stops",
    "over": "stops",
    "noise": "code_values_of_255",
    "blocky": "strength",
    "freeze": "seconds",
    "flicker": "stops",
    "flash_frames": "frames",
    "empty": "code_values_of_255",
    "sound_clipped": "share",
    "sound_missing": "share",
    "sound_low": "lufs",
}


@dataclass
class Judged:
    """A take with all that was found out about it."""

    name: str
    path: Path
    seen: Watched
    found: Measures
    heard: Heard | None = None
    verdict: Verdict = UNJUDGED
    dead: Sequence[DeadAir] = ()
    contact: str = ""


def ranked(takes: Sequence[Judged]) -> list[Judged]:
    """The best first; equal ones in the order they were given in."""
    return sorted(takes, key=lambda take: -take.verdict.score)


def row(take: Judged, rank: int, all_takes: Sequence[Judged], silence: float) -> dict[str, Any]:
    """One take as `SelectsResult` describes it."""
    seen, score = take.seen, take.verdict.score
    alike = [
        other.name
        for other in all_takes
        if other is not take and abs(other.verdict.score - score) < AS_GOOD
    ]
    return {
        "rank": rank,
        "score": score,
        "as_good_as": alike,
        "defects": take.verdict.defects,
        "reasons": [_reason(reason) for reason in take.verdict.reasons if reason.amount >= 0.05],
        "rate": f"{seen.rate.numerator}/{seen.rate.denominator}",
        "frames": seen.frames,
        "seconds": round(seen.seconds, 3),
        "width": seen.width,
        "height": seen.height,
        "timecode": seen.timecode,
        "measures": _measures(take.found),
        "usable": list(take.found.usable),
        "flash_frames": list(take.found.flashes),
        "frozen": [list(span) for span in take.found.frozen],
        "sound": _sound(take.heard, float(seen.rate), silence),
        "dead_air": [_dead(one, float(seen.rate)) for one in take.dead],
        "contact": take.contact,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "named": reason.amount >= 1,
        "amount": reason.amount,
        "measured": round(reason.measured, 4),
        "reference": None if reason.reference is None else round(reason.reference, 4),
        "unit": UNITS[reason.code],
    }


def _measures(found: Measures) -> dict[str, Any]:
    return {
        "blur": _rounded(found.blur),
        "focus_there_and_back": _rounded(found.hunt),
        "focus_drift": _rounded(found.drift),
        "noise": _rounded(found.noise),
        "blocks": _rounded(found.blocks),
        "detail": round(found.detail, 5),
        "levels": [_rounded(level) for level in found.levels],
        "white_share": round(found.white, 4),
        "black_share": round(found.black, 4),
        "shake": _rounded(found.shake),
        "flicker": _rounded(found.flicker),
        "frozen_seconds": _rounded(found.frozen_seconds),
    }


def _sound(heard: Heard | None, rate: float, silence: float) -> dict[str, Any] | None:
    if heard is None:
        return None
    loud, claps = heard.loudness, heard.claps()
    limit = None if loud.integrated is None else loud.integrated - silence
    quiet = 1.0 if limit is None else float((loud.tenths < limit).mean())
    return {
        "channels": heard.channels,
        "seconds": round(heard.seconds, 3),
        "starts_after_picture": round(heard.starts, 3),
        "integrated_lufs": _rounded(loud.integrated),
        "range_lu": _rounded(loud.spread),
        "true_peak_dbtp": _rounded(loud.peak),
        "clipped_samples": heard.clipped,
        "clipped_share": round(heard.clipped_share, 4),
        "silent_share": round(quiet, 4),
        "claps": [{"seconds": at, "frame": max(0, round(at * rate))} for at in claps],
    }


def _dead(one: DeadAir, rate: float) -> dict[str, Any]:
    seconds = round((one.cut[1] - one.cut[0]) / rate, 3)
    return {
        "start": one.start,
        "end": one.end,
        "cut": list(one.cut),
        "seconds": seconds,
        "by": one.by,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def warnings_of(takes: Sequence[Judged], given: int) -> list[dict[str, str]]:
    """What a person has to know before relying on the order."""
    told = []
    if given == 1:
        told.append(_warning("alone", takes[0].name))
    for take in takes:
        if take.seen.unread:
            told.append(_warning("incomplete", take.name))
        if take.seen.sound and take.heard is None:
            told.append(_warning("sound_unread", take.name))
        if take.seen.frames < SHORT:
            told.append(_warning("short", f"{take.name}: {take.seen.frames}"))
        if "empty" in take.verdict.defects:
            told.append(_warning("empty", take.name))
    whole = throughout([take.found for take in takes])
    if whole:
        told.append(_warning("whole_setup", ", ".join(whole)))
    for first, second in _twins(takes):
        told.append(_warning("same_picture", f"{first.name}, {second.name}"))
    for code, kinds in (
        ("rates", {str(take.seen.rate) for take in takes}),
        ("sizes", {f"{take.seen.width}x{take.seen.height}" for take in takes}),
    ):
        if len(kinds) > 1:
            told.append(_warning(code, ", ".join(sorted(kinds))))
    return told


def _twins(takes: Sequence[Judged]) -> list[tuple[Judged, Judged]]:
    return [
        (one, other)
        for index, one in enumerate(takes)
        for other in takes[index + 1 :]
        if np.array_equal(one.seen.motion, other.seen.motion, equal_nan=True)
        and np.array_equal(one.seen.closer, other.seen.closer, equal_nan=True)
    ]


def _warning(code: str, detail: str) -> dict[str, str]:
    return {"code": f"selects:{code}", "detail": detail}
