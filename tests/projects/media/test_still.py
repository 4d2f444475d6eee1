"""A still of a viewing copy shows the very frame that was asked for."""

import io
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from projects.media.refusal import Refused
from projects.media.still import still


def counting_film(path, *, frames=40, rate=Fraction(30000, 1001), pts=None):
    """Each frame is a grey of its own; key frames every 12, as in a viewing copy."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=rate, options={"g": "12", "bf": "0", "crf": "8"})
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        stream.codec_context.time_base = 1 / rate
        for number in range(frames):
            grey = np.full((36, 64, 3), 10 + 5 * number, np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, "rgb24")
            frame.pts = number if pts is None else pts[number]
            frame.time_base = 1 / rate
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


def shade(jpeg):
    return round(float(np.asarray(Image.open(io.BytesIO(jpeg)).convert("L")).mean()))


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(60000, 1001)])
def test_every_frame_is_found_at_any_rate(tmp_path, rate):
    film = counting_film(tmp_path / "a.mp4", rate=rate)
    found = [shade(still(film, number)) for number in range(40)]
    assert found == pytest.approx([10 + 5 * number for number in range(40)], abs=2)


def test_a_variable_rate_is_followed_by_its_times(tmp_path):
    pts = [0, 1, 3, 4, 9, 10, 11, 20, 21, 22]
    film = counting_film(tmp_path / "a.mp4", frames=10, rate=Fraction(25), pts=pts)
    found = [shade(still(film, n, at=pts[n] / 25)) for n in range(10)]
    assert found == pytest.approx([10 + 5 * number for number in range(10)], abs=2)


def test_a_still_has_the_width_asked_for_and_keeps_the_shape(tmp_path):
    film = counting_film(tmp_path / "a.mp4", frames=2)
    assert Image.open(io.BytesIO(still(film, 1, width=128))).size == (128, 72)


def test_a_frame_after_the_end_is_refused(tmp_path):
    film = counting_film(tmp_path / "a.mp4", frames=5)
    with pytest.raises(Refused) as refused:
        still(film, 50)
    assert refused.value.code == "media:no_frames"
