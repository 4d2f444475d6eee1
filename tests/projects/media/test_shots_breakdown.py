"""The whole breakdown on made-up films: every kind of transition, distractors, odd films."""

from fractions import Fraction

import cv2
import numpy as np
import pytest

from projects.media.shots import windows
from projects.media.shots.breakdown import ANALYSING, DECODING, READING, WRITING, break_down
from projects.media.shots.decisions import Wishes
from projects.media.shots.thumbnails import ThumbnailStyle, candidate_step, choose
from tests.projects.media.test_shots_films import HEIGHT, WIDTH, dissolve, scaled, scene, write


def found(tmp_path, frames, rate=25, **wishes):
    path = write(tmp_path / "film.mp4", frames, rate=rate)
    result = break_down(path, tmp_path, Wishes(**wishes))
    assert [s.start for s in result.shots[1:]] == [s.end for s in result.shots[:-1]]
    assert (result.shots[0].start, result.shots[-1].end) == (0, len(frames))
    assert len(result.thumbnails) == len(result.shots)
    return result


def kinds(result):
    return [(t.kind, t.start, t.end) for t in result.transitions]


def near(result, kind, start, end):
    (only,) = result.transitions
    return only.kind == kind and abs(only.start - start) <= 2 and abs(only.end - end) <= 2


def test_a_cut_is_found_at_the_first_new_frame(tmp_path):
    result = found(tmp_path, scene(1, 40) + scene(2, 40))
    assert kinds(result) == [("cut", 40, 40)]
    assert result.transitions[0].confidence > 0.9
    assert result.warnings == []


def test_a_punch_in_within_a_scene_is_a_cut(tmp_path):
    close = [cv2.resize(f[30:150, 50:264], (WIDTH, HEIGHT)) for f in scene(1, 80)[40:]]
    assert kinds(found(tmp_path, scene(1, 40) + close)) == [("cut", 40, 40)]


@pytest.mark.parametrize("length", [8, 16])
def test_a_dissolve_has_its_kind_and_length(tmp_path, length):
    result = found(tmp_path, dissolve(scene(1, 60), scene(2, 60), length))
    assert near(result, "dissolve", 60 - length, 60)
    assert result.shots[0].end == (result.transitions[0].start + result.transitions[0].end) // 2


@pytest.mark.parametrize("colour", [0, 255])
def test_a_fade_through_black_or_white_is_one_transition(tmp_path, colour):
    down, up = np.ones(60), np.ones(60)
    down[-10:], up[:10] = np.linspace(0.9, 0, 10), np.linspace(0, 0.9, 10)
    frames = scaled(scene(1, 60), down, colour) + scaled(scene(2, 60), up, colour)
    assert near(found(tmp_path, frames), "fade", 50, 70)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_stray_frames_are_flash_frames_and_hang_on_the_shot_before(tmp_path, length):
    result = found(tmp_path, scene(1, 40) + scene(7, length) + scene(2, 40))
    assert kinds(result) == [("flash_frame", 40, 40 + length)]
    assert result.shots[1].start == 40 + length


def test_a_camera_flash_is_not_a_transition(tmp_path):
    gains = np.ones(80)
    gains[40:42] = 0.35, 0.65
    assert kinds(found(tmp_path, scaled(scene(1, 80), gains, 255))) == []


def test_an_exposure_ramp_is_not_a_transition(tmp_path):
    gains = np.concatenate([np.ones(40), np.linspace(1, 0.5, 15), np.full(25, 0.5)])
    assert kinds(found(tmp_path, scaled(scene(1, 80), gains))) == []


def test_a_fast_pan_is_not_a_transition(tmp_path):
    wide = np.concatenate([scene(1, 1)[0], scene(1, 1)[0][:, ::-1]], axis=1)
    places = np.concatenate([np.zeros(30), np.linspace(0, 300, 20), np.full(30, 300)]).astype(int)
    assert kinds(found(tmp_path, [wide[:, x : x + WIDTH] for x in places])) == []


