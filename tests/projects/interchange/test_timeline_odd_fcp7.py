"""Final Cut Pro 7 XML as Premiere and others write it: tracks switched off, clocks in words."""

from xml.etree.ElementTree import fromstring

import pytest

from projects.interchange.timelines.fcp7_reading import read_fcp7, sequences

RATE = "<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>"


def film(*tracks, clock="01:00:00:00", shown="DF"):
    root = fromstring(
        f'<xmeml version="4"><sequence id="s"><name>Film</name>{RATE}<timecode>{RATE}'
        f"<string>{clock}</string><displayformat>{shown}</displayformat></timecode>"
        f"<media><video>{''.join(map('<track>{}</track>'.format, tracks))}</video></media>"
        "</sequence></xmeml>"
    )
    return read_fcp7(root, *sequences(root)[0])


def clip(name, more=""):
    place = "<start>0</start><end>30</end><in>0</in><out>30</out>"
    return f'<clipitem id="{name}"><name>{name}</name>{RATE}{place}{more}</clipitem>'


def test_what_lies_on_a_track_that_is_switched_off_is_switched_off():
    off, on = "<enabled>FALSE</enabled>", "<enabled>TRUE</enabled>"
    laid = film(clip("a") + on, clip("b") + off, clip("c", off), clip("d", on) + off)
    assert [item.enabled for item in laid.items()] == [True, False, False, False]


@pytest.mark.parametrize(
    ("clock", "shown", "start"),
    [
        ("01:00:00:00", "DF", 107_892),
        ("01:00:00;00", "DF", 107_892),
        ("01:00:00:00", "NDF", 108_000),
    ],
)
def test_a_clock_in_words_counts_as_it_says_it_is_shown(clock, shown, start):
    laid = film(clip("a"), clock=clock, shown=shown)
    assert (laid.start, laid.drop_frame) == (start, shown == "DF")
