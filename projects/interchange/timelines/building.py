"""A film in whole frames as OpenTimelineIO's objects."""

from collections.abc import Iterator
from typing import Any

from opentimelineio import schema
from opentimelineio.opentime import RationalTime, TimeRange

from projects.interchange.timelines.laid import GENERATOR, NESTED, Change, Item, Laid, Mark, Track
from projects.interchange.timelines.neutral import LOG, OURS


def build(laid: Laid) -> schema.Timeline:
    """The film as an OpenTimelineIO timeline; `lay` gives the same film back."""
    rate = float(laid.rate)
    timeline = schema.Timeline(name=laid.title)
    timeline.global_start_time = RationalTime(laid.start, rate)
    timeline.metadata[OURS] = {
        "rate": f"{laid.rate.numerator}/{laid.rate.denominator}",
        "drop_frame": laid.drop_frame,
    }
    timeline.tracks.markers.extend(_marker(mark, 0, rate) for mark in laid.marks)
    for track in laid.tracks:
        row = schema.Track(name=track.name, kind=track.kind)
        row.extend(list(_children(track, rate)))
        timeline.tracks.append(row)
    return timeline


def _children(track: Track, rate: float) -> Iterator[Any]:
    at = 0
    changes = {change.at: change for change in track.changes}
    for item in track.items:
        if item.start > at:
            yield from _transition(changes.pop(at, None), rate)
            yield schema.Gap(duration=RationalTime(item.start - at, rate))
        yield from _transition(changes.pop(item.start, None), rate)
        yield _part(item, rate)
        at = item.end
    yield from _transition(changes.pop(at, None), rate)


def _transition(change: Change | None, rate: float) -> Iterator[schema.Transition]:
    if change is not None:
        yield schema.Transition(
            transition_type=change.kind,
            in_offset=RationalTime(change.before, rate),
            out_offset=RationalTime(change.after, rate),
        )


def _part(item: Item, rate: float) -> Any:
    span = TimeRange(RationalTime(item.source, rate), RationalTime(item.length, rate))
    clip: Any = schema.Stack(name=item.name, source_range=span)
    if item.kind != NESTED:
        reference = _reference(item, rate)
        clip = schema.Clip(name=item.name, source_range=span, media_reference=reference)
    clip.enabled = item.enabled
    if item.reel:
        clip.metadata["cmx_3600"] = {"reel": item.reel}
    if item.grade:
        names = dict(zip(("slope", "offset", "power"), map(list, item.grade[:3]), strict=True))
        clip.metadata["cdl"] = {"asc_sop": names, "asc_sat": item.grade[3]}
    own = {"note": item.note, "source_length": item.source_length}
    if kept := {name: value for name, value in own.items() if value}:
        clip.metadata[OURS] = kept
    if item.speed == 0:
        clip.effects.append(schema.FreezeFrame())
    elif item.speed != 1:
        clip.effects.append(schema.LinearTimeWarp(time_scalar=float(item.speed)))
    clip.effects.extend(schema.Effect(effect_name="unknown") for _ in range(item.effects))
    if item.extra:
        clip.metadata[LOG] = dict(item.extra)
    clip.markers.extend(_marker(mark, item.source, rate) for mark in item.marks)
    return clip


def _reference(item: Item, rate: float) -> Any:
    known = None
    if item.media_start is not None and item.media_length is not None:
        known = TimeRange(
            RationalTime(item.media_start, rate), RationalTime(item.media_length, rate)
        )
    if item.kind == GENERATOR:
        return schema.GeneratorReference(generator_kind="unknown", available_range=known)
    if item.media:
        return schema.ExternalReference(target_url=item.media, available_range=known)
    return schema.MissingReference(available_range=known)


def _marker(mark: Mark, source: int, rate: float) -> schema.Marker:
    span = TimeRange(RationalTime(source + mark.at, rate), RationalTime(mark.length, rate))
    return schema.Marker(name=mark.text, marked_range=span, color=mark.colour)
