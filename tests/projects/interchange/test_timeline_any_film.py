"""Films that nobody made: whatever is in them, each format loses what it says, and no more."""

from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from projects.interchange.refusal import ExportRefused
from projects.interchange.timelines.converting import again
from projects.interchange.timelines.differences import differences
from projects.interchange.timelines.laid import (
    AUDIO,
    CLIP,
    GENERATOR,
    NESTED,
    VIDEO,
    Change,
    Item,
    Laid,
    Mark,
    Track,
)
from projects.interchange.timelines.losses import losses
from projects.interchange.timelines.reading import read
from projects.interchange.timelines.writing import write

RATES = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(50)]
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=20).map(
    str.strip
)


@st.composite
def items(draw, rate) -> tuple[Item, ...]:
    """In order, with gaps, of the source's second hour."""
    at, found = 0, []
    for _ in range(draw(st.integers(1, 5))):
        at += draw(st.sampled_from([0, 0, 0, 1, 40]))
        length = draw(st.integers(30, 400))
        marks = draw(
            st.lists(
                st.builds(Mark, st.integers(0, length - 1), st.integers(1, 9), WORDS), max_size=2
            )
        )
        kind = draw(st.sampled_from([CLIP, CLIP, CLIP, GENERATOR, NESTED]))
        found.append(
            Item(
                at,
                length,
                draw(st.integers(round(rate) * 3600, round(rate) * 4000)),
                name=draw(WORDS),
                media=draw(st.sampled_from(["A001.mov", "/b/c d.mov", ""])) if kind == CLIP else "",
                reel=draw(st.sampled_from(["A001", "A001C001_220201", ""])) if kind == CLIP else "",
                speed=draw(st.sampled_from([Fraction(1)] * 3 + [Fraction(1, 2), Fraction(2)])),
                note=draw(WORDS),
                marks=tuple(sorted(marks, key=lambda mark: (mark.at, mark.length, mark.text))),
                kind=kind,
                enabled=draw(st.booleans()),
            )
        )
        at += length
    return tuple(found)


@st.composite
def films(draw) -> Laid:
    rate = draw(st.sampled_from(RATES))
    tracks = []
    for kind in [VIDEO, *draw(st.lists(st.sampled_from([VIDEO, AUDIO]), max_size=3))]:
        row = draw(items(rate))
        cuts = sorted({item.start for item in row} | {item.end for item in row})
        chosen = [cut for cut in cuts if draw(st.booleans())]
        changes = tuple(
            Change(cut, draw(st.integers(0, 10)) if cut else 0, draw(st.integers(1, 10)))
            for cut in chosen
        )
        tracks.append(Track(kind, row, changes, draw(WORDS)))
    tracks.sort(key=lambda track: track.kind == AUDIO)
    start = round(rate) * 3600
    return Laid(draw(WORDS), rate, tuple(tracks), start, rate == Fraction(30000, 1001))


@settings(deadline=None, max_examples=60)
@given(laid=films(), format=st.sampled_from(["edl", "otio", "fcpxml", "fcp7", "ale"]))
def test_what_is_told_is_what_is_lost(laid, format):
    told = {loss.code: loss.count for loss in losses(laid, format)}
    assert dict(differences(laid, again(write(laid, format), laid.rate))) == told


@settings(deadline=None, max_examples=150)
@given(junk=st.binary(max_size=300), head=st.sampled_from([b"", b"{", b"<fcpxml>", b"TITLE: x\n"]))
@example(junk=bytes.fromhex("d0cf11e0a1b11ae1"), head=b"")  # an AAF that ends at once
@example(junk=bytes.fromhex("d0cf11e0a1b11ae1") + bytes(292), head=b"")
def test_junk_is_refused(junk, head, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "junk"
    path.write_bytes(head + junk)
    with pytest.raises(ExportRefused):
        read(path, Fraction(24))
