"""Every editorial file, into every format and back: the losses found are the losses told."""

import json
import os
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from projects.interchange.refusal import ExportRefused
from projects.interchange.timecode import day
from projects.interchange.timelines.carrying import FORMATS, carried
from projects.interchange.timelines.converting import again
from projects.interchange.timelines.differences import differences
from projects.interchange.timelines.laid import Laid
from projects.interchange.timelines.losses import losses
from projects.interchange.timelines.reading import Read, read
from projects.interchange.timelines.writing import write
from tests.projects.interchange.films_laid import CLOCKS, everything, plain, whole_day

DATA = Path(os.environ.get("LAST_MILE_DATA", "../shared/data")) / "editorial"
KINDS = (".edl", ".otio", ".fcpxml", ".xml", ".aaf", ".ale")
FILES = sorted(path.name for path in DATA.glob("*") if path.suffix in KINDS)
BACK = [format for format in FORMATS if format != "csv"]
#: What nobody can read, here or with OpenTimelineIO: a newer schema, a filter, an empty sequence.
REFUSED = {
    "screening_example.otio": "timeline:unreadable",
    "premiere_example_filter.xml": "timeline:unknown",
    "sample_just_track.xml": "timeline:no_clips",
}
needs_data = pytest.mark.skipif(not FILES, reason="the editorial files are not beside the project")


@cache
def opened(name: str) -> Read:
    unsaid = Fraction(25 if name.startswith("25") else 24)
    return read(DATA / name, unsaid if name.endswith(".edl") else None)


def told(laid: Laid, format: str) -> dict[str, int]:
    return {loss.code: loss.count for loss in losses(laid, format) if loss.code != "several_files"}


def trip(laid: Laid, format: str, timeline=None) -> dict[str, int]:
    """What is missing after the film was written as `format` and read again."""
    return dict(differences(laid, again(write(laid, format, timeline), laid.rate)))


@needs_data
@pytest.mark.parametrize("name", FILES)
def test_what_is_lost_is_what_was_told(name):
    if name in REFUSED:
        with pytest.raises(ExportRefused) as refused:
            opened(name)
        assert refused.value.code == REFUSED[name]
        return
    got = opened(name)
    for format in BACK:
        assert trip(got.laid, format, got.timeline) == told(got.laid, format), format
    assert not told(got.laid, "otio")


@needs_data
@pytest.mark.parametrize("name", [name for name in FILES if name not in REFUSED])
def test_it_is_read_as_the_reference_reads_it(name):
    rows = json.loads((DATA / "truth.json").read_text())["files"]
    truth = next(row for row in rows if row["file"] == name)["reference_reading"]
    if truth["root"] != "Timeline":
        return
    laid = opened(name).laid
    assert laid.rate == pytest.approx(truth["rate"])
    ours = sum(len(track.items) for track in laid.tracks)
    nested = sum(item.kind == "nested" for item in laid.items())
    if not nested:
        assert ours == truth["counts"]["Clip"]
        changes = sum(len(track.changes) for track in laid.tracks)
        assert changes == truth["counts"].get("Transition", 0)
    #: The reference stretches one event of this list, whose source is a frame longer.
    longer = 1 if name == "sample_cdl_edl.edl" else 0
    tail = truth["duration_frames"] - laid.length - longer
    # A gap at the end, and an effect of a clip's length, count there and are nothing to see.
    assert tail == 0 or (tail > 0 and (truth["counts"].get("Gap", 0) or nested))


@pytest.mark.parametrize("format", BACK)
def test_a_film_of_everything_loses_what_was_told(format):
    laid = everything()
    assert trip(laid, format) == told(laid, format)


@pytest.mark.parametrize("format", BACK)
def test_a_plain_film_keeps_every_frame(format):
    laid = plain()
    assert not {"places", "sources", "clips", "clip_names"} & (
        set(told(laid, format)) - ({"places"} if format == "ale" else set())
    )
    assert trip(laid, format) == told(laid, format)


@pytest.mark.parametrize("clock", CLOCKS, ids=str)
@pytest.mark.parametrize("format", BACK)
def test_a_day_ends_on_its_last_frame(format, clock):
    laid = whole_day(*clock, count=6 if format == "aaf" else 48)
    back = again(write(laid, format), laid.rate)
    assert [(item.start, item.end, item.source) for item in back.items()] == [
        (item.start, item.end, item.source) for item in laid.items()
    ]
    assert back.length == day(*clock) and back.rate == laid.rate
    assert back.drop_frame == (laid.drop_frame and format != "aaf")


@pytest.mark.parametrize("format", ["otio", "fcpxml", "fcp7", "ale"])
def test_a_rate_that_the_file_contradicts_is_refused(format, tmp_path):
    (file,) = write(plain(), format)
    path = tmp_path / f"film{file.ending}"
    path.write_bytes(file.content)
    assert read(path).laid.rate == read(path, Fraction(24000, 1001)).laid.rate
    with pytest.raises(ExportRefused) as refused:
        read(path, Fraction(25))
    assert refused.value.code == "timeline:wrong_rate" and "23.976" in refused.value.detail


@pytest.mark.parametrize("format", FORMATS)
def test_what_a_format_carries_it_carries_twice(format):
    once = carried(everything(), format)
    assert not differences(once, carried(once, format))
