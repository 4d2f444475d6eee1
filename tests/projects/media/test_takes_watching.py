"""Takes of every make are watched from first to last frame, and told in the same numbers."""

from fractions import Fraction

import numpy as np
import pytest

from projects.media.frames import NoPicture, Unreadable
from projects.media.takes.measures import measures
from projects.media.takes.watching import CLOSER, MOTION, _step, watch
from tests.projects.media import test_shots_films as films
from tests.projects.media.takes_films import frames, write
from tests.projects.media.test_shots_films import sound_only


def quiet(_share: float) -> None:
    """Nobody is told."""


def test_what_was_watched_is_told_by_name(tmp_path):
    path = write(tmp_path / "a.mp4", frames(30), metadata={"timecode": "10:00:00:00"})
    seen = watch(path, quiet)
    assert (seen.frames, seen.width, seen.height, seen.rate) == (30, 480, 270, Fraction(25))
    assert (seen.seconds, seen.unread) == (1.2, 0)
    assert seen.motion.shape == (30, len(MOTION))
    assert seen.closer.shape == (10, len(CLOSER))
    assert seen.row("frame").tolist() == list(range(0, 30, 3))
    assert np.isnan(seen.row("right")[0]) and abs(seen.row("level").mean() - 110) < 30


def test_a_broken_rest_is_counted(tmp_path):
    path = write(tmp_path / "a.mkv", frames(40))
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + len(content) // 5] = bytes(len(content) // 5)
    path.write_bytes(content)
    seen = watch(path, quiet)
    assert 0 < seen.frames <= 40


def test_no_picture_and_rubbish_are_told_apart(tmp_path):
    with pytest.raises(NoPicture):
        watch(sound_only(tmp_path / "sound.mp4"), quiet)
    (tmp_path / "text.mp4").write_text("no film")
    with pytest.raises(Unreadable):
        watch(tmp_path / "text.mp4", quiet)


def test_watching_tells_how_far_it_is(tmp_path):
    told = []
    watch(write(tmp_path / "a.mp4", frames(30)), told.append)
    assert told[0] == 0 and told == sorted(told) and told[-1] <= 1


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("a.mp4", "libx264", "yuv444p"),
        ("a.mp4", "libx264", "yuv420p10le"),
        ("a.mkv", "ffv1", "bgr0"),
        ("a.avi", "mjpeg", "yuvj420p"),
    ],
)
def test_pixels_of_every_kind_are_told_alike(tmp_path, name, codec, pixels):
    wanted = measures(watch(write(tmp_path / "plain.mp4", frames(12)), quiet))
    options = {"crf": "12"} if codec == "libx264" else {"q:v": "2"}
    other = films.write(tmp_path / name, frames(12), codec=codec, pixels=pixels, options=options)
    found = measures(watch(other, quiet))
    assert found.levels == pytest.approx(wanted.levels, abs=5)
    assert found.blur == pytest.approx(wanted.blur, abs=0.3)
    assert found.noise < 1.5 and found.shake < 0.5


def test_black_and_white_are_told_in_both_ranges(tmp_path):
    picture = np.zeros((120, 160, 3), np.uint8)
    picture[:, 80:] = 255
    for name, codec, pixels in (("a.mp4", "libx264", "yuv420p"), ("a.avi", "mjpeg", "yuvj420p")):
        path = films.write(tmp_path / name, [picture] * 3, codec=codec, pixels=pixels)
        seen = watch(path, quiet)
        assert seen.row("white")[0] == pytest.approx(0.5, abs=0.05)
        assert seen.row("black")[0] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(30000, 1001), Fraction(50)])
def test_rates_are_ratios(tmp_path, rate):
    assert watch(write(tmp_path / "a.mp4", frames(8), rate=rate), quiet).rate == rate


def test_closer_looks_become_rarer_in_long_takes():
    assert [_step(24, seconds) for seconds in (1, 30, 60, 7200)] == [3, 3, 6, 8]
    assert _step(1, 10) == 1


def test_a_film_that_changes_its_size_is_watched_to_its_end(tmp_path):
    path = tmp_path / "a.ts"
    small = [frame[:136, :240] for frame in frames(6)]
    parts = [
        write(tmp_path / f"{n}.ts", part).read_bytes() for n, part in enumerate((frames(6), small))
    ]
    path.write_bytes(b"".join(parts))
    seen = watch(path, quiet)
    assert seen.frames >= 6 and (seen.width, seen.height) == (480, 270)


def test_a_fast_camera_shakes_as_much_as_a_slow_one(tmp_path):
    sway = 6 * np.sin(np.arange(64) / 64 * 2 * np.pi * 6)
    room = frames(1)[0]
    fast = [np.roll(room, round(x), axis=1) for x in sway]
    slow = fast[::2]
    found = [
        measures(watch(write(tmp_path / f"{rate}.mp4", part, rate=rate), quiet)).shake
        for rate, part in ((50, fast), (25, slow))
    ]
    assert found[0] == pytest.approx(found[1], rel=0.3) and found[0] > 3