def test_what_is_not_wanted_is_not_reported(tmp_path):
    frames = dissolve(scene(1, 40), scene(2, 40), 10)
    assert kinds(found(tmp_path, frames, dissolves=False)) == []


def test_windows_threads_and_segments_do_not_change_the_result(tmp_path, monkeypatch):
    frames = dissolve(scene(1, 80), scene(2, 60), 12) + scene(3, 50) + scene(7, 1) + scene(4, 60)
    path = write(tmp_path / "film.mp4", frames, options={"preset": "fast", "crf": "20", "g": "25"})
    told = []
    for number, core in enumerate((960, 48)):
        monkeypatch.setattr(windows, "CORE", core)
        folder = tmp_path / str(number)
        folder.mkdir()
        result = break_down(path, folder, workers=number + 1)
        told.append((kinds(result), [jpeg.read_bytes() for jpeg in result.thumbnails]))
    assert told[0] == told[1]
    assert [kind for kind, *_ in told[0][0]] == ["dissolve", "cut", "flash_frame"]


def test_progress_goes_through_all_stages_and_never_back(tmp_path):
    path, told = write(tmp_path / "film.mp4", scene(1, 30)), []
    break_down(path, tmp_path, progress=lambda stage, share: told.append((stage, share)))
    assert list(dict.fromkeys(stage for stage, _ in told)) == [DECODING, ANALYSING, WRITING]
    shares = [share for _, share in told]
    assert shares == sorted(shares) and shares[0] >= 0 and shares[-1] <= 1
    assert READING == "reading"


def test_stopping_in_the_analysis_keeps_the_parts_for_the_next_run(tmp_path):
    path = write(
        tmp_path / "film.mp4", scene(1, 400)[:400], options={"preset": "ultrafast", "g": "50"}
    )

    def stop(stage, share):
        if stage == ANALYSING:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        break_down(path, tmp_path, progress=stop)
    again = break_down(path, tmp_path)
    assert again.passed.decoded == () and again.frames == 400
    assert not (tmp_path / "parts").exists()


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_films_of_a_few_frames_are_one_shot(tmp_path, count):
    assert len(found(tmp_path, scene(1, count)).shots) == 1


def test_nothing_but_flashes_and_black_and_high_rates_are_survived(tmp_path):
    strobe = [f if k % 2 else 255 - f for k, f in enumerate(scene(1, 40))]
    found(tmp_path, strobe + [np.zeros_like(strobe[0])] * 30, rate=240)


def test_thumbnails_have_the_shape_that_is_shown(tmp_path):
    path = write(tmp_path / "film.mp4", scene(1, 10), aspect=Fraction(4, 3))
    (thumbnail,) = break_down(path, tmp_path, width=160).thumbnails
    assert cv2.imread(str(thumbnail)).shape == (68, 160, 3)


def test_a_thumbnail_shows_its_shot(tmp_path):
    shots = scene(1, 40), scene(2, 40)
    result = found(tmp_path, shots[0] + shots[1])
    for thumbnail, shot in zip(result.thumbnails, shots, strict=True):
        difference = cv2.imread(str(thumbnail)).astype(int) - shot[20]
        assert np.abs(difference).mean() < 12


def test_the_candidate_nearest_to_the_clean_middle_is_chosen():
    numbers = range(0, 100, 4)
    assert choose(numbers, (10, 31), (5, 40)) == 20
    assert choose(numbers, (9, 11), (5, 15)) == 8
    assert choose(numbers, (9, 11), (9, 12)) in (8, 12)


def test_candidates_come_about_six_times_a_second():
    assert [candidate_step(Fraction(r)) for r in (5, 24, 60, 240)] == [4, 4, 9, 36]
    style = ThumbnailStyle(320, 4, None)
    assert [n for n in range(9) if style.wants(n)] == [0, 4, 8]
