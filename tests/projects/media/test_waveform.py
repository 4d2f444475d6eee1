"""The outline of a sound follows it."""

import json

import pytest

from projects.media.probe import probe
from projects.media.refusal import Refused
from projects.media.waveform import waveform
from tests.projects.media.ingest_films import film, sound_file


def outline(path, kind="sound", **changes):
    return waveform(path, probe(path, kind), **changes)


def test_loud_stretches_stand_where_they_are(tmp_path):
    found = outline(sound_file(tmp_path / "a.wav", 8.5), points=850)
    assert found["points"] == 850 == len(found["low"]) == len(found["high"])
    assert found["seconds"] == pytest.approx(8.5, abs=0.01)
    loud = [n / 100 for n, value in enumerate(found["high"]) if value > 0.6]
    assert {round(second) for second in loud} == set(range(1, 9))
    assert all(abs(second - round(second)) < 0.05 for second in loud)


@pytest.mark.parametrize(("asked", "given"), [(9999, 2000), (10, 10), (0, 1)])
def test_points_are_as_many_as_asked_within_limits(tmp_path, asked, given):
    assert outline(sound_file(tmp_path / "a.wav", 40), points=asked)["points"] == given


def test_numbers_are_between_minus_one_and_one_and_ready_for_json(tmp_path):
    found = outline(sound_file(tmp_path / "a.wav", 3))
    assert all(
        -1 <= low <= high <= 1 for low, high in zip(found["low"], found["high"], strict=True)
    )
    assert json.loads(json.dumps(found)) == found


def test_the_sound_of_a_film_is_drawn(tmp_path):
    found = outline(film(tmp_path / "a.mp4", frames=48, sound=True), "film")
    assert max(found["high"]) > 0.5


def test_silent_films_have_no_outline(tmp_path):
    with pytest.raises(Refused) as refused:
        outline(film(tmp_path / "a.mp4"), "film")
    assert refused.value.code == "media:silent"
