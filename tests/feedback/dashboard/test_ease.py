"""Leaves made one week at a time are those that are made of everything at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.dashboard.ease import by_tool, mean
from feedback.dashboard.leaves import Sums, close_leaves
from feedback.models import EaseLeaf
from feedback.statistics import mean_interval
from feedback.suppression import Said, leaves

WEEKS = 14
#: A studio is in one cohort.
PLACES = st.tuples(
    st.sampled_from([("a", "x"), ("a", "y"), ("b", "z")]), st.sampled_from("12")
).map(lambda found: (*found[0], found[1]))
ROWS = st.lists(
    st.tuples(
        st.sampled_from([f"p{n}" for n in range(12)]),
        st.integers(0, WEEKS - 1),
        PLACES,
        st.integers(1, 7),
        st.booleans(),
    ),
    max_size=90,
)
SHARES = st.sampled_from(["", "x", "xy"])


def one_week_at_a_time(rows, looked_at=None):
    """As the portal does it: each week reads the weeks since which something waits."""
    made, waits_from = [], None
    for week in range(WEEKS):
        since = week if waits_from is None else waits_from
        if looked_at is not None:
            looked_at.append(week - since)
        seen = [row for row in rows if since <= row.said.period <= week]
        taken = {tuple(place): leaf.closed_id for leaf in made for place in leaf.took}
        new, waits_from = close_leaves(EaseLeaf, seen, taken, week)
        made += new
    return made


def summed(person, week, place, ease, sharing):
    return Sums(Said(person, week, place, place[1] in sharing), 1, ease, ease**2)


@settings(max_examples=150, deadline=None)
@given(ROWS, SHARES)
def test_the_same_leaves_with_the_same_sums(given_rows, sharing):
    rows = [summed(*row[:4], sharing) for row in given_rows]
    whole = leaves([row.said for row in rows], until=WEEKS)
    expected = [
        (
            *(list(leaf.place), leaf.period, len(leaf.rows)),
            sum(rows[n].total for n in leaf.rows),
            sum(rows[n].squares for n in leaf.rows),
            len({rows[n].said.person for n in leaf.rows}),
        )
        for leaf in whole
    ]
    found = [
        (one.place, one.closed_id, one.answers, one.total, one.squares, one.people)
        for one in one_week_at_a_time(rows)
    ]
    assert found == expected


def test_only_weeks_of_which_something_waits_are_read_again():
    rows = [summed(f"p{n}", week, ("a", "x", "1"), 4, "") for week in (2, 5) for n in range(5)]
    looked_at: list[int] = []
    assert len(one_week_at_a_time(rows, looked_at)) == 2
    assert looked_at == [0] * WEEKS


def leaf(ease, place=("a", "x", "1")):
    return EaseLeaf(
        place=list(place),
        people=len(ease),
        answers=len(ease),
        total=sum(ease),
        squares=sum(one**2 for one in ease),
    )


@pytest.mark.parametrize("ease", [[4, 5, 6, 3, 5], [2, 2, 3, 4, 6, 5, 4, 4], [4] * 9])
def test_the_mean_of_sums_is_the_mean_of_the_answers(ease):
    found, expected = mean([leaf(ease)]), mean_interval(ease)
    assert found.n == len(ease)
    assert found.value == pytest.approx(expected.value)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_an_interval_stays_on_the_scale():
    found = mean([leaf([7, 7, 7, 7, 2])])
    assert found.high == 7 and found.low >= 1


def test_of_nothing_there_is_no_mean():
    assert mean([]) is None


def test_leaves_of_several_tools_are_of_none():
    rows = [leaf([4] * 5), leaf([5] * 5, ("a", "x")), leaf([6] * 5, ("a", "y", "1"))]
    assert {tool: len(some) for tool, some in by_tool(rows).items()} == {"1": 2}
