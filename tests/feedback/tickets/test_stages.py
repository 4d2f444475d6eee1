"""The table of transitions: what may become what, and that nobody overtakes anybody."""

import itertools

import pytest

from feedback.models import Stage, Topic
from feedback.models.topics import COLUMNS, OPEN, TRANSITIONS
from portal.errors import PortalError

pytestmark = pytest.mark.django_db


def topic(stage="new") -> Topic:
    return Topic.objects.create(stage=stage, severity="minor", feature="uploads")


@pytest.mark.parametrize(("now", "wanted"), [*itertools.product(Stage.values, repeat=2)])
def test_only_what_the_table_names_can_be_done(now, wanted):
    row = topic(now)
    if wanted in TRANSITIONS[now]:
        row.step(wanted)
        assert Topic.objects.get(pk=row.pk).stage == wanted
        return
    with pytest.raises(PortalError) as told:
        row.step(wanted)
    assert told.value.code == "ticket:move" and Topic.objects.get(pk=row.pk).stage == now


def test_a_status_that_does_not_exist_is_refused():
    with pytest.raises(PortalError, match="ticket:move"):
        topic().step("forgotten")


def test_who_looked_at_an_old_board_changes_nothing():
    mine = topic()
    theirs = Topic.objects.get(pk=mine.pk)
    theirs.step("declined")
    with pytest.raises(PortalError, match="ticket:move"):
        mine.step("planned")
    assert Topic.objects.get(pk=mine.pk).stage == "declined"


def test_a_duplicate_is_for_good_and_no_hand_makes_one():
    assert TRANSITIONS[Stage.DUPLICATE] == ()
    assert all(Stage.DUPLICATE not in moves for moves in TRANSITIONS.values())
    assert Stage.DUPLICATE not in COLUMNS and set(OPEN) < set(COLUMNS)


def test_the_severity_key_goes_round():
    row, seen = topic(), []
    for _press in range(4):
        row.severity = row.next_severity
        seen.append(row.severity)
    assert seen == ["major", "blocker", "cosmetic", "minor"]
