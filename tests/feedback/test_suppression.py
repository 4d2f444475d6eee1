"""No figure of fewer than five people, nor any two that differ by fewer."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.suppression import FEWEST, PATIENCE, Leaf, Said, enough, leaves, waiting_count

HERE, THERE = ("spring", "Ours", "stills"), ("spring", "Ours", "match")
ELSEWHERE = ("spring", "Theirs", "stills")


def said(count, place=HERE, period=0, first=0, **more):
    return [Said(f"p{first + n}", period, place, **more) for n in range(count)]


@pytest.mark.parametrize(("people", "made"), [(4, 0), (5, 1), (40, 1)])
def test_five_people_are_a_leaf_at_the_end_of_their_week(people, made):
    found = leaves(said(people), until=1)
    assert [(leaf.place, leaf.period) for leaf in found] == [(HERE, 0)] * made
    assert waiting_count(said(people), found) == (0 if made else people)


def test_five_answers_of_four_people_are_not():
    assert leaves([*said(4), *said(1)], until=1) == []


def test_a_week_that_is_not_over_counts_in_nothing():
    assert leaves(said(9, period=3), until=3) == []


def test_those_who_wait_are_joined_by_later_ones():
    rows = [*said(3, period=0), *said(2, period=2, first=3), *said(9, period=2, place=ELSEWHERE)]
    found = leaves(rows, until=3)
    assert [(leaf.place, leaf.period, len(leaf.rows)) for leaf in found] == [
        (HERE, 2, 5),
        (ELSEWHERE, 2, 9),
    ]


def test_who_waited_long_is_told_with_their_neighbours():
    rows = [*said(3), *said(2, THERE, first=3), *said(2, ELSEWHERE, first=5)]
    assert leaves(rows, until=PATIENCE - 1) == []
    (leaf,) = leaves(rows, until=PATIENCE)
    assert (leaf.place, len(leaf.rows)) == (("spring", "Ours"), 5)


def test_and_with_the_whole_programme_where_that_is_not_enough():
    rows = [*said(3), *said(2, ELSEWHERE, first=5)]
    (leaf,) = leaves(rows, until=PATIENCE)
    assert leaf.place == ("spring",)
    rows = [*said(3), *said(2, ("autumn", "Third", "stills"), first=5)]
    (leaf,) = leaves(rows, until=PATIENCE)
    assert leaf.place == ()


def test_a_leaf_lies_within_what_it_is_wholly_part_of():
    leaf = Leaf(("spring", "Ours"), 0, ())
    assert leaf.within() and leaf.within("spring") and leaf.within(None, "Ours")
    assert not leaf.within("autumn") and not leaf.within(None, None, "stills")


@pytest.mark.parametrize(
    ("known", "unknown", "told"),
    [(5, 0, True), (4, 0, False), (5, 4, False), (9, 1, False), (1, 5, True), (0, 5, True)],
)
def test_single_answers_that_are_known_hide_nobody(known, unknown, told):
    rows = [*said(known, known=True), *said(unknown, first=50)]
    assert enough(rows) is told


PLACES = st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from("12"))
ROWS = st.lists(
    st.builds(Said, st.sampled_from([f"p{n}" for n in range(14)]), st.integers(0, 9), PLACES),
    max_size=80,
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_leaves_are_of_five_apart_and_never_change(rows):
    whole = leaves(rows, until=10)
    counted = [number for leaf in whole for number in leaf.rows]
    assert len(counted) == len(set(counted))
    for leaf in whole:
        assert len({rows[number].person for number in leaf.rows}) >= FEWEST
        assert all(rows[number].place[: len(leaf.place)] == leaf.place for number in leaf.rows)
    for until in range(10):
        assert leaves(rows, until=until) == [leaf for leaf in whole if leaf.period < until]


def test_the_order_of_rows_changes_no_leaf():
    rows = [*said(3), *said(4, THERE, first=3, period=1), *said(6, ELSEWHERE, first=7)]
    mixed = rows.copy()
    Random(3).shuffle(mixed)

    def told(given):
        return {
            (m.place, m.period, frozenset(given[n] for n in m.rows)) for m in leaves(given, until=9)
        }

    assert told(rows) == told(mixed)


def test_differences_of_what_is_told_are_of_five_people_too():
    rng = Random(11)
    places = [(c, s, t) for c, s in (("a", "1"), ("a", "2"), ("b", "3")) for t in "xyz"]
    rows = [Said(f"p{rng.randrange(9)}-{p[1]}", rng.randrange(12), p) for p in places * 9]
    figures = []
    for until in range(1, 13):
        made = leaves(rows, until=until)
        for cut in ((), ("a",), ("b",), (None, "1"), (None, "3"), (None, None, "x")):
            figures.append(frozenset(n for m in made if m.within(*cut) for n in m.rows))
    for one, other in combinations(set(figures), 2):
        assert len({rows[number].person for number in one ^ other}) >= FEWEST
