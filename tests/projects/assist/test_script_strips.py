"""Strips: their colours, their order on the board and in the shoot, and the shooting days."""

import pytest

from projects.assist.scripts.strips import script_order, shooting_order
from tests.projects.assist.scripts_written import scenes


def strips(*headings):
    return script_order(scenes("".join(f"{heading}\n\nRain.\n\n" for heading in headings)))


@pytest.mark.parametrize(
    ("heading", "light", "colour"),
    [
        ("INT. A - DAY", "DAY", "white"),
        ("EXT. A - DAY", "DAY", "yellow"),
        ("INT. A - NIGHT", "NIGHT", "blue"),
        ("EXT. A - NIGHT", "NIGHT", "green"),
        ("EXT. A - DUSK", "TWILIGHT", "pink"),
        ("INT./EXT. A - NIGHT", "NIGHT", "blue"),
        ("EXT./INT. A - DAY", "DAY", "yellow"),
        ("AUSSEN. A - NACHT", "NIGHT", "green"),
        ("INT. A", "", "white"),
        (".THE VOID", "", "grey"),
    ],
)
def test_colours(heading, light, colour):
    (strip,) = strips(heading)
    assert (strip.light, strip.colour) == (light, colour)


def test_a_scene_that_goes_on_keeps_the_light():
    assert [s.light for s in strips("INT. A - NIGHT", "INT. B - CONTINUOUS", "INT. C")] == [
        "NIGHT",
        "NIGHT",
        "",
    ]


def test_omitted_scenes_have_no_strip():
    assert [s.scene for s in strips("INT. A - DAY", "OMITTED", "INT. B - DAY")] == [1, 3]


def test_the_shoot_goes_by_place_then_light_then_set():
    board = strips(
        "INT. HOUSE - KITCHEN - NIGHT",
        "EXT. ROAD - DAY",
        "INT. HOUSE - HALL - DAY",
        "INT. HOUSE - KITCHEN - DAY",
    )
    assert [s.scene for s in board] == [1, 2, 3, 4]
    ordered = shooting_order(board)
    assert [s.scene for s in ordered] == [3, 4, 1, 2]
    assert {s.place for s in ordered} == {"HOUSE", "ROAD"} and {s.day for s in ordered} == {0}


def test_days_hold_so_many_pages():
    board = strips(*["INT. A - DAY"] * 5)
    assert [s.length for s in board] == [1] * 5
    assert [s.day for s in shooting_order(board, 0.25)] == [1, 1, 2, 2, 3]
    assert [s.day for s in shooting_order(board, 0.01)] == [1, 2, 3, 4, 5]
