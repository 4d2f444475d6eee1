"""Frames from anywhere in a film are those that decoding it from its beginning gives."""

from dataclasses import replace

import numpy as np
import pytest

from projects.media import sharing
from projects.media.frames import frames_of
from projects.media.shots import segments
from projects.media.shots.pieces import frames_at, held_by, span_of, stretches
from projects.media.shots.reading import Untrusted
from projects.media.shots.segments import Segment, plan
from tests.projects.media.test_shots_films import scene, write


def piece(first, frames):
    return Segment(first, frames, first, first + frames, first, frames)


@pytest.fixture
def cut(tmp_path, monkeypatch):
    monkeypatch.setattr(segments, "SEGMENT_FRAMES", 20)
    options = {"preset": "veryfast", "crf": "20", "x264-params": "keyint=20:bframes=3:scenecut=0"}
    path = write(tmp_path / "a.mp4", scene(1, 90), options=options)
    found = plan(path).segments
    assert len(found) == 5
    return path, found


def pixels(frames):
    return {number: frame.to_ndarray(format="gray").tobytes() for number, frame in frames}


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("wanted", [range(90), [0], [89], [3, 19, 20, 41, 88], range(35, 65), []])
def test_they_are_the_same_frames(cut, wanted, shared, monkeypatch):
    monkeypatch.setattr(sharing, "_shared", shared)
    path, found = cut
    straight = pixels(frames_of(path))
    assert pixels(frames_at(path, found, wanted)) == {n: straight[n] for n in wanted}


def test_neighbours_alone_give_their_part(cut):
    path, found = cut
    assert [n for n, _ in frames_at(path, found[2:4], range(0, 90))] == list(range(40, 80))


@pytest.mark.parametrize("by", [-1, 1])
def test_one_frame_too_many_or_missing_is_not_trusted(cut, by):
    path, (first, *_rest) = cut
    wrong = replace(first, frames=first.frames + by)
    with pytest.raises(Untrusted):
        list(frames_at(path, [wrong], range(wrong.frames)))


def test_damage_is_not_trusted(cut):
    path, found = cut
    content = bytearray(path.read_bytes())
    at = len(content) // 2
    content[at : at + 400] = np.random.default_rng(1).bytes(400)
    path.write_bytes(content)
    with pytest.raises(Untrusted):
        list(frames_at(path, found, range(90)))


def test_stretches_hold_every_segment_once_and_about_as_many_frames():
    film = [piece(10 * n, 10) for n in range(10)]
    for count in (1, 2, 3, 4, 10, 50):
        runs = stretches(film, count)
        assert [one for run in runs for one in run] == film
        assert len(runs) == min(count, 10) and all(runs)
        sizes = [len(span_of(run)) for run in runs]
        assert max(sizes) - min(sizes) <= 10
    assert stretches([], 3) == []


def test_segments_are_found_by_what_they_hold():
    film = [piece(0, 10), piece(10, 10), piece(20, 5)]
    assert held_by(film, [9, 20]) == (film[0], film[2])
    assert held_by(film, range(12, 15)) == (film[1],)
    assert held_by(film, [25]) == () == held_by(film, [])
