"""What a page may say on its socket."""

import json

import pytest

from portal.live.wishes import NAMES_AT_ONCE, Wish, by_kind, wish


def test_a_page_joins_leaves_and_asks_in_one_breath():
    said = json.dumps({"join": ["run:1"], "leave": ["run:2"], "ask": ["mine:"]})
    assert wish(said) == Wish(["run:1"], ["run:2"], ["mine:"])


@pytest.mark.parametrize(
    "text", [None, "", "[", "[]", "3", '{"ask": 3}', '{"join": null}', '{"a": ' * 9999]
)
def test_nonsense_is_nothing(text):
    assert wish(text) is None


def test_no_more_names_at_once_than_that_whatever_they_are_for():
    third = ["x"] * (NAMES_AT_ONCE // 2)
    assert wish(json.dumps({"join": third, "ask": third})) is not None
    assert wish(json.dumps({"join": third, "ask": third, "leave": ["x"]})) is None


def test_names_are_texts_of_a_bearable_length():
    assert wish(json.dumps({"ask": [5, "x" * 5000]})).ask == ["5", "x" * 100]


def test_names_are_asked_about_by_kind_and_once():
    assert by_kind(["run:1", "mine:", "run:2", "run:1"]) == [["run:1", "run:2"], ["mine:"]]
