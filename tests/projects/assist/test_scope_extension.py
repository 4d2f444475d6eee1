"""Scope extension: the files it leaves, what it refuses, what it warns of."""

import csv
import json
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest
from django.core.management import CommandError, call_command

from portal.errors import sentences
from projects.assist.contract import Cancelled, ToolInput, ToolRefused
from projects.assist.tools import TOOLS
from projects.assist.tools.scope_extension import ScopeExtensionResult
from projects.assist.tools.scope_extension_words import marked, words_of
from tests.projects.interchange.test_corner_pins import read_effects, read_nuke
from tests.projects.media.planar_shots import HEIGHT, REST, WIDTH, shot
from tests.projects.media.test_shots_films import sound_only, write

TOOL = TOOLS["scope_extension"]


def run(paths, folder, corners, progress=lambda stage, share: None, **wishes):
    folder.mkdir(exist_ok=True)
    inputs = [ToolInput(path, path.name) for path in paths]
    given = TOOL.parameters(corners=json.dumps(np.asarray(corners).tolist()), **wishes)
    (outcome,) = TOOL.run(inputs, given, folder, progress)
    return outcome


def film_of(path):
    with av.open(str(path)) as film:
        rate = film.streams.video[0].average_rate
        return [frame.to_ndarray(format="bgr24") for frame in film.decode(video=0)], rate


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    """A green picture laid into a shot: outcome, folder, true corners, what progress told."""
    folder, told = tmp_path_factory.mktemp("extended"), []
    frames, truth, before = shot("occluded", 20)
    film = write(folder / "a shot.mp4", frames)
    cv2.imwrite(str(folder / "plate.png"), np.full((90, 120, 3), (40, 180, 60), np.uint8))
    paths = [film, folder / "plate.png"]
    outcome = run(paths, folder / "out", truth[4], lambda *news: told.append(news), at=4)
    return outcome, folder / "out", truth, before, told


def test_the_result_holds_the_track(extended):
    outcome, folder, truth, _before, _told = extended
    result = ScopeExtensionResult(**json.loads((folder / "result.json").read_text()))
    assert result.model_dump(mode="json") == outcome.result
    assert [row.frame for row in result.frames] == list(range(20))
    away = [np.array(row.corners) - truth[row.frame] for row in result.frames]
    assert np.sqrt((np.array(away) ** 2).sum(-1).mean()) < 0.5
    assert (result.first, result.last, result.at, result.rate) == (0, 19, 4, "25/1")
    assert (result.lost_at, result.lost_before) == (None, None)
    assert 0 < result.self_consistency < 0.3
    assert result.inserted == "plate.png" and outcome.kind == "track"
    assert all((folder / name).is_file() for name in result.files.values())
    assert {file.path.name for file in outcome.files} == {p.name for p in folder.iterdir()}


def test_every_export_holds_the_corners_of_the_result(extended):
    outcome, folder, _truth, _before, _told = extended
    ours = {row["frame"]: np.array(row["corners"]) for row in outcome.result["frames"]}
    pinned, source = read_nuke((folder / "track.nk").read_text(), HEIGHT)
    with (folder / "track_ae.txt").open(newline="") as file:
        keyed = read_effects(file.read())
    with (folder / "track.csv").open(newline="") as file:
        rows = {int(row["frame"]): row for row in csv.DictReader(file)}
    told = {
        f: [[float(row[f"x{n}"]), float(row[f"y{n}"])] for n in (1, 2, 3, 4)]
        for f, row in rows.items()
    }
    for found in (pinned, keyed, told):
        assert set(found) == set(ours)
        assert all(np.abs(np.array(found[f]) - ours[f]).max() < 2e-4 for f in ours)
    assert source == [[0, 0], [120, 0], [120, 90], [0, 90]]


def test_the_preview_shows_the_picture(extended):
    _outcome, folder, truth, _before, _told = extended
    frames, rate = film_of(folder / "preview.mp4")
    assert (len(frames), frames[0].shape, rate) == (20, (HEIGHT, WIDTH, 3), 25)
    for number in (0, 19):
        x, y = truth[number].mean(0).astype(int)
        patch = frames[number][y - 10 : y + 10, x - 10 : x + 10]
        assert np.abs(patch.mean((0, 1)) - (40, 180, 60)).max() < 8


def test_the_mask_shows_who_stands_before_the_picture(extended):
    outcome, folder, _truth, before, _told = extended
    masks, _rate = film_of(folder / "mask.mp4")
    frames, _rate = film_of(folder / "preview.mp4")
    assert len(masks) == 20
    number = max(range(20), key=lambda n: before[n][80:180, 180:300].sum())
    x, y = np.argwhere(before[number])[:, ::-1].mean(0).astype(int)
    patch = np.s_[y - 8 : y + 8, x - 8 : x + 8]
    assert masks[number][patch].min() > 200 and masks[0][100:160, 200:300].max() < 40
    assert frames[number][patch].mean((0, 1))[1] < 110, "no green before the person"
    result = outcome.result
    assert 0.1 < result["hidden"] < 0.5 and result["softened"] >= 0
    assert min(result["grain"]) > 0.5 and 0 <= result["grain_size"] <= 3


