"""Strengths from choices: near those they were drawn from, wide where few chose."""

import random

import numpy as np
import pytest

from projects.assist.preference import ENOUGH, Comparison, preferred


def game(chosen, left):
    return Comparison(frozenset(chosen), frozenset(left))


def drawn(strengths, count, seed=5):
    chance, games = random.Random(seed), []
    for _game in range(count):
        one, other = chance.sample(sorted(strengths), 2)
        first = chance.random() < strengths[one] / (strengths[one] + strengths[other])
        won, lost = (one, other) if first else (other, one)
        games.append(game(won, lost))
    return games


def truth(strengths, name):
    others = [s for other, s in strengths.items() if other != name]
    return float(np.mean([strengths[name] / (strengths[name] + s) for s in others]))


STRENGTHS = {"a": 3.0, "b": 1.0, "c": 0.5, "d": 1.0}


def test_of_many_choices_the_strengths_come_back():
    for row in preferred(drawn(STRENGTHS, 3000)):
        assert row.likely == pytest.approx(truth(STRENGTHS, row.name), abs=0.04)


def test_the_interval_holds_the_truth_nearly_as_often_as_it_says():
    held = [
        row.low <= truth(STRENGTHS, row.name) <= row.high
        for seed in range(60)
        for row in preferred(drawn(STRENGTHS, 60, seed))
    ]
    assert 0.9 <= np.mean(held) <= 1


def test_three_equal_choices_conclude_nothing():
    rows = preferred([game("a", "b")] * 3)
    assert [row.name for row in rows] == ["a", "b"]
    assert rows[0].high - rows[0].low > 0.6 and not rows[0].told


def test_enough_of_them_do():
    rows = preferred([game("a", "b")] * ENOUGH * 3)
    assert rows[0].told and rows[0].low > 0.5 > rows[1].high


def test_who_never_lost_has_a_finite_strength():
    row = preferred([game("a", "b")] * 500)[0]
    assert 0.98 < row.likely < 1


@pytest.mark.parametrize("games", [[], [game("", "ab")], [game("ab", "")]])
def test_where_nothing_was_chosen_over_something_nothing_is_said(games):
    assert preferred(games) == []


def test_one_choice_weighs_one_however_many_stood_there():
    two = preferred([game("a", "b")] * 20 + [game("b", "a")] * 20)
    many = preferred([game("a", "bcd")] * 20 + [game("b", "acd")] * 20)
    assert {r.name: r.comparisons for r in many}["a"] == 40
    assert two[0].likely == pytest.approx(0.5)
    assert {r.name: round(r.likely, 3) for r in many}["a"] == pytest.approx(
        {r.name: round(r.likely, 3) for r in many}["b"]
    )


def test_it_is_the_same_each_time():
    games = drawn(STRENGTHS, 40)
    assert preferred(games) == preferred(list(games))


def test_it_is_told_in_per_cent():
    row = preferred(drawn(STRENGTHS, 300))[0]
    assert row.percent == round(100 * row.likely) and "–" in row.interval
