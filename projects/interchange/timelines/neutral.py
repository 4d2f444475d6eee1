"""Between OpenTimelineIO's objects and whole frames."""

import json
import math
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from typing import Any

from opentimelineio import algorithms, exceptions, schema
from opentimelineio.opentime import RationalTime, TimeRange

from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import RATES
from projects.interchange.timelines.laid import (
    AUDIO,
    CLIP,
    GENERATOR,
    MOST_ITEMS,
    MOST_TRACKS,
    NESTED,
    VIDEO,
    Change,
    Grade,
    Item,
    Laid,
    Mark,
    Track,
    too_much,
)

OURS, LOG = "last_mile", "ale"
_NEAR = 0.006  # 23.98 is written for 24000/1001
_MOST_FRAMES = 2**40
_CARRIED = {OURS, "cdl", "cmx_3600"}


def rate_of(number: float) -> Fraction:
    """The rate a number stands for: 23.976, 23.98 and 24000/1001 are the same.

    Raises `ExportRefused("timeline:bad_rate")`.
    """
    if not math.isfinite(number) or not 0.9 <= number <= 1_000:
        raise _bad_rate(str(number))
    # 24 is nearer to 23.98 than the tolerance only at the whole rates, which come first.
    exact = Fraction(number).limit_denominator(1001)
    if exact in RATES:
        return exact
    near = min(RATES, key=lambda rate: abs(float(rate) - number))
    return near if abs(float(near) - number) < _NEAR else exact


def _bad_rate(text: str) -> ExportRefused:
    return ExportRefused("timeline:bad_rate", gettext_noop("%(rate)s"), rate=text[:40])


@dataclass
class _Reading:
    rate: Fraction
    rounded: int = 0
    items: int = 0
    warned: dict[str, int] = field(default_factory=dict)

    def exact(self, time: RationalTime) -> Fraction:
        if not math.isfinite(time.value) or abs(time.value) > _MOST_FRAMES:
            raise ExportRefused("timeline:unreadable", gettext_noop("a time without end"))
        own = rate_of(time.rate)
        return Fraction(time.value).limit_denominator(1_000_000) * self.rate / own

    def whole(self, frames: Fraction) -> int:
        near = round(frames)
        self.rounded += abs(frames - near) > Fraction(1, 1000)
        return near

    def warn(self, code: str) -> None:
        self.warned[code] = self.warned.get(code, 0) + 1

    def frames(self, time: RationalTime) -> int:
        return self.whole(self.exact(time))


def lay(timeline: schema.Timeline) -> Laid:
    """The timeline in whole frames. Raises `ExportRefused`: `timeline:unreadable`,
    `timeline:bad_rate`, `timeline:too_much`, `timeline:no_clips`.
    """
    told = _noted(timeline, OURS)
    if timeline.tracks.source_range is not None:
        raise ExportRefused(
            "timeline:unreadable", gettext_noop("the film is trimmed from outside, as a whole")
        )
    reading = _Reading(_rate(timeline, told))
    children = list(timeline.tracks)
    if len(children) > MOST_TRACKS:
        raise too_much(gettext_noop("more than %(most)s tracks"), MOST_TRACKS)
    tracks = tuple(_track(child, reading) for child in children)
    if not reading.items:
        raise ExportRefused("timeline:no_clips", gettext_noop("it is empty"))
    began = timeline.global_start_time
    ranges = [child.source_range for child in children if child.source_range is not None]
    if began is None and ranges:
        began = ranges[0].start_time
    start = reading.frames(began) if began is not None else 0
    return Laid(
        title=timeline.name or "",
        rate=reading.rate,
        tracks=tracks,
        start=start,
        drop_frame=bool(told.get("drop_frame", False)),
        marks=_marks(timeline.tracks.markers, None, reading),
        rounded=reading.rounded,
        warnings=tuple(reading.warned.items()),
    )


def _rate(timeline: schema.Timeline, told: dict[str, Any]) -> Fraction:
    if "rate" in told:
        try:
            return rate_of(float(Fraction(str(told["rate"]))))
        except (ValueError, ZeroDivisionError, OverflowError):
            raise _bad_rate(str(told["rate"])) from None
    tracks = [child for child in timeline.tracks if isinstance(child, schema.Track)]
    if timeline.global_start_time is not None and timeline.global_start_time.rate >= 10:
        return rate_of(timeline.global_start_time.rate)
    for track in sorted(tracks, key=lambda track: track.kind != VIDEO):
        for child in track:
            if not isinstance(child, schema.Transition):
                return rate_of(_range(child).duration.rate)
    raise ExportRefused("timeline:no_clips", gettext_noop("it is empty"))


def _range(child: Any) -> TimeRange:
    try:
        return child.trimmed_range()
    except (exceptions.OTIOError, ValueError):
        raise ExportRefused(
            "timeline:unreadable", gettext_noop("a clip of which nobody says how long it is")
        ) from None


