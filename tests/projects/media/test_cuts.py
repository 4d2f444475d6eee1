"""Two cuts of a film compared, where every change is known."""

from fractions import Fraction

import numpy as np
import pytest

from projects.media.carrying.matching import Match
from projects.media.cuts.bounds import Side, agreed, steps
from projects.media.cuts.changes import uncovered
from projects.media.cuts.comparing import compare
from projects.media.cuts.diagonals import Diagonals, scale_of, unlike
from projects.media.cuts.laying import Piece, lay
from projects.media.cuts.retimed import retimed
from tests.projects.media.test_carrying import seen, shot


@pytest.fixture(scope="module")
def shots():
    return [shot(seed) for seed in range(5)]


def noisy(pictures, seed=1, amount=1.0):
    """As another encoding would show them."""
    noise = np.random.default_rng(seed).normal(0, amount, pictures.shape)
    return np.clip(pictures + noise, 0, 255).astype(np.uint8)


def compared(old, new, **fields):
    return compare(seen(old), seen([noisy(one) for one in new], **fields))


def told(found):
    return [(row.words, row.head, row.tail) for row in found.later]


def test_the_same_film_is_kept_whole(shots):
    found = compared(shots, shots)
    assert told(found) == [(["kept"], 0, 0)] * 5
    assert all(fate.change == "kept" and not fate.lost for fate in found.earlier)
    assert min(row.confidence for row in found.later) > 0.9


def test_trims_are_told_to_the_frame(shots):
    found = compared(shots, [shots[0][7:], shots[1][:-9], shots[2][3:-4], *shots[3:]])
    trims = [(["trimmed"], 7, 0), (["trimmed"], 0, 9), (["trimmed"], 3, 4)]
    assert told(found) == [*trims, *[(["kept"], 0, 0)] * 2]
    assert [fate.lost for fate in found.earlier[:3]] == [
        ((0, 7),),
        ((111, 120),),
        ((120, 123), (176, 180)),
    ]


def test_what_is_longer_than_before_was_extended(shots):
    found = compared([shots[0], shots[1][10:50], shots[2]], shots[:3])
    assert told(found)[1] == (["extended"], -10, -10) and found.later[1].unseen == 20


def test_moved_new_and_lost(shots):
    found = compared(shots[:4], [shots[0], shots[3][:40], shots[4], shots[1]])
    words = [row.words for row in found.later]
    assert words == [["kept"], ["moved", "trimmed"], ["new"], ["kept"]]
    assert [fate.change for fate in found.earlier] == ["kept", "kept", "lost", "moved"]
    assert found.earlier[2].shown == () and found.earlier[2].lost == ((120, 180),)


def test_a_shot_that_something_was_put_into_was_split(shots):
    parts = [shots[0][:25], shots[4][:30], shots[0][35:], shots[1]]
    found = compared(shots[:2], parts)
    assert told(found) == [
        (["split"], 0, 0), (["new"], 0, 0), (["split"], 0, 0), (["kept"], 0, 0),
    ]  # fmt: skip
    assert found.earlier[0].shown == (0, 2) and found.earlier[0].lost == ((25, 35),)


def test_halves_without_what_was_between_are_joined(shots):
    whole = shot(9, 90)
    found = compared([whole[:40], shots[1], whole[40:], shots[2]], [whole, shots[2]])
    assert [row.words for row in found.later] == [["joined"], ["kept"]]
    assert [part.shot for part in found.later[0].parts] == [0, 2]
    assert found.earlier[1].change == "lost"


def test_frames_shown_twice_are_repeated(shots):
    found = compared(shots[:3], [*shots[:3], shots[0][10:]])
    assert found.later[3].words[0] == "repeated"


def test_a_jump_within_a_shot_that_nobody_saw_is_an_edit(shots):
    jumped = np.concatenate([shots[0][:30], shots[0][40:]])
    found = compared(shots[:2], [jumped, shots[1]])
    assert [(row.start, row.end) for row in found.later] == [(0, 30), (30, 50), (50, 110)]
    assert found.later[0].words == found.later[1].words == ["split"]


def test_cuts_that_one_film_alone_was_found_to_have_are_in_both(shots):
    joined = np.concatenate(shots[:2])
    found = compared(shots[:3], [joined, shots[2]])
    assert told(found) == [(["kept"], 0, 0)] * 3
    backwards = compared([joined, shots[2]], shots[:3])
    assert told(backwards) == [(["kept"], 0, 0)] * 3


def test_a_cut_where_no_picture_jumps_is_none(shots):
    found = compared(shots[:2], [shots[0][:20], shots[0][20:], shots[1]])
    assert [(row.start, row.end) for row in found.later] == [(0, 60), (60, 120)]


def test_another_speed_is_told_or_nothing():
    slow = np.random.default_rng(4).normal(0, 2.0, (80, 576)).cumsum(axis=0) + 60
    first = np.clip(slow + shot(3, 1), 1, 254).astype(np.uint8)
    fast = first[::2]
    found = compared([first, shot(6)], [fast, shot(6)])
    assert found.later[0].words == ["retimed"] and found.later[0].speed == pytest.approx(2, abs=0.1)
    assert found.earlier[0].shown == (0,)
    assert retimed(first, np.repeat(first[:1], 30, axis=0), [(0, 80)], (0, 30)) is None


