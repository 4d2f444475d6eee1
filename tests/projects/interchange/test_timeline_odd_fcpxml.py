"""Final Cut Pro XML as Final Cut writes it: auditions, synchronised clips, speeds, lanes."""

from xml.etree.ElementTree import fromstring

from projects.interchange.timelines.fcpxml_reading import read_fcpxml, sequences
from projects.interchange.timelines.laid import NESTED

# Resources stand last here: nothing promises that they come first.
FILM = """<fcpxml version="1.10"><library><event><project name="Film">
<sequence format="r1" tcStart="3600s"><spine>{}</spine></sequence></project></event></library>
<resources><format id="r1" frameDuration="1/25s"/>
<asset id="both" start="3600s" duration="100s" hasVideo="1" hasAudio="1" src="file:///A.mov"/>
<asset id="sound" start="0s" duration="100s" hasAudio="1" src="file:///M.wav"/>
</resources></fcpxml>"""


def film(spine):
    root = fromstring(FILM.format(spine))
    return read_fcpxml(root, *sequences(root)[0])


def clip(offset, start, duration, within="", **more):
    told = {"ref": "both", "offset": offset, "start": start, "duration": duration, **more}
    words = " ".join(f'{name}="{text}"' for name, text in told.items())
    return f"<asset-clip {words}>{within}</asset-clip>"


def places(laid):
    return [
        (track.kind, item.name, item.start, item.length, item.source)
        for track in laid.tracks
        for item in track.items
    ]


def test_the_clip_chosen_of_an_audition_stands_where_the_audition_does():
    others = clip("0s", "3650s", "7s", name="other")
    choice = '<asset-clip ref="both" name="chosen" start="3605s" duration="4s"/>' + others
    laid = film(
        f'<audition offset="3600s">{choice}</audition>'
        + clip(
            "3604s",
            "3610s",
            "2s",
            f'<audition lane="1" offset="3611s">{choice}</audition>',
            name="next",
        )
    )
    assert places(laid) == [
        ("Video", "chosen", 0, 100, 90_125),
        ("Video", "next", 100, 50, 90_250),
        ("Video", "chosen", 125, 100, 90_125),
    ]
    assert laid.warnings == (("auditions", 2),)


def test_what_a_synchronised_clip_holds_is_not_laid_over_it():
    within = clip("0s", "3600s", "100s", clip("3600s", "0s", "9s", ref="sound", lane="-1"))
    connected = clip("3601s", "3620s", "1s", name="over", lane="1")
    laid = film(
        '<sync-clip name="both" offset="3600s" start="3600s" duration="4s">'
        f"<spine>{within}</spine>{connected}</sync-clip>"
    )
    assert places(laid) == [
        ("Video", "both", 0, 100, 90_000),
        ("Video", "over", 25, 25, 90_500),
    ]
    assert [item.kind == NESTED for item in laid.items()] == [True, False]


def test_a_slowed_clip_begins_where_its_time_map_says():
    """Half speed from 3600 s: twenty seconds in, ten seconds of the media have been seen."""
    points = '<timept time="3600s" value="3600s"/><timept time="3800s" value="3700s"/>'
    (item,) = film(clip("3600s", "3620s", "4s", f"<timeMap>{points}</timeMap>")).items()
    assert (item.source, item.length, item.speed) == (90_250, 100, 0.5)
    assert item.source_end == 90_300


def test_a_speed_that_changes_on_the_way_is_told():
    points = "".join(
        f'<timept time="{time}s" value="{value}s"/>'
        for time, value in ((3600, 3600), (3602, 3601), (3604, 3607))
    )
    laid = film(clip("3600s", "3603s", "1s", f"<timeMap>{points}</timeMap>"))
    (item,) = laid.items()
    assert (item.source, item.speed) == (90_100, 3)
    assert laid.warnings == (("ramps_unread", 1),)


def test_picture_is_what_is_seen_on_whichever_side_it_is_connected():
    laid = film(
        clip(
            "3600s",
            "3600s",
            "4s",
            clip("3600s", "3620s", "2s", name="below", lane="-1")
            + clip("3600s", "0s", "2s", name="music", lane="1", ref="sound")
            + clip("3600s", "3600s", "2s", name="voice", lane="2", srcEnable="audio")
            + '<clip name="apart" lane="-2" offset="3600s" duration="2s"><gap duration="9s">'
            '<audio ref="both" lane="-1" offset="0s" duration="9s"/></gap></clip>',
            name="main",
        )
    )
    assert [(kind, name) for kind, name, *_frames in places(laid)] == [
        ("Video", "main"),
        ("Video", "below"),
        ("Audio", "music"),
        ("Audio", "voice"),
        ("Audio", "apart"),
    ]


def test_captions_are_told_as_not_read():
    caption = '<caption lane="1" offset="3600s" duration="1s"/>'
    assert film(clip("3600s", "3600s", "4s", caption)).warnings == (("captions_unread", 1),)
