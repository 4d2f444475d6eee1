"""Frames of one version found in the next, where the truth is known."""

from fractions import Fraction

import numpy as np
import pytest

from projects.media.carrying import edits
from projects.media.carrying.looking import Seen
from projects.media.carrying.moving import GONE, TRIMMED, UNSURE, Moving, move
from projects.media.carrying.retiming import Retiming
from projects.media.refusal import Refused
from tests.projects.media.test_shots_films import scene

LENGTH, SHOTS = 60, 4


def shot(seed, count=LENGTH, cells=576):
    """Tiny pictures in which much moves, and not twice in the same way."""
    rng = np.random.default_rng(seed)
    still, moves = rng.integers(30, 220, cells), rng.normal(0, 9, (count, cells)).cumsum(axis=0)
    return np.clip(still + moves, 1, 254).astype(np.uint8)


def seen(shots, rate=Fraction(24), **fields):
    ends = np.cumsum([len(one) for one in shots]).tolist()
    spans = tuple(zip([0, *ends[:-1]], ends, strict=True))
    given = {"aspect": 16 / 9, "box": (0.0, 0.0, 1.0, 1.0), **fields}
    return Seen(np.concatenate(shots), spans, rate, **given)


@pytest.fixture
def shots():
    return [shot(seed) for seed in range(SHOTS)]


def places(old, new, *spans):
    moving = Moving(old, new)
    return [moving.place(*span) for span in spans]


def where(place):
    return (place.start, place.end) if not place.reason else place.reason


def test_the_same_film_keeps_every_frame(shots):
    film = seen(shots)
    for found, span in zip(
        places(film, film, (0, 1), (59, 61), (100, 130)),
        [(0, 1), (59, 61), (100, 130)],
        strict=True,
    ):
        assert where(found) == span and not found.shortened
    assert Moving(film, film).place(70, 80).exact


def test_shots_that_changed_places_take_their_notes_along(shots):
    new = seen([shots[2], shots[0], shots[3], shots[1]])
    spans = (5, 6), (65, 70), (125, 126), (200, 201)
    moved = [(65, 66), (185, 190), (5, 6), (140, 141)]
    assert [where(one) for one in places(seen(shots), new, *spans)] == moved


def test_what_was_cut_off_is_told_from_what_is_gone(shots):
    new = seen([shots[0][20:], shots[1], shots[3]])
    early, late, gone, after = places(seen(shots), new, (4, 8), (30, 34), (130, 131), (190, 191))
    assert (where(early), where(late)) == (TRIMMED, (10, 14))
    assert (where(gone), where(after)) == (GONE, (110, 111))


def test_a_range_keeps_what_is_left_of_it(shots):
    new = seen([shots[0][20:], *shots[1:]])
    [found] = places(seen(shots), new, (10, 30))
    assert where(found) == (0, 10) and found.shortened


def test_a_range_over_a_cut_stays_whole_while_the_cut_does(shots):
    [found] = places(seen(shots), seen([shots[3], *shots[:3]]), (55, 65))
    assert where(found) == (115, 125) and not found.shortened


def test_a_shot_with_longer_ends_moves_by_them():
    whole = shot(1, 100)
    [found] = places(seen([shot(5), whole[30:80]]), seen([shot(5), whole]), (70, 71))
    assert where(found) == (100, 101) and found.exact


def test_a_jump_inside_a_shot_is_followed():
    whole = shot(1, 120)
    new = seen([np.concatenate([whole[:50], whole[58:]])])
    before, after = places(seen([whole]), new, (20, 21), (100, 101))
    assert (where(before), where(after)) == ((20, 21), (92, 93))


def test_a_grade_changes_nothing(shots):
    graded = [
        np.clip(255 * (one / 255.0) ** 0.8 * 0.8 + 20, 0, 255).astype(np.uint8) for one in shots
    ]
    found = places(seen(shots), seen(graded), (30, 31), (100, 110))
    assert [where(one) for one in found] == [(30, 31), (100, 110)]


def test_another_take_of_the_same_set_is_not_taken_for_it(shots):
    still = shots[0][0].astype(float)
    moves = np.random.default_rng(99).normal(0, 9, (LENGTH, 576)).cumsum(axis=0)
    take = np.clip(still + moves, 1, 254).astype(np.uint8)
    [found] = places(seen(shots), seen([take, *shots[1:]]), (30, 31))
    assert where(found) in (GONE, UNSURE)


def test_the_same_picture_twice_is_told_apart_by_its_neighbours(shots):
    card = np.repeat(shot(7, 1), 30, axis=0)
    old = seen([card, shots[0], card, shots[1]])
    found = places(old, seen([shots[3], card, shots[0], card, shots[1]]), (5, 6), (100, 101))
    assert [where(one) for one in found] == [(65, 66), (160, 161)]


