"""The attacker on a year of reports: finds nothing in ours, and something where it can."""

from random import Random

import pytest

from feedback.reports import scope
from feedback.suppression import Leaf, Said
from portal.drills import disclosure


@pytest.fixture
def months(monkeypatch):
    monkeypatch.setattr(disclosure, "WEEKS", 12)


def test_a_few_months_disclose_nothing_and_hiding_alone_does(months):
    found = disclosure.run(["3"])
    assert found["disclosed"] == 0 and found["figures"] > 5
    assert found["pairs"] == found["figures"] * (found["figures"] - 1) // 2
    assert found["triples"] == found["figures"] * found["pairs"]
    assert found["hidden_only_disclosed"] > 0


def test_leaves_of_single_answers_are_found_out(months, monkeypatch):
    def each(rows, *, until):
        return [Leaf(r.place, r.period, (n,)) for n, r in enumerate(rows) if r.period < until]

    monkeypatch.setattr(scope, "leaves", each)
    rows = disclosure.programme(Random(3))[:60]
    assert disclosure.attack(rows, disclosure.figures(rows))["disclosed"] > 0


PEOPLE = [Said(f"p{n}", 0, ("a",)) for n in range(12)]


@pytest.mark.parametrize(
    ("figures", "disclosed"),
    [
        ([range(12), range(6)], 0),
        ([range(12), range(8)], 1),  # 12 less 8: four
        ([range(12), range(6), range(6, 11)], 1),  # 12 less 6 less 5: one
        ([range(6), range(6, 12)], 0),
    ],
)
def test_what_is_subtracted_is_seen(figures, disclosed):
    told = {frozenset(one) for one in figures}
    assert disclosure.attack(PEOPLE, told)["disclosed"] == disclosed


def test_unknown_people_among_known_are_few_too():
    rows = [Said(f"p{n}", 0, ("a",), n < 8) for n in range(12)]
    assert disclosure.attack(rows, {frozenset(range(12)), frozenset()})["disclosed"] == 1
