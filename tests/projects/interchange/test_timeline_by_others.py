"""What we write, as OpenTimelineIO's own plugins read it: two readings that share no line."""

import warnings
from fractions import Fraction

import opentimelineio as otio
import pytest

from projects.interchange.timelines.laid import AUDIO, VIDEO, Change, Laid, Track
from projects.interchange.timelines.neutral import lay
from projects.interchange.timelines.writing import write
from tests.projects.interchange.films_laid import FILM, NTSC, clip

RATES = [Fraction(24), FILM, NTSC, Fraction(25)]


def film(rate, changes=()) -> Laid:
    """Two picture tracks and a sound track, with gaps."""
    return Laid(
        "A film",
        rate,
        (
            Track(VIDEO, (clip(0), clip(48, 30), clip(100)), changes),
            Track(VIDEO, (clip(20, 10), clip(60, 20))),
            Track(AUDIO, (clip(0, 96, name="Sound"),)),
        ),
        86_400,
    )


def by_plugin(laid: Laid, format: str, adapter: str, **options):
    text = write(laid, format)[0].content.decode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return otio.adapters.read_from_string(text, adapter_name=adapter, **options)


def places(laid: Laid, kind=VIDEO):
    return [
        [(item.start, item.length, item.source, item.name) for item in track.items]
        for track in laid.of(kind)
    ]


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_final_cut_seven(rate):
    changes = (Change(48, 5, 5), Change(148, 10, 0))
    laid = film(rate, changes)
    theirs = lay(by_plugin(laid, "fcp7", "fcp_xml"))
    assert places(theirs) == places(laid) and places(theirs, AUDIO) == places(laid, AUDIO)
    assert theirs.rate == rate and theirs.start == laid.start
    found = [(change.at, change.before, change.after) for change in theirs.tracks[0].changes]
    assert found == [(48, 5, 5), (148, 10, 0)]
    assert {item.media for item in theirs.items()} == {"A001.mov"}


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_final_cut_ten(rate):
    """The plugin counts in floating seconds: at NTSC rates it is a frame out now and then."""
    laid = film(rate)
    found = by_plugin(laid, "fcpxml", "fcpx_xml")
    ours = sorted((i.name, i.source, i.length) for i in laid.items() if i.name != "Sound")
    theirs = []
    for each in found.find_clips():
        if each.name.startswith("Clip"):
            span = each.trimmed_range()
            times = (span.start_time, span.duration)
            theirs.append((each.name, *(t.rescaled_to(float(rate)).value for t in times)))
    assert len(theirs) == len(ours)
    out = 0.01 if rate.denominator == 1 else 1.01
    for (name, source, length), (other, began, lasts) in zip(ours, sorted(theirs), strict=True):
        assert name == other and abs(began - source) < out and abs(lasts - length) < out


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25)], ids=str)
def test_edit_decision_lists(rate):
    laid = film(rate, (Change(48, 0, 8),))
    timeline = by_plugin(
        Laid(laid.title, rate, laid.tracks[:1], laid.start),
        "edl",
        "cmx_3600",
        rate=float(rate),
    )
    theirs = lay(timeline)
    assert places(theirs) == places(laid)[:1]
    assert [(c.at, c.length) for c in theirs.tracks[0].changes] == [(48, 8)]


def test_aaf_is_what_the_plugin_reads_and_holds_no_foreign_file(tmp_path):
    """The plugin opens a media file where a path that ends in aaf says: it is given none."""
    trap = tmp_path / "trap.aaf"
    trap.write_bytes(b"no AAF at all")
    laid = Laid("A film", Fraction(24), (Track(VIDEO, (clip(0, media=str(trap)),)),), 0)
    path = tmp_path / "film.aaf"
    path.write_bytes(write(laid, "aaf")[0].content)
    found = otio.adapters.read_from_file(str(path))
    (only,) = found.find_clips()
    assert only.media_reference.target_url == f"file://{trap}"
    assert only.source_range.start_time.value == 90_000
