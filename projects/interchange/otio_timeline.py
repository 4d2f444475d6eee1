"""The cut list as an OpenTimelineIO timeline."""

from opentimelineio import schema
from opentimelineio.opentime import RationalTime, TimeRange

from projects.interchange.cutlist import CutList, Shot


def write_otio(cutlist: CutList) -> str:
    """OTIO JSON of one video track, one clip per shot, frames by the source's timecode.

    Transitions are already in the picture, so that they become markers and no effects.
    """
    rate = float(cutlist.rate)
    timeline = schema.Timeline(name=cutlist.title)
    timeline.global_start_time = RationalTime(cutlist.record_start, rate)
    track = schema.Track(name="V1", kind=schema.TrackKind.Video)
    timeline.tracks.append(track)
    for shot, (start, _) in zip(cutlist.shots, cutlist.sources(), strict=True):
        track.append(_clip(cutlist, shot, start))
    timeline.metadata["last_mile"] = {
        "rate": f"{cutlist.rate.numerator}/{cutlist.rate.denominator}",
        "drop_frame": cutlist.drop_frame,
    }
    return timeline.to_json_string(indent=2)


def _clip(cutlist: CutList, shot: Shot, start: int) -> schema.Clip:
    clip = schema.Clip(
        name=shot.name,
        media_reference=_reference(cutlist),
        source_range=_range(start, shot.length, cutlist),
    )
    clip.metadata["cmx_3600"] = {"reel": cutlist.reel}
    if shot.note:
        clip.metadata["last_mile"] = {"note": shot.note}
    if shot.transition:
        clip.markers.append(_marker(cutlist, shot))
    return clip


def _marker(cutlist: CutList, shot: Shot) -> schema.Marker:
    change = shot.transition
    assert change is not None
    start = cutlist.source_start + change.start
    return schema.Marker(
        name=change.kind, marked_range=_range(start, change.end - change.start, cutlist)
    )


def _reference(cutlist: CutList) -> schema.ExternalReference:
    """The media by its name alone: where it lies is the business of the room it goes to."""
    end = max(shot.end_exclusive for shot in cutlist.shots)
    reference = schema.ExternalReference(
        target_url=cutlist.source_name,
        available_range=_range(cutlist.source_start, end, cutlist),
    )
    reference.name = cutlist.source_name
    return reference


def _range(start: int, length: int, cutlist: CutList) -> TimeRange:
    rate = float(cutlist.rate)
    return TimeRange(RationalTime(start, rate), RationalTime(length, rate))
