"""The benchmark of shot breakdown measures what it says."""

import av
import pytest

from portal.benchmarks import shots
from tests.projects.media.test_shots_films import scene, write


@pytest.fixture
def film(tmp_path):
    return write(tmp_path / "film.mp4", scene(1, 30) + scene(2, 30))


def test_a_named_film_is_measured_in_alternating_rounds(film):
    told = shots.run([str(film)])
    assert told["clip"] == "the file film.mp4" and told["frames"] == 60
    assert len(told["rounds"]) == shots.ROUNDS >= 3
    assert told["ratio"] == sorted(r["ratio"] for r in told["rounds"])[shots.ROUNDS // 2]
    assert told["met"] == (told["ratio"] >= 0.8) and "accuracy" not in told


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(shots, "FRAMES", 12)
    monkeypatch.setattr(shots, "WIDTH", 320)
    monkeypatch.setattr(shots, "HEIGHT", 176)


def test_without_labelled_reels_the_clip_is_synthetic(monkeypatch, tmp_path, small):
    monkeypatch.setenv("LAST_MILE_DATA", str(tmp_path))
    assert shots.data_folder() is None
    told = shots.run([])
    assert told["clip"] == "synthetic frames" and told["frames"] == 12


SCORER = """
def score_file(truth, rows, tolerance, strict):
    assert rows == [{"frame": 30, "kind": "cut"}]
    return {"tp": 1, "fp": 0, "fn": 1, "per_kind": {"cut": {"tp": 1, "n": 2}}}
def prf(tp, fp, fn):
    return 1.0, 0.5, 2 / 3
"""


def test_with_labelled_reels_the_clip_is_made_of_them_and_accuracy_is_told(
    monkeypatch, tmp_path, small
):
    for folder in ("shots", "scoring"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "shots" / "reel.mp4", scene(1, 30) + scene(2, 30))
    (tmp_path / "shots" / "reel.truth.json").write_text('{"file": "reel.mp4"}')
    (tmp_path / "scoring" / "score_shots.py").write_text(SCORER)
    monkeypatch.setenv("LAST_MILE_DATA", str(tmp_path))
    told = shots.run([])
    assert told["clip"] == "encoded from the labelled reels"
    assert told["accuracy"]["f1"] == 2 / 3
    assert told["accuracy"]["recall"] == {"cut": 0.5}
    assert "trained on these reels" in told["accuracy"]["note"]


def test_the_clip_has_the_promised_size_and_codec(tmp_path):
    shots.encode(tmp_path / "clip.mp4", shots.synthetic_frames(), 3)
    with av.open(str(tmp_path / "clip.mp4")) as container:
        stream = container.streams.video[0]
        size = stream.width, stream.height, stream.average_rate, stream.frames
        assert size == (1920, 1080, 25, 3)
        assert stream.codec_context.name == "h264"
