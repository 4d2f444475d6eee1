"""A few frames of a film: the very ones, upright, square and small."""

from fractions import Fraction

import numpy as np
import pytest
from PIL import Image

from projects.media.chosen_frames import chosen_frames, is_still, written
from projects.media.frames import Unreadable
from projects.media.refusal import Refused
from tests.projects.media.ingest_films import film, number_in

LONG = {"g": "12", "bf": "2"}


class TestFrames:
    @pytest.mark.parametrize("options", [LONG, {"g": "600"}, {"g": "1"}])
    def test_are_those_that_were_named(self, tmp_path, options):
        path = film(tmp_path / "a.mp4", frames=300, options=options)
        found = chosen_frames(path, [7, 0, 150, 299], 1568)
        assert {number: number_in(picture) for number, picture in found.items()} == {
            n: n for n in (0, 7, 150, 299)
        }

    def test_the_last_one_has_its_number(self, tmp_path):
        path = film(tmp_path / "a.mp4", frames=40)
        found = chosen_frames(path, [-1], 1568)
        assert list(found) == [39] and number_in(found[39]) == 39

    def test_of_a_film_with_a_broken_end_the_last_that_is_there(self, tmp_path):
        whole = film(tmp_path / "a.ts", frames=120, size=(320, 180)).read_bytes()
        cut = tmp_path / "cut.ts"
        cut.write_bytes(whole[: len(whole) * 2 // 3])
        ((number, picture),) = chosen_frames(cut, [-1], 1568).items()
        assert 0 < number < 119 and number_in(picture) <= number + 2

    def test_those_that_are_not_there_are_left_out(self, tmp_path):
        path = film(tmp_path / "a.mp4", frames=24)
        assert list(chosen_frames(path, [3, 24, 9999], 1568)) == [3]
        assert chosen_frames(path, [24], 1568) == {}

    @pytest.mark.parametrize(
        ("how", "shape"),
        [
            ({}, (96, 128)),
            ({"aspect": Fraction(2)}, (48, 128)),
            ({"rotation": 90}, (128, 96)),
        ],
    )
    def test_are_upright_and_square(self, tmp_path, how, shape):
        path = film(tmp_path / "a.mp4", **how)
        high, wide, _channels = chosen_frames(path, [0], 1568)[0].shape
        assert high / wide == pytest.approx(shape[0] / shape[1], abs=0.03)

    def test_are_no_larger_than_asked(self, tmp_path):
        path = film(tmp_path / "a.mp4", size=(640, 360))
        assert chosen_frames(path, [0], 320)[0].shape[:2] == (180, 320)
        tall = film(tmp_path / "b.mp4", size=(360, 640))
        assert chosen_frames(tall, [0], 320)[0].shape[:2] == (320, 180)

    def test_what_is_no_film_is_refused(self, tmp_path):
        odd = tmp_path / "odd.mp4"
        odd.write_bytes(b"no film at all")
        with pytest.raises(Unreadable):
            chosen_frames(odd, [0], 320)


class TestPictures:
    def test_any_number_is_the_picture(self, tmp_path):
        path = tmp_path / "a.png"
        Image.new("RGB", (400, 200), (200, 30, 30)).save(path)
        found = chosen_frames(path, [0, 5], 100)
        assert is_still(path) and found[5].shape == (50, 100, 3)
        assert found[0][0, 0].tolist() == [200, 30, 30]

    def test_a_broken_one_is_refused(self, tmp_path):
        path = tmp_path / "a.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)
        with pytest.raises(Refused):
            chosen_frames(path, [0], 100)

    def test_what_is_written_is_pixels_alone(self, tmp_path):
        path = written(np.full((20, 30, 3), (200, 30, 30), np.uint8), tmp_path / "a.jpg")
        with Image.open(path) as image:
            assert image.size == (30, 20) and not dict(image.getexif())
            red, green, _blue = image.getpixel((5, 5))
        assert red > 180 and green < 60
