"""Published instruments against published worked examples, SciPy and what follows by hand."""

import math

import pytest
from numpy.random import default_rng
from scipy import stats

from feedback.questionnaires import scores
from feedback.statistics import intervals


def test_sus_is_the_example_of_brooke_1996():
    """Page 6 of "A quick and dirty usability scale": 22 × 2.5 = 55."""
    assert scores.sus([5, 4, 2, 1, 2, 3, 2, 4, 5, 2]) == 55


@pytest.mark.parametrize(("items", "value"), [([5, 1] * 5, 100), ([1, 5] * 5, 0), ([3] * 10, 50)])
def test_sus_reaches_both_ends_of_its_scale(items, value):
    assert scores.sus(items) == value


@pytest.mark.parametrize("items", [[3] * 9, [3] * 9 + [6], [0] * 10, []])
def test_sus_of_anything_but_ten_answers_from_1_to_5_is_refused(items):
    with pytest.raises(ValueError, match="10 answers"):
        scores.sus(items)


@pytest.mark.parametrize(("items", "value"), [([7, 7], 100), ([1, 1], 0), ([6, 5], 75)])
def test_umux_lite_is_interpolated_linearly(items, value):
    """(6 + 5 − 2) × 100/12 = 75."""
    assert scores.umux_lite(items) == pytest.approx(value)


def test_umux_lite_of_five_points_covers_the_same_scale():
    assert scores.umux_lite([5, 5], points=5) == 100
    assert scores.umux_lite([4, 3], points=5) == pytest.approx(62.5)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        *[(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)],
        *[(0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
    ],
)
def test_wilson_is_the_table_of_newcombe_1998(hits, n, low, high):
    """Statistics in Medicine 17, 857–872, table I, method 3."""
    told = scores.share(hits, n)
    assert told.low == pytest.approx(100 * low, abs=0.005)
    assert told.high == pytest.approx(100 * high, abs=0.005)


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (3, 7), (40, 41), (9, 9)])
def test_wilson_is_what_scipy_says(hits, n):
    theirs = stats.binomtest(hits, n).proportion_ci(method="wilson")
    ours = scores.share(hits, n)
    assert (ours.low, ours.high) == pytest.approx((100 * theirs.low, 100 * theirs.high), abs=1e-9)


def answers(promoters, passives, detractors):
    return [9] * promoters + [8] * passives + [3] * detractors


def test_nps_is_promoters_less_detractors_in_points():
    told = scores.nps(answers(50, 30, 20))
    assert (told.value, told.n, told.useless) == (30, 100, "")


def test_the_interval_of_nps_is_the_trinomial_one_of_the_adjusted_counts():
    """¾, 1½ and ¾ of an answer are added; the variance is that of the mean of −1, 0 and 1."""
    told = scores.nps(answers(20, 15, 10))
    weights = [20.75, 16.5, 10.75]
    mean = (weights[0] - weights[2]) / 48
    variance = sum(w * (x - mean) ** 2 for w, x in zip(weights, (1, 0, -1), strict=True)) / 48
    half = stats.norm.ppf(0.975) * math.sqrt(variance / 48)
    assert (told.low, told.high) == pytest.approx((100 * (mean - half), 100 * (mean + half)))


def test_the_interval_of_nps_covers_the_truth_about_as_often_as_it_says():
    drawn = default_rng(7).choice([10, 7, 2], size=(2000, 40), p=[0.5, 0.3, 0.2])
    told = [scores.nps([int(a) for a in row]) for row in drawn]
    covered = sum(one.low <= 30 <= one.high for one in told) / len(told)
    assert 0.93 < covered < 0.97


def test_nps_never_leaves_its_scale_and_under_thirty_says_that_it_is_useless():
    told = scores.nps([10] * 29)
    assert (told.value, told.high, told.useless) == (100, 100, "few")
    assert scores.nps([10] * 30).useless == ""


def test_the_boundaries_of_nps_are_six_seven_eight_and_nine():
    assert scores.nps([6]).value == -100 and scores.nps([7]).value == 0
    assert scores.nps([8]).value == 0 and scores.nps([9]).value == 100


def test_a_mean_has_the_bca_interval_of_scipy():
    values = [55.0, 72.5, 80.0, 92.5, 62.5, 70.0, 85.0]
    theirs = stats.bootstrap(
        (sorted(values),), lambda s, axis: s.mean(axis=axis), n_resamples=intervals.RESAMPLES,
        method="BCa", rng=default_rng(intervals.SEED), vectorized=True,
    ).confidence_interval  # fmt: skip
    told = scores.mean(values)
    assert told.value == pytest.approx(sum(values) / 7)
    assert (told.low, told.high) == pytest.approx((theirs.low, theirs.high))


def test_a_mean_near_the_end_keeps_its_interval_on_the_scale():
    """Where a t-interval would go past 100."""
    values = [100.0, 100.0, 97.5, 100.0, 77.5]
    t = stats.t.interval(0.95, 4, sum(values) / 5, stats.sem(values))
    assert t[1] > 100 and scores.mean(values).high <= 100


def test_the_order_of_answers_changes_nothing():
    told = scores.mean([1.0, 2.0, 5.0, 4.0, 7.0])
    assert told.low is not None and told == scores.mean([5.0, 1.0, 7.0, 4.0, 2.0])


def test_under_five_values_there_is_a_mean_and_no_interval():
    assert scores.mean([1.0, 2.0, 5.0, 4.0]) == scores.Score(3.0, None, None, 4)
    with pytest.raises(ValueError, match="no answer"):
        scores.mean([])


def test_where_all_said_the_same_there_is_no_interval():
    told = scores.seq([6, 6, 6])
    assert (told.value, told.low, told.high) == (6, None, None)


def test_csat_is_the_share_of_the_two_best():
    told = scores.csat([5, 4, 4, 3, 1, 5, 2, 4, 5, 4])
    assert told.value == 70 and told == scores.share(7, 10)


@pytest.mark.parametrize("name", ["nps", "seq", "csat"])
def test_nobody_is_no_score(name):
    with pytest.raises(ValueError, match="no "):
        scores.score(name, [])


def test_a_score_is_found_by_the_name_of_its_instrument():
    assert scores.score("sus", [[5, 4, 2, 1, 2, 3, 2, 4, 5, 2]]).value == 55
    assert scores.score("umux_lite", [[7, 7], [7, 7]]).value == 100
    assert scores.score("nps", [[10], [0]]).value == 0
