"""The labelled reels beside the project: every kind at least as good as was promised."""

from pathlib import Path

import pytest

from portal.benchmarks import shots

pytestmark = pytest.mark.skipif(
    not shots.data_folder(), reason="the labelled reels (shared/data) are not beside the project"
)


def test_two_short_reels_are_broken_down_well():
    folder = shots.data_folder() or Path()
    scorer = shots._scorer(folder / "scoring" / "score_shots.py")
    for name in ("dev_n2_psd_testvideo_720p2997", "dev_r5_lowbit_grain_360p2398"):
        film = folder / "shots" / f"{name}.mp4"
        truth = shots.json.loads(film.with_suffix(".truth.json").read_text())
        score = scorer.score_file(truth, shots._rows(film), 2, False)
        assert scorer.prf(score["tp"], score["fp"], score["fn"])[2] >= 0.92
        assert score["kind_ok"] >= 0.95 * score["kind_n"]
