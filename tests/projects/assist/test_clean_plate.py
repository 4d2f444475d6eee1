"""The clean plate: what it finds, which files it leaves, what it refuses or warns of."""

import json
import os
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from django.core.management import CommandError, call_command
from pydantic import ValidationError

from portal.errors import sentences
from projects.assist.contract import Cancelled, ToolInput, ToolRefused
from projects.assist.tools import TOOLS
from projects.assist.tools.clean_plate import CleanPlateResult
from projects.media.plate.writing import DOUBTFUL, NEVER, overlay
from projects.media.refusal import Refused
from tests.projects.media.plate_shots import (
    HEIGHT,
    WIDTH,
    background,
    crossing,
    moved,
    panned,
    psnr,
    shot,
)
from tests.projects.media.test_shots_films import sound_only, write

TOOL = TOOLS["clean_plate"]
REAL = Path(os.environ.get("LAST_MILE_DATA", "../shared/data")) / "plates"
EDGE = np.s_[8:-8, 8:-8]


def run(path, folder, progress=lambda stage, share: None, **wishes):
    folder.mkdir(exist_ok=True)
    (outcome,) = TOOL.run([ToolInput(path, path.name)], TOOL.parameters(**wishes), folder, progress)
    return outcome


def codes(outcome):
    return {warning["code"] for warning in outcome.result["warnings"]}


def through_the_codec(plate, folder):
    """What a film of the plate alone looks like: colour at half the size, coarser steps."""
    with av.open(str(write(folder / "truth.mp4", [plate] * 3))) as film:
        return next(film.decode(video=0)).to_ndarray(format="bgr24")


@pytest.fixture(scope="module")
def crossed(tmp_path_factory):
    """Somebody crosses while the exposure flickers: the outcome, the folder, the true plate."""
    folder = tmp_path_factory.mktemp("crossed")
    plate, told = background(7), []
    gains = 1 + 0.05 * np.sin(np.arange(40))
    film = write(folder / "a shot.mp4", shot(plate, 40, [crossing(40)], gains, seed=7))
    outcome = run(film, folder / "out", lambda *news: told.append(news))
    return outcome, folder / "out", through_the_codec(plate, folder), told


def test_the_plate_is_the_background(crossed):
    _outcome, folder, truth, _told = crossed
    assert psnr(cv2.imread(str(folder / "plate.png"))[EDGE], truth[EDGE]) > 28


def test_the_files_are_what_the_result_says(crossed):
    outcome, folder, _truth, _told = crossed
    result = CleanPlateResult(**json.loads((folder / "result.json").read_text()))
    assert result.model_dump(mode="json") == outcome.result
    assert result.plates == {"a shot": "plate.png"}
    deep = cv2.imread(str(folder / result.deep), cv2.IMREAD_UNCHANGED)
    plate = cv2.imread(str(folder / result.plate))
    assert (deep.dtype, deep.shape) == (np.uint16, (HEIGHT, WIDTH, 3))
    assert np.abs(deep / 257 - plate).max() <= 0.51
    assert len(np.unique(deep % 257)) > 100, "the deep plate has no more steps than the other"
    mask = cv2.imread(str(folder / result.confidence), cv2.IMREAD_UNCHANGED)
    assert mask.shape == (HEIGHT, WIDTH) and np.median(mask) == 255
    assert result.never_seen == round(float((mask == 0).mean()), 5)
    assert cv2.imread(str(folder / result.preview)).shape == (HEIGHT, 2 * WIDTH + 8, 3)
    roles = {(file.role, file.index): file.media_type for file in outcome.files}
    assert roles == {
        ("plate", 0): "image/png",
        ("deep", 0): "image/tiff",
        ("confidence", 0): "image/png",
        ("preview", 0): "image/jpeg",
        ("numbers", 0): "application/json",
        ("large", 0): "image/jpeg",
        ("large", 1): "image/jpeg",
        ("overlay", 0): "image/png",
    }
    assert all(file.path.is_file() for file in outcome.files)
    assert outcome.kind == "plate" and outcome.picture is None


