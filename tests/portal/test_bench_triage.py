"""The benchmark of the board: its drawn pictures, and how it finds a decision nobody pressed."""

import pytest

from portal.benchmarks import triage as bench
from portal.boards import PROVIDERS, make_board
from projects import triage
from projects.models import Candidate

INES, TOMAS = bench.PEOPLE


def test_a_drawn_board_has_look_alikes_of_two_providers(world):
    producer = world.visitor("producer")
    request = make_board(world.ours.version, producer, 8, 2)
    shown = triage.pictures(producer, request)
    assert [row.group for row in shown] == [1] * 4 + [2] * 4
    assert {row.run.provider for row in shown} == set(PROVIDERS)
    assert {row.run.state for row in shown} == {"READY"}
    assert request.state == "open"
    assert Candidate.objects.filter(run__request=request, renditions__role="large").count() == 8


class Portal:
    """Answers with these decisions; the newest comes last."""

    def __init__(self, signed):
        self.signed = signed

    def query(self, sql, board):
        return self.signed

    def shell(self, code, seconds=0):
        return "link"


@pytest.fixture
def judged(monkeypatch):
    """Two reviewers who pressed this and that; what the database says of it."""

    def call(pressed, signed):
        class Reviewer:
            def __init__(self, portal, link, board):
                self.pressed = []

            def __enter__(self):
                return self

            def __exit__(self, *error):
                pass

            def decide_plainly(self, chance, *, at_most):
                self.pressed = pressed[0 if chance.random() == first else 1]

            def settle(self):
                pass

        first = bench.random.Random(bench.SEED).random()
        monkeypatch.setattr(bench, "Reviewer", Reviewer)
        return bench._together(Portal(signed), "board", 2)

    return call


def test_each_decision_needs_a_press_of_the_same_person_on_the_same_picture(judged):
    pressed = [[("a", "approved")], [("b", "rejected"), ("a", "rejected")]]
    told = judged(pressed, [("a", INES, "approved"), ("b", TOMAS, "rejected")])
    assert (told["wrong"], told["not_signed"]) == (0, 1)
    assert told["two_reviewers_decided"] == 2


@pytest.mark.parametrize(
    "row", [("b", INES, "approved"), ("a", INES, "rejected"), ("a", TOMAS, "approved")]
)
def test_any_other_is_wrong(judged, row):
    assert judged([[("a", "approved")], [("a", "rejected")]], [row])["wrong"] == 1


def test_what_was_taken_back_does_not_stand():
    rows = [("a", INES, "approved"), ("b", INES, "rejected"), ("a", INES, "reopened")]
    assert bench._standing(Portal(rows), "board") == {"b": "rejected"}