def test_without_occlusion_there_is_no_mask(tmp_path):
    frames, truth, _before = shot("occluded", 9)
    film = write(tmp_path / "film.mp4", frames)
    result = run([film], tmp_path / "out", truth[0], occlusion="none").result
    assert result["hidden"] is None and "mask" not in result["files"]
    assert not (tmp_path / "out" / "mask.mp4").exists()


def test_progress_grows_through_all_stages(extended):
    told = extended[4]
    assert list(dict.fromkeys(stage for stage, _share in told)) == list(TOOL.stages)
    shares = [share for _stage, share in told]
    assert shares == sorted(shares) and shares[0] >= 0 and 0.99 < shares[-1] <= 1


def test_without_a_picture_the_outline_is_shown_and_nuke_moves_the_frame(tmp_path):
    frames, truth, _before = shot("still", 3)
    film = write(tmp_path / "film.mp4", frames)
    outcome = run([film], tmp_path / "out", truth[0])
    assert outcome.result["inserted"] is None
    shown = film_of(tmp_path / "out" / "preview.mp4")[0][1].astype(int)
    line = ((truth[0][0] + truth[0][1]) / 2).astype(int)
    outline = shown[line[1] - 2 : line[1] + 3, line[0]]
    assert (outline[:, 2] - outline[:, 0]).max() > 90, "an orange line"
    _found, source = read_nuke((tmp_path / "out" / "track.nk").read_text(), HEIGHT)
    there = [[x + 0.5, HEIGHT - y - 0.5] for x, y in truth[0][[3, 2, 1, 0]]]
    assert np.allclose(source, there, atol=1e-3)


def test_a_track_that_ends_early_says_where_and_why(tmp_path):
    frames, truth, _before = shot("still", 10)
    for frame in frames[6:]:
        frame[40:220, 120:360] = 90
    film = write(tmp_path / "film.mp4", frames)
    result = run([film], tmp_path / "out", truth[0]).result
    assert result["lost_at"] == {"frame": 6, "why": "lost"} and result["last"] == 5
    lost, unmasked = result["warnings"]
    assert lost["code"] == "scope:lost" and "to frame 5" in lost["detail"]
    assert unmasked["code"] == "scope:no_mask" and not (tmp_path / "out" / "mask.mp4").exists()
    assert len(film_of(tmp_path / "out" / "preview.mp4")[0]) == 6


def test_a_range_past_the_end_is_told(tmp_path):
    frames, truth, _before = shot("still", 4)
    film = write(tmp_path / "film.mp4", frames)
    result = run([film], tmp_path / "out", truth[0], first_frame=1, at=1, last_frame=40).result
    assert (result["first"], result["last"]) == (1, 3)
    assert [w["code"] for w in result["warnings"]] == ["scope:short", "scope:no_mask"]


@pytest.mark.parametrize(
    ("code", "wishes"),
    [
        ("scope:corners", {"corners": REST[:3]}),
        ("scope:corners", {"corners": REST[::-1]}),
        ("scope:corners", {"corners": REST + [0, 900]}),
        ("scope:range", {"at": 2, "first_frame": 3}),
        ("scope:range", {"at": 3, "last_frame": 2}),
        ("scope:range", {"at": 90}),
    ],
)
def test_marks_that_make_no_sense_are_refused(code, wishes, tmp_path):
    film = write(tmp_path / "film.mp4", shot("still", 3)[0])
    with pytest.raises(ToolRefused) as refused:
        run([film], tmp_path / "out", **({"corners": REST} | wishes))
    assert refused.value.code == code
    told = sentences(code, refused.value.facts)
    assert refused.value.detail and refused.value.detail in told["message"]
    assert not list((tmp_path / "out").iterdir())