def test_what_is_looked_at_is_the_plate_and_the_frame_that_is_named(crossed):
    outcome, folder, truth, _told = crossed
    plate, frame = (cv2.imread(str(folder / f"look_{name}.jpg")) for name in ("plate", "frame"))
    assert plate.shape == frame.shape == (HEIGHT, WIDTH, 3)
    assert psnr(plate[EDGE], truth[EDGE]) > 28 > psnr(frame[EDGE], truth[EDGE])
    assert outcome.result["example"] == 20


def test_the_overlay_colours_what_is_made_up_and_stripes_what_is_doubtful():
    mask = np.full((90, 3200), 255, np.uint8)
    mask[10, 21] = 0  # one pixel of twice the size that is shown
    mask[40:80, 1000:1400] = 60
    laid = overlay(mask)
    assert laid.shape == (45, 1600, 4)
    assert tuple(laid[5, 10]) == NEVER and laid[5, 11, 3] == 0
    doubtful = laid[22:38, 502:698]
    assert {tuple(row) for row in doubtful.reshape(-1, 4)} == {DOUBTFUL, (0, 0, 0, 0)}
    assert laid[:20, :, 3].any(axis=0).sum() == 1 and not laid[40:, :, 3].any()


def test_the_result_tells_frames_light_and_camera(crossed):
    result = crossed[0].result
    assert (result["shot"], result["used"]) == ([0, 40], list(range(40)))
    assert result["exposure"][0] < 0.97 and result["exposure"][1] > 1.03
    assert result["camera_travel"] < 0.5 and result["rate"] == "25/1"
    assert 0.5 < result["seen_seconds"] <= 1.6
    assert not {"plate:camera_moves", "plate:cuts", "plate:static"} & codes(crossed[0])


def test_no_working_file_is_left(crossed):
    left = {path.name for path in crossed[1].iterdir()}
    looks = {"look_plate.jpg", "look_frame.jpg", "look_mask.png"}
    files = {"plate.png", "plate_16.tif", "confidence.png", "preview.jpg", "result.json"}
    assert left == looks | files


def test_progress_grows_through_all_stages(crossed):
    told = crossed[3]
    assert list(dict.fromkeys(stage for stage, _share in told)) == list(TOOL.stages)
    shares = [share for _stage, share in told]
    assert shares == sorted(shares) and shares[0] >= 0 and shares[-1] <= 1


def test_a_run_can_be_cancelled_and_leaves_nothing(tmp_path):
    def stop(stage, _share):
        if stage == "painting":
            raise InterruptedError

    film = write(tmp_path / "film.mp4", shot(background(1), 12, [crossing(12)]))
    with pytest.raises(InterruptedError):
        run(film, tmp_path / "out", stop)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_swaying_and_a_slowly_panning_camera_are_told(tmp_path):
    plate = background(8)
    swayed = moved(shot(plate, 24, [crossing(24)]), lambda n: (2 * np.sin(n), 0))
    outcome = run(write(tmp_path / "sway.mp4", swayed), tmp_path / "one", deep_format="PNG")
    assert "plate:camera_moves" in codes(outcome) and outcome.result["deep"] == "plate_16.png"
    found = cv2.imread(str(tmp_path / "one" / "plate.png"))
    assert psnr(found[EDGE], through_the_codec(plate, tmp_path)[EDGE]) > 24
    wide = panned(background(9, 400), 24, 1.5)
    outcome = run(write(tmp_path / "pan.mp4", wide), tmp_path / "two")
    assert "plate:camera_moves" in codes(outcome) and outcome.result["camera_travel"] > 10


def test_without_stabilising_a_moving_camera_is_refused(tmp_path):
    film = write(tmp_path / "pan.mp4", panned(background(9, 400), 24, 1.5))
    with pytest.raises(Refused, match="plate:moving"):
        run(film, tmp_path / "out", stabilise="none")


