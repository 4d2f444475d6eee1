"""Against bids, and how wrong they would have to be."""

from dataclasses import replace

import numpy as np
import pytest

from feedback.estimates.bids import against_bids
from feedback.estimates.counting import Of
from feedback.measured import Arm
from tests.feedback.measuring import drawn_items, item


def bidding(arm, over, studios="abcde", each=3, **given):
    """Items that took ten hours, bid at `over` times that."""
    return [
        item(studio=s, arm=arm, bid_hours=10 * over * factor, **given)
        for s in studios
        for factor in np.exp(np.linspace(-0.1, 0.1, each))
    ]


class TestAgainstBids:
    def test_the_tipping_point_undoes_the_saving(self):
        found = against_bids(bidding(Arm.ASSISTED, 1.22))
        assert found.tipping == pytest.approx(0.22)
        assert found.saving.value == pytest.approx(1 - 1 / 1.22)
        lowered = [replace(i, bid_hours=i.bid_hours / 1.22) for i in bidding(Arm.ASSISTED, 1.22)]
        assert against_bids(lowered).saving.value == pytest.approx(0, abs=1e-12)

    def test_where_it_cost_more_than_bid_nothing_can_tip(self):
        found = against_bids(bidding(Arm.ASSISTED, 0.9))
        assert found.tipping is None and found.stands is None and found.saving.value < 0

    @pytest.mark.parametrize(("by_hand", "stands"), [(1.05, True), (1.4, False)])
    def test_work_by_hand_says_whether_it_stands(self, by_hand, stands):
        rows = [*bidding(Arm.ASSISTED, 1.22), *bidding(Arm.BY_HAND, by_hand)]
        found = against_bids(rows)
        assert found.too_high.value == pytest.approx(by_hand - 1) and found.stands is stands

    def test_one_studio_has_a_value_and_no_bound(self):
        found = against_bids(bidding(Arm.ASSISTED, 1.22, "a"))
        assert found.saving.low == -np.inf and found.saving.high == 1 and found.too_high is None

    def test_studios_weigh_alike_and_are_the_clusters(self):
        rows = [*bidding(Arm.ASSISTED, 2, "a", each=99), *bidding(Arm.ASSISTED, 1, "b")]
        found = against_bids(rows)
        assert found.saving.value == pytest.approx(1 - 2**-0.5)
        assert found.saving.low < 0 < found.saving.high

    def test_spend_counts_in_cost_and_not_in_hours(self):
        rows = bidding(Arm.ASSISTED, 1.5, spend=250.0)
        assert against_bids(rows).saving.value == pytest.approx(0)
        assert against_bids(rows, Of.HOURS).saving.value == pytest.approx(1 / 3)

    def test_items_without_a_bid_are_counted(self):
        rows = [*bidding(Arm.ASSISTED, 1.2), item(arm=Arm.ASSISTED)]
        assert (against_bids(rows).items, against_bids(rows).without_bid) == (15, 1)

    def test_no_bid_no_answer(self):
        assert against_bids(drawn_items()) is None
