"""Drawings that are kept, and what is refused of others."""

import pytest

from portal.errors import PortalError
from projects.drawings import POINTS_AT_MOST, SHAPES_AT_MOST, checked

LINE = [[0, 0], [1, 1.0]]


def test_what_is_drawn_is_kept_and_nothing_else():
    drawn = [
        {"kind": "arrow", "colour": "red", "points": [[0.123456, 1], (0, 0.5)], "onload": "x"},
        {"kind": "box", "points": LINE},
        {"kind": "pen", "colour": "white", "points": [*LINE, [0.5, 0.25]]},
    ]
    assert checked(drawn) == [
        {"kind": "arrow", "colour": "red", "points": [[0.1235, 1.0], [0.0, 0.5]]},
        {"kind": "box", "colour": "amber", "points": [[0.0, 0.0], [1.0, 1.0]]},
        {"kind": "pen", "colour": "white", "points": [[0.0, 0.0], [1.0, 1.0], [0.5, 0.25]]},
    ]
    assert checked([]) == []


@pytest.mark.parametrize(
    "drawing",
    [
        None,
        {},
        ["arrow"],
        [{"points": LINE}],
        [{"kind": "circle", "points": LINE}],
        [{"kind": "box", "colour": "url(x)", "points": LINE}],
        [{"kind": "box", "points": [*LINE, [0, 1]]}],
        [{"kind": "pen", "points": [[0, 0]]}],
        [{"kind": "pen", "points": "ab"}],
        [{"kind": "box", "points": [[0, 0], [0, 1.01]]}],
        [{"kind": "box", "points": [[0, 0], [0, -0.01]]}],
        [{"kind": "box", "points": [[0, 0], [0, float("nan")]]}],
        [{"kind": "box", "points": [[0, 0], [0, 10**400]]}],
        [{"kind": "box", "points": [[0, 0], [0, True]]}],
        [{"kind": "box", "points": [[0, 0], [0, "1"]]}],
        [{"kind": "box", "points": [[0, 0], [0, 1, 1]]}],
        [{"kind": "box", "points": LINE}] * (SHAPES_AT_MOST + 1),
        [{"kind": "pen", "points": LINE * (POINTS_AT_MOST // 4 + 1)}] * 2,
    ],
)
def test_what_is_no_drawing_is_refused_with_a_sentence(drawing):
    with pytest.raises(PortalError) as told:
        checked(drawing)
    assert told.value.code == "invalid"
    assert told.value.fields["drawing"][0].endswith(".")