def test_of_several_shots_the_longest_is_used_and_it_is_told(tmp_path):
    frames = [*shot(background(1), 14), *shot(background(2), 30, [crossing(30)])]
    film = write(tmp_path / "two.mp4", frames)
    outcome = run(film, tmp_path / "out")
    assert outcome.result["shot"] == [14, 44] and len(outcome.result["ranges"]) == 2
    assert "plate:cuts" in codes(outcome) and min(outcome.result["used"]) >= 14
    outcome = run(film, tmp_path / "first", first_frame=0, last_frame=13)
    assert outcome.result["used"] == list(range(14)) and "plate:cuts" not in codes(outcome)


def test_a_shot_in_which_nothing_moves_is_told(tmp_path):
    outcome = run(write(tmp_path / "film.mp4", shot(background(3), 12)), tmp_path / "out")
    assert "plate:static" in codes(outcome) and outcome.result["never_seen"] < 0.01


def test_a_wall_has_nothing_to_measure_the_camera_by(tmp_path):
    wall = [np.full((HEIGHT, WIDTH, 3), 120, np.uint8)] * 10
    outcome = run(write(tmp_path / "wall.mp4", wall), tmp_path / "out")
    assert "plate:nothing_to_hold" in codes(outcome)


def test_a_place_that_never_shows_is_made_up_and_told(tmp_path):
    """Snow on a screen that stands in the picture all the time."""
    frames, random = shot(background(4), 30), np.random.default_rng(1)
    for frame in frames:
        blocks = random.integers(0, 255, (4, 6, 3), np.uint8)
        frame[40:72, 80:128] = blocks.repeat(8, 0).repeat(8, 1)
    outcome = run(write(tmp_path / "snow.mp4", frames), tmp_path / "out")
    mask = cv2.imread(str(tmp_path / "out" / "confidence.png"), cv2.IMREAD_UNCHANGED)
    assert "plate:never_seen" in codes(outcome)
    assert (mask[44:68, 84:124] == 0).mean() > 0.3 and (mask[:30] > 0).mean() > 0.98