def test_unrelated_films_share_nothing(shots):
    found = compared(shots[:2], shots[3:])
    assert [row.words for row in found.later] == [["new"]] * 2
    assert [fate.change for fate in found.earlier] == ["lost"] * 2


def test_black_is_not_recognised_and_black_between_shots_is_kept(shots):
    black = np.full((50, 576), 16, np.uint8)
    assert [row.words for row in compared([black], [black]).later] == [["unsure"]]
    assert [row.words for row in compared(shots[:1], [black]).later] == [["unsure"]]
    found = compared([shots[0], black, shots[1]], [shots[0], black, shots[1]])
    assert [row.words for row in found.later] == [["kept"]] * 3


def test_one_frame_is_a_film(shots):
    found = compared([shots[0][:1]], [shots[0][:1]])
    assert told(found) == [(["kept"], 0, 0)]
    assert compared([shots[0][:1]], [shots[1][:1]]).later[0].words[0] in ("new", "unsure")


def test_a_still_shot_that_was_trimmed_is_told_about(shots):
    card = np.repeat(shot(7, 1), 60, axis=0)
    found = compared([card, shots[1]], [card[:40], shots[1]])
    assert found.later[0].words == ["trimmed"] and not found.later[0].exact
    assert found.later[0].head + found.later[0].tail == 20


def test_a_still_shot_that_stands_longer_was_extended(shots):
    card = np.repeat(shot(7, 1), 60, axis=0)
    found = compared([card[:40], shots[1]], [card, shots[1]])
    assert [row.words for row in found.later] == [["extended"], ["kept"]]
    assert found.later[0].head + found.later[0].tail == -20


def test_another_rate_keeps_the_earlier_films_own_frames(shots):
    old = seen(shots)
    order = [n * 4 // 5 for n in range(375)]
    spans = tuple((a * 5 // 4, b * 5 // 4) for a, b in old.shots)
    new = seen([shots[0]], rate=Fraction(30))
    new = type(new)(old.pictures[order], spans, Fraction(30), new.aspect, new.box)
    found = compare(old, new)
    assert told(found) == [(["kept"], 0, 0)] * 5 and found.way.ratio == Fraction(5, 4)
    assert [(f.start, f.end) for f in found.earlier] == list(old.shots)


def test_progress_rises_and_can_stop(shots):
    heard = []
    compare(seen(shots), seen(shots), heard.append)
    assert heard == sorted(heard) and heard[0] >= 0 and heard[-1] <= 1

    def stop(_share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(seen(shots), seen(shots), stop)


def test_runs_are_drawn_out_and_priced(shots):
    film = np.concatenate(shots[:3])
    runs = Diagonals(film, noisy(film), scale_of([]))
    runs.add(Match(20, 40, 0, 1.0, True, 0.0, 0.0))
    runs.add(Match(60, 90, 0, 1.0, True, 0.0, 0.0))
    (run,) = runs.found
    assert (run.start, run.end) == (0, 180)
    runs.add(Match(20, 30, 5, 0.7, False, 0.3, 0.2))
    assert len(runs.found) == 1  # over few frames anything moves alike


def test_pictures_without_detail_agree_by_their_light():
    dark, bright = np.full((3, 576), 16, np.uint8), np.full((3, 576), 235, np.uint8)
    assert unlike(dark, dark, 0, 3, 0).tolist() == [0, 0, 0]
    assert unlike(dark, bright, 0, 3, 0).tolist() == [1, 1, 1]


def test_frames_from_nowhere_lie_between_pieces(shots):
    film = np.concatenate(shots[:2])
    runs = Diagonals(film, np.concatenate([shots[0], shots[4], shots[1]]), scale_of([]))
    runs.add(Match(0, 60, 0, 1.0, True, 0.0, 0.0))
    runs.add(Match(60, 120, 60, 1.0, True, 0.0, 0.0))
    pieces = lay(runs.found, 180, {60, 120})
    assert [(p.start, p.end, p.by, p.here) for p in pieces] == [
        (0, 60, 0, (0, 60)),
        (120, 180, 60, (60, 120)),
    ]
    assert uncovered(pieces[:1], 120) == [(60, 120)]


def test_gradual_transitions_are_carried_without_a_jump(shots):
    film = shots[0]
    piece = Piece(0, 60, 0, 1.0, True)
    sides = Side(film, [(0, 30), (30, 60)], frozenset({30})), Side(film, [(0, 60)])
    assert agreed([piece], *sides) == ([(0, 30), (30, 60)], [(0, 30), (30, 60)])
    plain = Side(film, [(0, 30), (30, 60)])
    assert agreed([piece], plain, sides[1]) == ([(0, 60)], [(0, 60)])


def test_a_jump_is_more_than_movement(shots):
    film = np.concatenate(shots[:2])
    assert steps(film, 60) and not steps(film, 30) and not steps(film, 59)
