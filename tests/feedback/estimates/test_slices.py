"""The same question by stage, tool, cohort, studio, week."""

from dataclasses import replace

import pytest

from feedback.estimates.slices import By, each, sliced
from feedback.measured import Arm, Design
from feedback.savings import NotYet, Saving, saving
from tests.feedback.measuring import drawn_items, item


@pytest.mark.parametrize("by", [By.STAGE, By.COHORT, By.STUDIO, By.PERIOD])
def test_every_item_is_in_one_part(by):
    rows = drawn_items()
    parts = sliced(rows, by)
    assert sorted(i.id for part in parts.values() for i in part) == sorted(i.id for i in rows)
    assert list(parts) == sorted(parts)


def test_a_tool_is_compared_with_work_by_hand_of_its_stages():
    rows = [
        item(id="a", arm=Arm.ASSISTED, tools=("match", "extend")),
        item(id="b", arm=Arm.ASSISTED, tools=("match",), stage="editing"),
        item(id="c"),
        item(id="d", stage="editing"),
    ]
    ids = {tool: [i.id for i in part] for tool, part in sliced(rows, By.TOOL).items()}
    assert ids == {"extend": ["a", "c"], "match": ["a", "b", "c", "d"]}


def test_a_question_is_put_to_each_part():
    rows = [replace(i, cohort="big") for i in drawn_items()]
    small = [replace(i, cohort="small") for i in drawn_items(studios=2, each=8)]
    found = each([*rows, *small], By.COHORT, lambda some: saving(some, Design.RANDOMISED))
    assert isinstance(found["big"], Saving) and isinstance(found["small"], NotYet)
    assert found["big"] == saving(rows, Design.RANDOMISED)
