"""Films with something of everything, for the tests of formats that carry timelines."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from projects.interchange.timecode import day
from projects.interchange.timelines.laid import (
    AUDIO,
    GENERATOR,
    NESTED,
    VIDEO,
    Change,
    Item,
    Laid,
    Mark,
    Track,
)

FILM, NTSC = Fraction(24000, 1001), Fraction(30000, 1001)
CLOCKS = [(FILM, False), (NTSC, True), (NTSC, False), (Fraction(25), False)]
GRADE = ((1.1, 1.0, 0.9), (0.01, -0.02, 0.0), (1.0, 1.05, 1.0), 0.9)


def clip(start: int, length: int = 48, **changes) -> Item:
    """Of the source's second hour."""
    fields = {"source": 90_000 + start, "name": f"Clip {start}", "media": "A001.mov"}
    return Item(start, length, **{**fields, "reel": "A001", **changes})


def plain(count: int = 3, rate: Fraction = FILM, **changes) -> Laid:
    """Clips of two seconds, one after the other, which every format carries whole."""
    items = tuple(clip(48 * n) for n in range(count))
    return Laid("A film", rate, (Track(VIDEO, items),), 86_400, **changes)


def everything() -> Laid:
    """A film of which each format but OpenTimelineIO loses something."""
    first = (
        clip(0, marks=(Mark(5, 12, "Softer", "GREEN"),), grade=GRADE, note="Good\nSoft"),
        clip(48, speed=Fraction(1, 2), enabled=False),
        clip(96, media="", kind=GENERATOR, name="Title"),
        clip(200, kind=NESTED, media="", reel="", name="Within"),
        clip(248, reel="A001C001_220201_ABCD", effects=2, source_length=50),
    )
    above = (clip(10, 20, media_start=86_400, media_length=50_000), clip(30, 20))
    sound = tuple(Track(AUDIO, (clip(0, 96, name=f"Sound {n}"),), name=f"A{n}") for n in range(6))
    return Laid(
        "A film " * 20,
        FILM,
        (
            Track(VIDEO, first, (Change(48, 6, 6), Change(96, 3, 8, "SMPTE_Wipe")), "Picture"),
            Track(VIDEO, above, (Change(30, 4, 4),), "Titles"),
            *sound,
        ),
        86_400,
        marks=(Mark(20, 1, "Reel change"),),
    )


def whole_day(rate: Fraction, drop_frame: bool, count: int = 48) -> Laid:
    """Clips over 24 hours, the last of which ends at midnight, source and record alike."""
    end = day(rate, drop_frame)
    marks = [end * n // count for n in range(count + 1)]
    items = tuple(
        Item(a, b - a, a, name=f"Clip {a}", media="A001.mov", reel="A001")
        for a, b in pairwise(marks)
    )
    return Laid("A day", rate, (Track(VIDEO, items),), 0, drop_frame)


def late(laid: Laid, by: int) -> Laid:
    """The same film, later on the clock."""
    return replace(laid, start=laid.start + by)
