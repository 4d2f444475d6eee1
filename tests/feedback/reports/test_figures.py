"""Intervals beside SciPy's and published figures; slices of whole leaves."""

import numpy as np
import pytest
from scipy import stats

from feedback.periods import FIRST, WEEK, start_of, week_of, week_start
from feedback.reports.figures import mean, share
from feedback.reports.scope import Fact, Scope, cut
from feedback.suppression import PATIENCE, Said


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, table I, method 3 (Wilson, no correction)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_shares_have_the_published_intervals(hits, n, low, high):
    found = share(hits, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert (found.value, found.n) == (hits / n, n)


def test_means_have_intervals_that_stay_on_the_scale_and_are_the_same_each_time():
    values = [7, 7, 7, 6, 7, 7, 5]
    found = mean(values)
    assert found == mean(values) and found.value == pytest.approx(np.mean(values))
    assert 5 <= found.low < found.value < found.high <= 7
    t_low, t_high = stats.t.interval(0.95, 6, np.mean(values), stats.sem(values))
    assert t_high > 7 and abs(found.low - t_low) < 0.6


@pytest.mark.parametrize("values", [[4], [4, 4, 4]])
def test_where_all_said_the_same_there_is_no_interval(values):
    assert (mean(values).low, mean(values).high) == (None, None)


@pytest.mark.parametrize("week", [0, 1, 52, 150])
def test_weeks_begin_on_mondays(week):
    assert start_of(week).weekday() == 0 and week_of(start_of(week)) == week
    assert week_start(start_of(week) + WEEK * 0.99) == start_of(week)
    assert week_of(FIRST - WEEK / 7) == -1


def facts(place, people, week=0, value=4):
    return [Fact(Said(f"{place}{n}", week, place), {"ease": value}) for n in range(people)]


A, B, C = ("spring", "Ours", "stills"), ("spring", "Theirs", "stills"), ("fall", "Third", "match")


def told(scope, rows, by=""):
    return {part.label: part.people for part in scope.slices(rows, "ease", by)}


def test_slices_are_of_whole_leaves():
    rows = [*facts(A, 6), *facts(B, 3), *facts(C, 5)]
    scope = Scope(until=PATIENCE)
    assert told(scope, rows) == {"": 11}  # of Theirs three wait still
    assert told(scope, rows, "studio") == {"Ours": 6, "Third": 5}
    assert told(scope, rows, "tool") == {"stills": 6, "match": 5}
    assert told(scope, rows, "cohort") == {"spring": 6, "fall": 5}
    assert scope.uncounted(rows, "ease")


def test_a_filter_makes_no_leaf():
    """Two studios share a leaf of the cohort: neither is told alone, nor by the other's filter."""
    rows = [*facts(A, 3), *facts(B, 3)]
    scope = Scope(until=PATIENCE)
    assert told(scope, rows, "cohort") == {"spring": 6} and told(scope, rows, "studio") == {}
    for studio in ("Ours", "Theirs"):
        assert told(Scope(until=PATIENCE, where={"studio": studio}), rows) == {}
    assert told(Scope(until=PATIENCE, where={"cohort": "spring"}), rows) == {"": 6}


def test_weeks_are_chosen_by_when_answers_could_be_told():
    rows = [*facts(A, 5, week=0), *facts(A, 5, week=6)]
    assert told(Scope(until=9), rows, "period") == {"2024-01-01": 5, "2024-01-29": 5}
    assert told(Scope(until=6), rows) == {"": 5}
    assert len(Scope(until=9, since=1).slices(rows, "ease")[0].facts) == 5


def test_what_was_not_said_counts_in_nothing():
    rows = [*facts(A, 5), *facts(B, 9, value=None)]
    assert told(Scope(until=9), rows) == {"": 5} and not Scope(until=9).uncounted(rows, "ease")


def test_a_cut_leaves_out_what_is_filtered_already():
    assert [by for by, _s in cut(Scope(until=1, where={"studio": "Ours"}), [], "ease")] == [
        *("", "cohort", "tool", "period")
    ]