def test_films_that_show_nothing_to_follow_are_refused(tmp_path):
    frames, _truth, _before = shot("still", 3)
    cases = {
        "scope:black": [frame // 40 for frame in frames],
        "scope:plain": [np.full_like(frame, 120) for frame in frames],
        "scope:one_frame": frames[:1],
        "scope:alone": [frames[0], *[np.full_like(frames[0], 120)] * 2],
    }
    for code, given in cases.items():
        film = write(tmp_path / f"{code[6:]}.mp4", given)
        with pytest.raises(ToolRefused) as refused:
            run([film], tmp_path / "out", REST)
        assert refused.value.code == code


def test_files_that_are_none_are_refused(tmp_path):
    film = write(tmp_path / "film.mp4", shot("still", 3)[0])
    (tmp_path / "noise.png").write_bytes(b"no picture at all")
    (tmp_path / "empty.png").touch()
    cases = [
        ([sound_only(tmp_path / "sound.mp4")], "tool:no_picture"),
        ([tmp_path / "noise.png"], "tool:unreadable"),
        ([film, tmp_path / "noise.png"], "scope:picture"),
        ([film, tmp_path / "empty.png"], "scope:picture"),
    ]
    for paths, code in cases:
        with pytest.raises(ToolRefused) as refused:
            run(paths, tmp_path / "out", REST)
        assert refused.value.code == code


@pytest.mark.parametrize("stage", ["tracking", "showing"])
def test_a_cancelled_run_leaves_no_part_of_a_film(stage, tmp_path):
    def stop(now, _share):
        if now == stage:
            raise Cancelled

    film = write(tmp_path / "film.mp4", shot("still", 3)[0])
    with pytest.raises(Cancelled):
        run([film], tmp_path / "out", REST, stop)
    assert not [p for p in (tmp_path / "out").iterdir() if p.suffix not in (".nk", ".txt", ".csv")]


def test_corners_are_read_as_json():
    assert marked("[[1,2],[3,4.5],[5,6],[7,8]]") == [[1, 2], [3, 4.5], [5, 6], [7, 8]]
    for bad in ("", "7", "{}", "[1,2,3,4]", "[[1,2],[3,4],[5,6],[7]]", '[["a",2]]', "[" * 9999):
        assert marked(bad) is None
    assert words_of("outside:480x270") == "one lies outside the picture of 480x270"


def test_it_runs_from_the_shell(tmp_path):
    film = write(tmp_path / "film.mp4", shot("still", 3)[0])
    given = {"input": [str(film)], "out": str(tmp_path / "out")}
    marks = [f"corners={json.dumps(REST.tolist())}"]
    call_command("assist", "scope_extension", **given, param=marks)
    assert json.loads((tmp_path / "out" / "result.json").read_text())["last"] == 2
    with pytest.raises(CommandError, match="mark no region"):
        call_command("assist", "scope_extension", **given, param=["corners=[]"])
    with pytest.raises(CommandError, match="corners"):
        call_command("assist", "scope_extension", **given, param=[])


def test_frames_are_left_to_be_looked_at_before_and_after(extended):
    outcome, folder, truth, _before, _told = extended
    looks, files = outcome.result["looks"], [f for f in outcome.files if f.role == "large"]
    by = {file.index: file for file in files}
    assert by[0].path == folder / "preview.mp4" and by[0].media_type == "video/mp4"
    assert {outcome.result["at"], outcome.result["worst"]} <= {look["frame"] for look in looks}
    assert sorted(by) == list(range(2 * len(looks) + 1))
    x, y = truth[4].mean(0).astype(int)
    pair = next(look for look in looks if look["frame"] == 4)
    before, after = (cv2.imread(str(by[pair[name]].path)) for name in ("before", "after"))
    assert before.shape == after.shape == (HEIGHT, WIDTH, 3)
    green = [np.abs(p[y - 9 : y + 9, x - 9 : x + 9].mean((0, 1)) - (40, 180, 60)).max() for p in
             (before, after)]  # fmt: skip
    assert green[0] > 30 and green[1] < 8
    rows = {row["frame"]: row["strays"] for row in outcome.result["frames"]}
    assert rows[outcome.result["worst"]] == max(rows.values())


@pytest.mark.parametrize("turn", [0, 90])
def test_pixels_that_are_no_squares_keep_their_shape(turn, tmp_path):
    frames, truth, _before = shot("still", 3)
    film = write(tmp_path / "film.mp4", frames, aspect=Fraction(4, 3))
    if turn:
        film = turned_film(film, tmp_path / "turned.mp4")
    corners = [[y, WIDTH - 1 - x] for x, y in np.roll(truth[0], -1, 0)] if turn else truth[0]
    outcome = run([film], tmp_path / "out", corners)
    shape = (HEIGHT, WIDTH) if turn else (WIDTH, HEIGHT)
    assert (outcome.result["width"], outcome.result["height"]) == shape
    aspect = Fraction(3, 4) if turn else Fraction(4, 3)
    assert outcome.result["pixel_aspect"] == pytest.approx(float(aspect), abs=1e-5)
    with av.open(str(tmp_path / "out" / "preview.mp4")) as preview:
        assert preview.streams.video[0].sample_aspect_ratio == aspect
    look = cv2.imread(str(next((tmp_path / "out").glob("frame_0_after.jpg"))))
    assert look.shape[:2] == (shape[1], round(shape[0] * aspect))


def turned_film(film, target):
    """The same film, which a player turns by a quarter."""
    with av.open(str(film)) as source, av.open(str(target), "w") as copy:
        stream = copy.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)
    data = target.read_bytes()
    unit, zero = (1 << 16).to_bytes(4, "big"), bytes(4)
    matrix = unit + zero * 3 + unit + zero * 3 + (1 << 30).to_bytes(4, "big")
    at = data.index(matrix, data.index(b"tkhd"))
    quarter = zero + unit + zero + (-(1 << 16)).to_bytes(4, "big", signed=True) + zero * 4
    target.write_bytes(data[:at] + quarter + (1 << 30).to_bytes(4, "big") + data[at + 36 :])
    return target
