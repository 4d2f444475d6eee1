"""Log pictures on a screen: grey stays grey at its place, white is white, colours gain."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from projects.media import curves
from projects.media.looks import LOOKS, shown, table
from projects.media.lut import check_cube
from projects.media.poster import poster
from projects.media.probe import probe
from projects.media.proxy import proxy

#: Where the makers say that a grey card of 18 % lies, 1 being the largest code.
GREY = {
    curves.slog3: 420 / 1023,
    curves.logc3: 0.391,
    curves.logc4: 0.2784,
    curves.vlog: 433 / 1023,
    curves.clog3: 0.343389,
    curves.applelog: 0.4883,
    curves.log3g10: 1 / 3,
}


@pytest.mark.parametrize("curve", GREY, ids=lambda curve: curve.__name__)
def test_the_grey_card_lies_where_the_maker_says(curve):
    assert curve(np.array(GREY[curve])) == pytest.approx(0.18, abs=5e-4)


def test_the_white_of_a_film_scan_is_at_685():
    assert curves.cineon(np.array([95, 685]) / 1023) == pytest.approx([0, 0.9], abs=1e-9)


@pytest.mark.parametrize("name", LOOKS)
def test_more_code_is_more_light(name):
    light = LOOKS[name].curve(np.linspace(0, 1, 512))
    assert (np.diff(light) > 0).all() and light[0] < 0.001 and light[-1] > 7


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_neutral_stays_neutral_and_white_is_reached(name):
    greys = np.repeat(np.linspace(0, 1, 9)[:, None], 3, 1)
    out = shown(name, greys)
    assert np.ptp(out, axis=1).max() < 1e-6
    assert out[0, 0] < 0.02 and out[-1, 0] > 0.95


@pytest.mark.parametrize("name", [name for name in LOOKS if name != "cineon"])
def test_a_grey_card_is_shown_in_the_middle(name):
    """0.18 in light is 0.153 after the roll-off, and 0.457 on a screen of 2.4."""
    look = LOOKS[name]
    code = GREY[look.curve]
    picture = (code * 1023 - 64) / 876 if look.full else code
    assert shown(name, np.full(3, picture)) == pytest.approx([0.457] * 3, abs=0.003)


def test_colours_of_a_wide_camera_gain_saturation():
    red = shown("slog3", np.array([0.5, 0.35, 0.35]))
    plain = shown("cineon", np.array([0.5, 0.35, 0.35]))
    assert red[0] - red[1] > plain[0] - plain[1]


def test_the_table_is_a_good_cube_and_gone_afterwards():
    with table("logc3") as path:
        assert check_cube(path.read_text().splitlines()) == 33**3
    assert not path.exists()


def logged(tmp_path, level=0.391):
    """A film of one grey in 8 bit standard range, `level` of the way from black to white."""
    path = tmp_path / "log.mp4"
    with av.open(str(path), "w") as target:
        track = target.add_stream("libx264", rate=Fraction(24), options={"crf": "1"})
        track.width, track.height, track.pix_fmt = 128, 96, "yuv420p"
        frame = av.VideoFrame(128, 96, "yuv420p")
        for plane, value in zip(frame.planes, (round(16 + 219 * level), 128, 128), strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        for number in range(8):
            frame.pts = number
            target.mux(track.encode(frame))
        target.mux(track.encode(None))
    return path


def grey_of(path):
    with av.open(str(path)) as source:
        frame = next(source.decode(video=0))
        return frame.to_ndarray(format="rgb24").mean(axis=(0, 1)) / 255


@pytest.mark.parametrize("said", [{"matrix": "rgb"}, {"range": "full"}])
def test_a_film_that_holds_the_codes_themselves_is_not_stretched(tmp_path, said):
    """A tenth of the way up is nearly black as a code, and lighter as a level of video."""
    source = logged(tmp_path, level=0.12)
    facts = probe(source, "film")
    for name, colour in (("video", {}), ("codes", said)):
        told = replace(facts, colour={**facts.colour, "look": "slog3", **colour})
        proxy(source, told, tmp_path / f"{name}.mp4")
    as_video, as_codes = (grey_of(tmp_path / f"{name}.mp4")[1] for name in ("video", "codes"))
    wanted = shown("slog3", np.full(3, 0.12), video=False)[0]
    assert as_codes == pytest.approx(wanted, abs=0.02) and as_video > as_codes + 0.04


@pytest.mark.parametrize(("look", "level"), [("", 0.391), ("logc3", 0.457), ("no such", 0.391)])
def test_the_viewing_copy_is_shown_by_its_look(tmp_path, look, level):
    source = logged(tmp_path)
    facts = probe(source, "film")
    facts = replace(facts, colour={**facts.colour, "look": look})
    proxy(source, facts, tmp_path / "proxy.mp4")
    assert grey_of(tmp_path / "proxy.mp4") == pytest.approx([level] * 3, abs=0.02)
    poster(source, facts, tmp_path / "poster.jpg")
    with Image.open(tmp_path / "poster.jpg") as picture:
        assert np.asarray(picture).mean() / 255 == pytest.approx(level, abs=0.02)
