"""Weeks, and slices of whole leaves."""

import pytest

from feedback.periods import FIRST, WEEK, start_of, week_of, week_start
from feedback.reports.scope import Fact, Scope, cut
from feedback.suppression import PATIENCE, Said


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