REFUSED = {
    "black": ([np.zeros((HEIGHT, WIDTH, 3), np.uint8)] * 12, {}, "plate:black"),
    "one frame": ([background(1)], {}, "plate:too_short"),
    "a short range": (shot(background(1), 20), {"first_frame": 3, "last_frame": 6},
                      "plate:too_short"),
    "a range behind the end": (shot(background(1), 10), {"first_frame": 500}, "plate:range"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_gives_no_plate_is_refused_in_clear_words(what, tmp_path):
    frames, wishes, code = REFUSED[what]
    with pytest.raises(Refused) as refused:
        run(write(tmp_path / "film.mp4", frames), tmp_path / "out", **wishes)
    assert refused.value.code == code
    told = sentences(code, refused.value.facts)
    assert told["message"] and told["todo"] and "…" not in told["message"]


def test_frames_that_have_nothing_in_common_are_refused(tmp_path):
    random = np.random.default_rng(2)
    noise = [random.integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8) for _frame in range(16)]
    with pytest.raises(Refused, match=r"plate:(moving|restless|too_short)"):
        run(write(tmp_path / "noise.mp4", noise), tmp_path / "out")


def test_sound_rubbish_and_a_range_from_back_to_front_are_refused(tmp_path):
    (tmp_path / "text.mp4").write_text("no film")
    cases = [
        (sound_only(tmp_path / "sound.mp4"), {}, "tool:no_picture"),
        (tmp_path / "text.mp4", {}, "tool:unreadable"),
        (tmp_path / "text.mp4", {"first_frame": 9, "last_frame": 3}, "plate:range"),
    ]
    for path, wishes, code in cases:
        with pytest.raises(ToolRefused) as refused:
            run(path, tmp_path / "out", **wishes)
        assert refused.value.code == code


@pytest.mark.parametrize(
    "wishes",
    [{"first_frame": -1}, {"samples": 5}, {"samples": 999}, {"stabilise": "yes"}, {"blur": 1}],
)
def test_parameters_have_limits(wishes):
    with pytest.raises(ValidationError):
        TOOL.parameters(**wishes)


def test_ten_bits_are_decoded_deep(tmp_path):
    frames = shot(background(6), 10, noise=1)
    film = write(tmp_path / "ten.mp4", frames, pixels="yuv420p10le")
    outcome = run(film, tmp_path / "out")
    found = cv2.imread(str(tmp_path / "out" / outcome.result["plate"]))
    assert psnr(found[EDGE], background(6)[EDGE]) > 22


def test_the_shell_runs_it_and_tells_what_it_refuses(tmp_path, capsys):
    film, out = write(tmp_path / "film.mp4", shot(background(3), 12)), tmp_path / "out"
    call_command("assist", "clean_plate", "--input", film, "--out", out)
    assert f"1 candidate in {out / 'result.json'}" in capsys.readouterr().out
    with pytest.raises(CommandError, match="too short"):
        call_command(
            "assist", "clean_plate", "--input", film, "--out", out, "--param", "last_frame=3"
        )


@pytest.mark.skipif(not REAL.is_dir(), reason="the labelled plates are not beside the project")
def test_a_real_road_is_empty(tmp_path):
    run(REAL / "p2_road_busy.mp4", tmp_path / "out", samples=28)
    found = cv2.imread(str(tmp_path / "out" / "plate.png"))[60:-60, 60:-60].astype(float)
    truth = cv2.imread(str(REAL / "truth" / "p2_road_busy_plate.png")).astype(float)
    ways = [(x, y) for x in range(-6, 7) for y in range(-3, 4)]
    shares = [
        (np.abs(found - np.roll(truth, way, (1, 0))[60:-60, 60:-60]).max(-1) > 24).mean()
        for way in ways
    ]
    assert min(shares) < 0.02


def write_begun(path, frames):
    """A film whose index stands before its pictures, so that it can be cut off."""
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast", "g": "1"})
        stream.height, stream.width, stream.pix_fmt = *frames[0].shape[:2], "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        container.mux(stream.encode(None))
    return path


def test_a_film_that_ends_before_it_says_is_told(tmp_path):
    plate = background(3)
    frames = shot(plate, 40, [crossing(40)], seed=3)
    whole = write_begun(tmp_path / "whole.mp4", frames)
    assert "plate:incomplete" not in codes(run(whole, tmp_path / "whole", last_frame=15))
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    outcome = run(cut, tmp_path / "out")
    detail = {w["code"]: w["detail"] for w in outcome.result["warnings"]}["plate:incomplete"]
    assert "of 40 frames" in detail and outcome.result["shot"][1] < 30


def test_a_picture_as_flat_as_a_line_is_no_trouble(tmp_path):
    line = [np.full((2, 4000, 3), 90, np.uint8)] * 12
    outcome = run(write(tmp_path / "line.mp4", line), tmp_path / "out")
    assert (outcome.result["width"], outcome.result["height"]) == (4000, 2)


@pytest.mark.parametrize("stage", ["looking", "reading", "aligning", "choosing", "painting"])
def test_nothing_is_left_of_a_run_that_was_cancelled(tmp_path, stage):
    def cancel(reached, _share):
        if reached == stage and list((tmp_path / "out").glob("*")):
            raise Cancelled

    film = write(tmp_path / "a.mp4", shot(background(4), 30, [crossing(30)], seed=4))
    with pytest.raises(Cancelled):
        run(film, tmp_path / "out", cancel)
    assert not list((tmp_path / "out").rglob("*.raw"))
    assert not [found for found in (tmp_path / "out").rglob("*") if found.is_file()]