def test_a_still_shot_that_was_trimmed_is_placed_about():
    card, after = np.repeat(shot(7, 1), 60, axis=0), shot(8)
    [found] = places(seen([card, after]), seen([card[:40], after]), (10, 11))
    assert not found.reason and 0 <= found.start < 40 and not found.exact


def test_nothing_is_found_in_a_film_of_black(shots):
    black = np.full((50, 576), 16, np.uint8)
    assert [where(one) for one in places(seen(shots), seen([black]), (3, 4))] == [GONE]
    assert [where(one) for one in places(seen([black]), seen(shots), (3, 4))] == [GONE]


@pytest.mark.parametrize(
    ("rate", "start"), [(Fraction(30), 38), (Fraction(48), 60), (Fraction(12), 15)]
)
def test_a_film_sampled_at_another_rate(shots, rate, start):
    film = seen(shots)
    order = [int(n * 24 / rate) for n in range(int(240 * rate / 24))]
    new = Seen(
        film.pictures[order],
        tuple((a * rate // 24, b * rate // 24) for a, b in film.shots),
        rate,
        film.aspect,
        film.box,
    )
    new = Seen(
        new.pictures, tuple((int(a), int(b)) for a, b in new.shots), rate, film.aspect, film.box
    )
    [found] = places(film, new, (30, 31))
    assert found.start == start


def test_the_same_frames_at_another_speed(shots):
    [found] = places(seen(shots), seen(shots, rate=Fraction(25)), (100, 101))
    assert where(found) == (100, 101)


def test_a_frame_that_was_left_out_stands_where_the_next_one_is():
    half = Retiming(Fraction(1, 2))
    assert [half.span(n, n + 1) for n in range(4)] == [(0, 1), (1, 2), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("fields", "picture"),
    [
        ({}, {"scale": [1.0, 1.0], "offset": [0.0, 0.0]}),
        (
            {"aspect": 4 / 3, "box": (0.0, 0.125, 1.0, 0.875)},
            {"scale": [1.0, 0.75], "offset": [0.0, 0.125]},
        ),
        ({"aspect": 4 / 3}, None),
    ],
)
def test_places_in_the_picture_move_with_its_bars(shots, fields, picture):
    assert Moving(seen(shots), seen(shots, **fields)).picture() == picture


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    """A film of three shots and, without its first shot and smaller, a new version."""
    folder = tmp_path_factory.mktemp("films")
    pictures = [scene(seed, 40, speed=4) for seed in (1, 2, 3)]
    edits.write(folder / "old.mp4", [p for one in pictures for p in one], Fraction(24))
    new = [edits.smaller(edits.graded(p)) for one in pictures[1:] for p in one[6:]]
    edits.write(folder / "new.mp4", new, Fraction(24), crf=28)
    return folder


def test_films_are_read_and_what_is_found_is_plain(films, tmp_path):
    told = []
    found = move(
        old=str(films / "old.mp4"),
        new=str(films / "new.mp4"),
        spans=[[10, 11], [60, 62], [100, 101]],
        folder=str(tmp_path),
        tell=lambda stage, fraction: told.append((stage, fraction)),
    )
    assert [place["reason"] or place["start"] for place in found["places"]] == [GONE, 14, 48]
    assert found["shots"] == [2, 3] and found["picture"] == {
        "scale": [1.0, 1.0],
        "offset": [0.0, 0.0],
    }
    assert {stage for stage, _f in told} == {"old", "new", "match"}
    fractions = [fraction for _stage, fraction in told]
    assert fractions == sorted(fractions) and fractions[0] >= 0 and fractions[-1] <= 1


def test_what_is_no_film_is_refused(films, tmp_path):
    (tmp_path / "no.mp4").write_bytes(b"no film at all")
    with pytest.raises(Refused) as refused:
        move(
            old=str(films / "old.mp4"),
            new=str(tmp_path / "no.mp4"),
            spans=[[0, 1]],
            folder=str(tmp_path),
            tell=lambda *_: None,
        )
    assert refused.value.code == "media:no_frames"


def test_the_truth_of_an_edit_is_the_longest_run_that_is_left():
    assert edits.truth([5, 6, None, 1, 2, 3], 1, 7) == (3, 6)
    assert edits.truth([5, 6, None], 1, 3) is None


@pytest.mark.parametrize("name", list(edits.EDITS))
def test_every_edit_says_where_its_frames_come_from(name, tmp_path):
    pictures = [np.full((36, 64, 3), n, np.uint8) for n in range(120)]
    film = edits.Film(pictures, [(0, 50), (50, 120)], Fraction(24), pictures[:3])
    order = edits.EDITS[name].order(film, np.random.default_rng(1))
    assert order and all(at is None or 0 <= at < 120 for at in order)