def _track(child: Any, reading: _Reading) -> Track:
    if not isinstance(child, schema.Track):
        only = schema.Track(kind=VIDEO)
        only.append(child.deepcopy())
        child = only
    if _trims(child):
        try:
            child = algorithms.track_trimmed_to_range(child, child.source_range)
        except exceptions.OTIOError:
            said = gettext_noop("a track that is trimmed within a transition")
            raise ExportRefused("timeline:unreadable", said) from None
    at = Fraction(0)
    items: list[Item] = []
    changes: list[Change] = []
    for part in child:
        if isinstance(part, schema.Transition):
            changes += _change(part, at, reading)
            continue
        span = _range(part)
        length = reading.exact(span.duration)
        if length < 0:
            raise ExportRefused("timeline:unreadable", gettext_noop("a clip of less than nothing"))
        if not isinstance(part, schema.Gap):
            start, end = reading.whole(at), reading.whole(at + length)
            if start < end:
                items.append(_item(part, span, start, end, reading))
            else:
                reading.warn("no_length")
        at += length
    kind = AUDIO if child.kind == AUDIO else VIDEO
    return Track(kind, tuple(items), tuple(changes), child.name or "")


def _trims(track: schema.Track) -> bool:
    """The plugin for EDLs gives a track its record timecodes as a range, which trims nothing."""
    span = track.source_range
    return span is not None and span.duration != track.available_range().duration


def _change(part: schema.Transition, at: Fraction, reading: _Reading) -> list[Change]:
    """None where it would begin after its cut, or end before it."""
    early, late = (reading.exact(time) for time in (part.in_offset, part.out_offset))
    cut = reading.whole(at)
    before, after = cut - reading.whole(at - early), reading.whole(at + late) - cut
    if before < 0 or after < 0:
        reading.warn("odd_transitions")
        return []
    return [Change(cut, before, after, part.transition_type or "")]


def _noted(holder: Any, name: str) -> dict[str, Any]:
    """What is noted under `name`; another program may have put there anything."""
    found = holder.metadata.get(name, {})
    return dict(found) if hasattr(found, "items") else {}


def _item(part: Any, span: TimeRange, start: int, end: int, reading: _Reading) -> Item:
    reading.items += 1
    if reading.items > MOST_ITEMS:
        raise too_much(gettext_noop("more than %(most)s clips"), MOST_ITEMS)
    source = reading.frames(span.start_time)
    own = _noted(part, OURS)
    speed, effects = _effects(part)
    used = own.get("source_length")
    return Item(
        start=start,
        length=end - start,
        source=source,
        name=part.name or "",
        speed=speed,
        effects=effects,
        source_length=used if isinstance(used, int) and used > 0 else None,
        note=str(own.get("note", "")),
        grade=_grade(part),
        marks=_marks(part.markers, span, reading),
        enabled=part.enabled,
        other=_other(part),
        **_media(part, reading),
    )


def _other(part: Any) -> str:
    told = {name: part.metadata[name] for name in part.metadata if name not in _CARRIED}
    if "cdl" in part.metadata and _grade(part) is None:
        told["cdl"] = part.metadata["cdl"]  # numbers that are no colour decision
    if set(told) == {LOG} and hasattr(told[LOG], "items"):
        return digest({name: str(value) for name, value in told[LOG].items()})
    return digest({name: str(value) for name, value in told.items()}) if told else ""


def digest(told: dict[str, str]) -> str:
    """Twelve digits that stand for what other programs noted on a clip."""
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def _effects(part: Any) -> tuple[Fraction, int]:
    speed, others = Fraction(1), 0
    for effect in part.effects:
        if isinstance(effect, schema.LinearTimeWarp):
            scalar = 0.0 if isinstance(effect, schema.FreezeFrame) else effect.time_scalar
            speed *= Fraction(scalar).limit_denominator(100_000) if math.isfinite(scalar) else 1
        else:
            others += 1
    return speed, others


def _media(part: Any, reading: _Reading) -> dict[str, Any]:
    if not isinstance(part, schema.Clip):
        return {"kind": NESTED}
    reference = part.media_reference
    told: dict[str, Any] = {"kind": CLIP, "reel": _reel(part)}
    if isinstance(reference, schema.GeneratorReference):
        return told | {"kind": GENERATOR}
    if isinstance(reference, schema.ExternalReference):
        told["media"] = reference.target_url or ""
    elif isinstance(reference, schema.ImageSequenceReference):
        told["media"] = f"{reference.target_url_base or ''}{reference.name_prefix}"
    known = getattr(reference, "available_range", None)
    if known is not None and known.duration.value > 0:
        told["media_start"] = reading.frames(known.start_time)
        told["media_length"] = reading.frames(known.duration)
    return told


def _reel(part: schema.Clip) -> str:
    found = part.metadata.get("cmx_3600", {})
    return str(found.get("reel", "")) if hasattr(found, "get") else ""


def _grade(part: Any) -> Grade | None:
    told = part.metadata.get("cdl", {})
    try:
        sop = told["asc_sop"]
        three = [tuple(float(n) for n in sop[name]) for name in ("slope", "offset", "power")]
        sat = float(told.get("asc_sat", 1.0))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    good = all(len(row) == 3 and all(map(math.isfinite, row)) for row in three)
    least = min(*three[0], *three[2], sat) if good and math.isfinite(sat) else -1.0
    return (three[0], three[1], three[2], sat) if least >= 0 else None


def _marks(markers: Any, span: TimeRange | None, reading: _Reading) -> tuple[Mark, ...]:
    found = []
    for marker in markers:
        marked = marker.marked_range
        at = reading.exact(marked.start_time)
        if span is not None:
            at -= reading.exact(span.start_time)
        length = max(1, reading.frames(marked.duration))
        text = ": ".join(filter(None, (marker.name, marker.comment)))
        colour = str(marker.color or "")
        found.append(Mark(reading.whole(at), length, text, colour))
    return tuple(sorted(found, key=lambda mark: (mark.at, mark.length, mark.text)))
