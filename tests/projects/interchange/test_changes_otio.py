"""The timeline of changes as OpenTimelineIO reads it back."""

from fractions import Fraction

from opentimelineio import adapters

from projects.interchange.changes_otio import Clip, Media, write_changes

EARLIER = Media("a.mov", 500, Fraction(24))
LATER = Media("b.mov", 300, Fraction(24000, 1001))
CUT = [
    Clip(0, 100, "Shot 001", "kept", facts={"head": 0}),
    Clip(100, 300, "Shot 002", "moved", "moved, head trimmed by 3 frames", {"head": 3}),
]


def read(lost=()):
    return adapters.read_from_string(
        write_changes("what", EARLIER, LATER, CUT, list(lost)), "otio_json"
    )


def test_the_later_cut_is_there_with_what_was_done():
    timeline = read()
    (track,) = timeline.tracks
    first, second = track
    assert timeline.global_start_time.to_timecode() == "01:00:00:00"
    assert (first.source_range.start_time.value, first.source_range.duration.value) == (0, 100)
    assert not first.markers and first.metadata["last_mile"]["change"] == "kept"
    assert second.markers[0].name == "moved, head trimmed by 3 frames"
    assert second.markers[0].marked_range == second.source_range
    assert second.metadata["last_mile"]["head"] == 3
    assert second.media_reference.target_url == "b.mov"
    assert timeline.metadata["last_mile"]["later"]["rate"] == "24000/1001"
    assert not adapters.read_from_string(timeline.to_json_string(), "otio_json").tracks[1:]


def test_lost_shots_stand_where_they_were_and_are_switched_off():
    lost = [
        Clip(10, 30, "Lost 001", "lost", "lost", at=50),
        Clip(30, 60, "Lost 002", "lost", at=50),
    ]
    cut, gone = read(lost).tracks
    assert cut.enabled and not gone.enabled
    gap, one, other = gone
    assert gap.source_range.duration.value == 50
    assert one.media_reference.available_range.duration.value == 500
    assert other.source_range.start_time.value == 30
    assert one.markers[0].color == "RED" and not other.markers
