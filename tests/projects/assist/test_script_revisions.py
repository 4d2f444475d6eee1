"""Two drafts: scenes added, left out, changed, moved and renumbered; the colours of revisions."""

import pytest

from projects.assist.scripts.revisions import colour, compare, told_colour
from tests.projects.assist.scripts_written import scenes

A = "INT. KITCHEN - DAY #1#\n\nBob cooks a long dinner for the whole family and burns it.\n\n"
B = "EXT. STREET - NIGHT #2#\n\nRain falls on empty cars while a dog crosses the road alone.\n\n"
C = "INT. BARN - DAY #3#\n\nAna finds a letter in the hay and reads it twice, then hides it.\n\n"
D = "EXT. BEACH - DAWN #4#\n\nThey walk along the water without a word until the sun is up.\n\n"


def changes(before, after):
    return [(c.before, c.after, c.kinds) for c in compare(scenes(before), scenes(after))]


def test_the_same_draft_has_no_changes():
    assert changes(A + B + C, A + B + C) == [(1, 1, ()), (2, 2, ()), (3, 3, ())]


def test_a_scene_is_added():
    assert changes(A + C, A + B + C) == [(1, 1, ()), (None, 2, ("added",)), (2, 3, ())]


def test_a_scene_is_left_out_where_it_stood():
    assert changes(A + B + C, A + C) == [(1, 1, ()), (2, None, ("omitted",)), (3, 2, ())]
    assert changes(A + B, B) == [(1, None, ("omitted",)), (2, 1, ())]


def test_a_place_kept_for_an_omitted_scene_is_no_scene():
    kept = A + "OMITTED #2#\n\n" + C
    assert changes(A + B + C, kept) == [(1, 1, ()), (2, None, ("omitted",)), (3, 3, ())]


def test_words_change():
    (change,) = compare(scenes(A), scenes(A.replace("burns it", "saves it") + ""))
    assert change.kinds == ("changed",) and 0.8 < change.alike < 1
    assert change.taken == ("Bob cooks a long dinner for the whole family and burns it.",)
    assert change.put == ("Bob cooks a long dinner for the whole family and saves it.",)


def test_one_scene_moves():
    assert changes(A + B + C + D, B + C + A + D) == [
        (2, 1, ()),
        (3, 2, ()),
        (1, 3, ("moved",)),
        (4, 4, ()),
    ]


def test_numbers_and_headings_change():
    assert changes(A + B, A + B.replace("#2#", "#2A#")) == [(1, 1, ()), (2, 2, ("renumbered",))]
    assert changes(A, A.replace("DAY", "NIGHT")) == [(1, 1, ("reheaded",))]
    (change,) = compare(scenes(A), scenes(A.replace("#1#", "#7B#")))
    assert (change.number_before, change.number_after) == ("1", "7B")
    assert compare([], scenes(A))[0].number_before == ""


def test_a_scene_written_anew_is_another():
    anew = "INT. CASTLE - NIGHT\n\nGhosts play cards and laugh about the living.\n"
    assert changes(A, anew) == [(1, None, ("omitted",)), (None, 1, ("added",))]


def test_scenes_without_words_are_paired_by_heading():
    bare = "INT. A - DAY\n\nEXT. B - DAY\n\n"
    assert changes(bare, bare) == [(1, 1, ()), (2, 2, ())]


def test_nothing_and_something():
    assert changes("", A) == [(None, 1, ("added",))]
    assert changes(A, "") == [(1, None, ("omitted",))]


@pytest.mark.parametrize(
    ("number", "name"),
    [(0, "White"), (1, "Blue"), (2, "Pink"), (3, "Yellow"), (4, "Green"), (5, "Goldenrod")]
    + [(6, "Buff"), (7, "Salmon"), (8, "Cherry"), (9, "Tan"), (11, "Double Blue")]
    + [(20, "Triple White"), (30, "4th White")],
)
def test_the_order_of_colours(number, name):
    assert colour(number) == name


@pytest.mark.parametrize(
    ("draft", "number"),
    [("Blue Rev. (2/3/12)", 1), ("2nd Pink", 12), ("Double Blue Revision", 11), ("Draft 3", None)]
    + [("", None), ("Goldenrod", 5)],
)
def test_a_draft_tells_its_colour(draft, number):
    assert told_colour(draft) == number
