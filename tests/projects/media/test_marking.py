"""A mark in the picture: there in every frame, readable, and faint enough to work with."""

import io
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from projects.media.marking import Mark, marked_jpeg
from projects.media.probe import probe
from projects.media.proxy import proxy
from tests.projects.media.ingest_films import film, number_in

TEXT = "Ines Okafor · Lantern Row · 2026-11-28 12:00 UTC"


def grey(size=(640, 360), level=128):
    return Image.new("RGB", size, (level,) * 3)


def changed(picture, level=128):
    """The share of pixels that are not what they were."""
    return (np.abs(np.asarray(picture).astype(int).mean(-1) - level) > 6).mean()


class TestThePicture:
    def test_is_covered_everywhere_and_little(self):
        marked = Mark(TEXT, (640, 360)).over(grey())
        assert 0.02 < changed(marked) < 0.2
        for left in range(0, 640, 160):
            for top in range(0, 360, 120):
                assert changed(marked.crop((left, top, left + 160, top + 120))) > 0.005

    @pytest.mark.parametrize("level", [0, 255])
    def test_shows_it_on_black_and_on_white(self, level):
        assert changed(Mark(TEXT, (640, 360)).over(grey(level=level)), level) > 0.01

    @pytest.mark.parametrize("size", [(2, 2), (16, 16), (4096, 20), (20, 4096), (960, 540)])
    def test_may_have_any_size(self, size):
        assert Mark(TEXT, size).over(grey(size)).size == size

    def test_says_names_of_other_scripts_in_latin_letters(self):
        assert Mark("Дмитрий · 新宿", (64, 64)).text.isascii()
        one, other = (Mark(name, (640, 360)).over(grey()) for name in ("Дмитрий", "Анна"))
        assert one.tobytes() != other.tobytes()

    def test_is_the_same_each_time(self):
        once, again = (Mark(TEXT, (320, 180)).over(grey((320, 180))) for _ in range(2))
        assert once.tobytes() == again.tobytes()

    def test_without_a_text_stays_as_it_is(self):
        assert changed(Mark("", (320, 180)).over(grey((320, 180)))) == 0


def test_a_jpeg_comes_back_as_a_jpeg_of_its_size():
    out = io.BytesIO()
    grey((320, 240)).save(out, "JPEG")
    marked = marked_jpeg(out.getvalue(), TEXT)
    with Image.open(io.BytesIO(marked)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (320, 240))
        assert changed(picture) > 0.02


class TestTheFilm:
    def frames(self, path):
        with av.open(str(path)) as source:
            return [frame.to_ndarray(format="rgb24") for frame in source.decode(video=0)]

    def test_has_it_in_every_frame_and_keeps_its_frames(self, tmp_path):
        source = film(tmp_path / "a.mp4", frames=30, rate=Fraction(25))
        facts = probe(source, "film")
        plain = proxy(source, facts, tmp_path / "plain.mp4")
        told = proxy(source, facts, tmp_path / "marked.mp4", mark=TEXT)
        assert told == plain
        pairs = zip(self.frames(tmp_path / "plain.mp4"), self.frames(tmp_path / "marked.mp4"),
                    strict=True)  # fmt: skip
        for number, (before, after) in enumerate(pairs):
            assert number_in(before) == number
            assert np.abs(before.astype(int) - after).mean() > 0.5

    def test_keeps_its_colour(self, tmp_path):
        frame = av.VideoFrame(320, 180, "yuv420p")
        for plane, value in zip(frame.planes, (120, 90, 160), strict=True):
            plane.update(bytes([value]) * plane.buffer_size)
        Mark(TEXT, (320, 180)).onto(frame)
        light, blue, red = frame.planes
        assert set(bytes(blue)) == {90} and set(bytes(red)) == {160}
        assert len(set(bytes(light))) > 2

    def test_stays_within_what_a_screen_may_get(self):
        frame = av.VideoFrame(320, 180, "yuv420p")
        frame.planes[0].update(b"\xeb" * frame.planes[0].buffer_size)
        Mark(TEXT, (320, 180)).onto(frame)
        plane = frame.planes[0]
        light = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:180, :320]
        assert 16 <= light.min() < light.max() <= 235
