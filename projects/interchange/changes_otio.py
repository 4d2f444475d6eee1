"""What was changed between two cuts, as an OpenTimelineIO timeline of the later one.

The track "Cut" holds the later film shot by shot; each changed clip has a marker that says what
was done and all numbers in its metadata. The track "Lost" is switched off and holds shots of the
earlier film that are gone, about where they were.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from opentimelineio import schema
from opentimelineio.opentime import RationalTime, TimeRange

OURS = "last_mile"
COLOURS = {
    "new": schema.MarkerColor.GREEN,
    "moved": schema.MarkerColor.BLUE,
    "lost": schema.MarkerColor.RED,
    "unsure": schema.MarkerColor.ORANGE,
}


@dataclass(frozen=True)
class Media:
    """A film: its file's name, its length in frames, frames per second."""

    name: str
    frames: int
    rate: Fraction


@dataclass(frozen=True)
class Clip:
    """Frames `start` to `end` (exclusive) of a film. `change` is one word, `told` a sentence (none
    for what was kept), `facts` is JSON-ready. `at` is the place in the timeline of a lost one."""

    start: int
    end: int
    name: str
    change: str
    told: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    at: int = 0


def write_changes(
    title: str, earlier: Media, later: Media, cut: Sequence[Clip], lost: Sequence[Clip]
) -> str:
    """OTIO JSON; `lost` in the order of their places."""
    timeline = schema.Timeline(name=title)
    timeline.global_start_time = RationalTime(round(later.rate) * 3600, float(later.rate))
    timeline.metadata[OURS] = {"earlier": _about(earlier), "later": _about(later)}
    track = schema.Track(name="Cut", kind=schema.TrackKind.Video)
    track.extend([_clip(clip, later) for clip in cut])
    timeline.tracks.append(track)
    if lost:
        timeline.tracks.append(_gone(lost, earlier, later))
    return timeline.to_json_string(indent=2)


def _about(media: Media) -> dict[str, Any]:
    rate = f"{media.rate.numerator}/{media.rate.denominator}"
    return {"name": media.name, "frames": media.frames, "rate": rate}


def _gone(lost: Sequence[Clip], earlier: Media, later: Media) -> schema.Track:
    """Lost clips with gaps between, so that each begins where it was or after the one before."""
    track = schema.Track(name="Lost", kind=schema.TrackKind.Video)
    track.enabled = False
    end, speed = 0, later.rate / earlier.rate
    for clip in lost:
        if clip.at > end:
            track.append(schema.Gap(source_range=_range(0, clip.at - end, later)))
            end = clip.at
        track.append(_clip(clip, earlier))
        end += round((clip.end - clip.start) * speed)
    return track


def _clip(clip: Clip, media: Media) -> schema.Clip:
    reference = schema.ExternalReference(
        target_url=media.name, available_range=_range(0, media.frames, media)
    )
    reference.name = media.name
    span = _range(clip.start, clip.end - clip.start, media)
    made = schema.Clip(name=clip.name, media_reference=reference, source_range=span)
    made.metadata[OURS] = {"change": clip.change, **clip.facts}
    if clip.told:
        colour = COLOURS.get(clip.change, schema.MarkerColor.YELLOW)
        marker = schema.Marker(name=clip.told, marked_range=span, color=colour)
        marker.metadata[OURS] = {"change": clip.change}
        made.markers.append(marker)
    return made


def _range(start: int, length: int, media: Media) -> TimeRange:
    rate = float(media.rate)
    return TimeRange(RationalTime(start, rate), RationalTime(length, rate))
