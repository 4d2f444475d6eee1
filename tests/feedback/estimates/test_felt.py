"""What people felt against what was measured."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from feedback.estimates.counting import Of
from feedback.estimates.felt import Gap, felt_interval, gap, own
from feedback.measured import Arm, Design
from feedback.savings import NotYet, Why, saving
from tests.feedback.measuring import drawn_items, item


def feeling(rows, felt, spread=0.1):
    chance = np.random.default_rng(8)
    return [
        replace(i, felt=float(felt + chance.normal(0, spread))) if i.arm == Arm.ASSISTED else i
        for i in rows
    ]


class TestTheGap:
    def test_people_who_feel_faster_and_are_slower_are_seen(self):
        """METR 2025: felt 20 % faster, 19 % slower."""
        found = gap(feeling(drawn_items(-0.19), 0.2), Design.RANDOMISED)
        assert isinstance(found, Gap) and found.overfelt
        assert found.felt.value == pytest.approx(0.2, abs=0.03)
        assert found.gap.low < 0.39 < found.gap.high

    def test_people_who_feel_what_is_are_left_in_peace(self):
        found = gap(feeling(drawn_items(0.3), 0.3), Design.RANDOMISED)
        assert not found.overfelt and found.gap.low < 0 < found.gap.high

    def test_who_was_asked_and_who_answered_are_told(self):
        rows = feeling(drawn_items(), 0.3)
        silent = [replace(i, felt=None) if i.studio == "s1" else i for i in rows]
        found = gap(silent, Design.RANDOMISED)
        assert (found.asked, found.felt.n, found.people) == (120, 100, 25)

    def test_what_providers_were_paid_is_not_felt(self):
        rows = feeling(drawn_items(), 0.3)
        paid = [replace(i, spend=500.0) for i in rows]
        assert gap(paid, Design.RANDOMISED) == gap(rows, Design.RANDOMISED)

    def test_four_people_are_too_few_to_be_told(self):
        rows = [
            replace(i, felt=None if i.studio != "s0" else i.felt)
            for i in feeling(drawn_items(), 0.3)
        ]
        four = [replace(i, felt=None) if i.person == "p4" else i for i in rows]
        found = gap(four, Design.RANDOMISED)
        assert isinstance(found, NotYet) and found.why == Why.FEW_PEOPLE and found.more.people == 1

    def test_nobody_said_anything(self):
        assert gap(drawn_items(), Design.RANDOMISED).more.people == 5

    def test_without_measured_hours_there_is_no_gap(self):
        rows = feeling(drawn_items(studios=2, each=8), 0.3)
        found = gap(rows, Design.RANDOMISED)
        assert isinstance(found, NotYet)
        assert found.why == saving(rows, Design.RANDOMISED, of=Of.HOURS).why

    def test_the_error_of_feeling_is_that_of_clusters_of_people(self):
        said = [i for i in feeling(drawn_items(), 0.3) if i.felt is not None]
        found, people = felt_interval(said), [f"{i.studio}{i.person}" for i in said]
        known = sm.OLS([i.felt for i in said], np.ones(len(said))).fit(
            cov_type="cluster",
            cov_kwds={"groups": np.unique(people, return_inverse=True)[1]},
            use_t=True,
        )
        low, high = known.conf_int()[0]
        assert (found.low, found.high) == pytest.approx((low, high), rel=1e-2)


class TestOnesOwn:
    def mine(self, assisted=4, by_hand=4, **given):
        return [
            *(
                item(arm=Arm.ASSISTED, bid_hours=10, hours_working=8, felt=0.5)
                for _ in range(assisted)
            ),
            *(item(bid_hours=20, hours_working=20, **given) for _ in range(by_hand)),
        ]

    def test_a_person_sees_felt_beside_measured_each_beside_its_bid(self):
        found = own([*self.mine(), item(person="eve", felt=0.9)], "north", "ada")
        assert found.felt == 0.5 and found.measured == pytest.approx(0.2)
        assert (found.assisted, found.by_hand) == (4, 4)

    @pytest.mark.parametrize("rows", [(2, 4), (4, 2)])
    def test_too_little_of_ones_own_says_nothing(self, rows):
        assert own(self.mine(*rows), "north", "ada") is None

    def test_a_namesake_in_another_studio_is_somebody_else(self):
        assert own(self.mine(studio="south"), "north", "ada") is None
