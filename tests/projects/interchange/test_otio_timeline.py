"""OTIO keeps everything."""

import opentimelineio as otio
from hypothesis import given, settings

from projects.interchange.otio_timeline import write_otio
from tests.projects.interchange.lists_of_cuts import cut_lists, long_list


@settings(max_examples=60, deadline=None)
@given(cutlist=cut_lists())
def test_frames_names_and_notes_come_back(cutlist):
    timeline = otio.adapters.read_from_string(write_otio(cutlist), "otio_json")
    clips = list(timeline.find_clips())
    start = timeline.global_start_time.value
    assert timeline.global_start_time.rate == float(cutlist.rate)
    assert [clip.name for clip in clips] == [shot.name for shot in cutlist.shots]
    sources = [(clip.source_range.start_time.value, clip.source_range.end_time_exclusive().value)
               for clip in clips]  # fmt: skip
    assert sources == cutlist.sources()
    records = [clip.range_in_parent() for clip in clips]
    assert [
        (start + r.start_time.value, start + r.end_time_exclusive().value) for r in records
    ] == cutlist.records()
    notes = [clip.metadata.get("last_mile", {}).get("note", "") for clip in clips]
    assert notes == [shot.note for shot in cutlist.shots]


@settings(max_examples=30, deadline=None)
@given(cutlist=cut_lists())
def test_a_dissolve_is_a_marker_where_it_is_in_the_source(cutlist):
    timeline = otio.adapters.read_from_string(write_otio(cutlist), "otio_json")
    for clip, shot in zip(timeline.find_clips(), cutlist.shots, strict=True):
        marked = [(m.name, m.marked_range.start_time.value) for m in clip.markers]
        change = shot.transition
        assert marked == ([(change.kind, cutlist.source_start + change.start)] if change else [])


def test_media_is_named_without_a_path_and_covers_all_shots():
    timeline = otio.adapters.read_from_string(write_otio(long_list(3)), "otio_json")
    for clip in timeline.find_clips():
        assert clip.media_reference.target_url == "A001.mov"
        assert clip.available_range().duration.value == 30
    assert timeline.metadata["last_mile"]["rate"] == "25/1"
