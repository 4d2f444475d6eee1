"""Takes within one clip, made with known slates, flashes and stops."""

from fractions import Fraction

import cv2
import numpy as np
import pytest

from projects.media.shots.breakdown import break_down
from projects.media.shots.decisions import Wishes
from projects.media.shots.pictures import SIZE
from projects.media.shots.transitions import DISSOLVE, Transition
from projects.media.slates.boards import has_stripes
from projects.media.slates.claps import claps, sudden
from projects.media.slates.finding import find_takes
from tests.projects.media.takes_made import RATE, sound, with_board, write
from tests.projects.media.test_shots_films import scene


def grey(picture):
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


@pytest.mark.parametrize(("scale", "turned"), [(0.7, 0), (1, 3), (1, -3), (1.4, 8), (1.4, -8)])
def test_the_sticks_of_a_board_are_seen(scale, turned):
    assert has_stripes(grey(with_board(scene(3, 1)[0], scale, turned)))


def test_what_only_looks_a_little_like_it_is_no_board():
    fence = np.full((180, 320), 40, np.uint8)
    fence[40:140, ::16] = fence[40:140, 1::16] = 220  # thin posts
    blinds = np.tile((np.arange(320) // 12 % 2 * 200 + 20).astype(np.uint8), (180, 1))  # no slant
    noise = np.random.default_rng(1).integers(0, 255, (180, 320), np.uint8)
    for picture in (fence, blinds, noise, grey(scene(3, 1)[0]), np.zeros((90, 160), np.uint8)):
        assert not has_stripes(picture)


def test_claps_are_heard_in_a_murmur(tmp_path):
    film = write(tmp_path / "a.mp4", scene(1, 150), sound(6, [2.0, 4.5]))
    assert claps(film) == pytest.approx([2.0, 4.5], abs=0.08)
    assert claps(write(tmp_path / "b.mp4", scene(1, 5))) == []


def test_what_swells_or_goes_on_is_no_clap():
    quiet = np.full(400, -50.0, np.float32)
    swell, stays = quiet.copy(), quiet.copy()
    swell[200:260] = np.linspace(-50, -10, 60)
    stays[200:] = -10
    assert sudden(swell) == sudden(stays) == sudden(quiet[:50]) == []
    quiet[200:205] = -10
    assert sudden(quiet) == [200]


def take(count, begin=0, board=()):
    """Frames of one set-up, `begin` on, with a board in frames `board`."""
    pictures = scene(5, begin + count, speed=2)[begin:]
    return [with_board(p, 1.2, 2) if n in board else p for n, p in enumerate(pictures)]


def takes_of(folder, pictures, wave=None):
    film = write(folder / "clip.mp4", pictures, wave)
    found = break_down(film, folder / "work", Wishes(takes=True), workers=1)
    return found.takes


def test_two_slates_without_a_stop_are_two_takes(tmp_path):
    pictures = take(320, board={*range(10, 50), *range(170, 215)})
    first, second = takes_of(tmp_path, pictures, sound(320 / RATE, [45 / RATE, 205 / RATE]))
    assert (first.start, first.began_by, first.ended_by) == (0, "slate", "slate")
    assert abs(first.clap - 45) <= 2 and abs(second.clap - 205) <= 2
    assert second.began_by == "slate" and abs(second.start - 170) <= 12 and second.end == 320
    assert first.end == second.start and min(first.confidence, second.confidence) >= 0.85


def test_a_board_that_nobody_hears_is_less_sure(tmp_path):
    (only,) = takes_of(tmp_path, take(160, board=range(5, 45)))
    assert (only.began_by, only.clap) == ("slate", None) and only.confidence < 0.85


def test_a_board_at_the_end_ends_the_take(tmp_path):
    (only,) = takes_of(tmp_path, take(250, board=range(215, 250)))
    assert (only.began_by, only.ended_by, only.end) == ("camera_start", "slate", 250)


def test_flash_frames_and_stops_divide_takes(tmp_path):
    white = [np.full((180, 320, 3), 250, np.uint8)] * 2
    pictures = take(80) + white + take(80, begin=20) + take(80, begin=70)
    first, second, third = takes_of(tmp_path, pictures)
    assert (first.start, first.end, first.ended_by) == (0, 80, "flash_frame")
    assert (second.start, second.began_by, second.ended_by) == (82, "flash_frame", "camera_stop")
    assert (third.start, third.end, third.began_by) == (162, 242, "camera_stop")
    assert third.confidence < first.confidence


def test_an_edited_film_has_no_takes_and_one_run_is_one(tmp_path):
    assert takes_of(tmp_path, scene(1, 60) + scene(2, 60) + scene(1, 60)) == []
    (only,) = takes_of(tmp_path, scene(1, 60))
    assert (only.start, only.end, only.began_by, only.ended_by) == (
        0,
        60,
        "camera_start",
        "camera_stop",
    )


def test_a_dissolve_within_a_set_up_divides_nothing_and_one_to_another_says_edited():
    small = [cv2.resize(p, (64, 36), interpolation=cv2.INTER_AREA) for p in scene(1, 60)]
    other = [cv2.resize(p, (64, 36), interpolation=cv2.INTER_AREA) for p in scene(2, 60)]

    def takes(pictures):
        rows = np.zeros((len(pictures), SIZE), np.uint8)
        rows[:, : 64 * 36] = [grey(picture).reshape(-1) for picture in pictures]
        found = [Transition(DISSOLVE, 28, 34, 0.8)]
        return find_takes(lambda a, b: rows[a:b], len(rows), Fraction(25), found, [])

    assert [(one.start, one.end) for one in takes(small)] == [(0, 60)]
    assert takes(small[:31] + other[31:]) == []


def test_nobody_asked_for_takes(tmp_path):
    film = write(tmp_path / "a.mp4", scene(1, 10))
    assert break_down(film, tmp_path / "work").takes is None
