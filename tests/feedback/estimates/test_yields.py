"""What it took to get things approved."""

from datetime import timedelta

import pytest

from feedback.estimates.yields import episodes, ratio, yields
from feedback.measured import Arm
from tests.feedback.measuring import DONE, item


def tried(candidates=20, *, many=8, **given):
    plain = {"arm": Arm.ASSISTED, "approved": True, "iterations": 3, "approved_seconds": 4.0}
    return [item(candidates=candidates, **{**plain, **given}) for _ in range(many)]


class TestOneArm:
    def test_twenty_candidates_a_shot_is_five_percent_picked(self):
        found = yields(tried())[Arm.ASSISTED]
        assert found.candidates.value == 20
        assert found.picked.value == pytest.approx(0.05) and found.picked.n == 160

    def test_candidates_that_came_to_nothing_were_made_for_the_others(self):
        found = yields([*tried(), *tried(approved=False, many=4)])[Arm.ASSISTED]
        assert found.candidates.value == 30
        assert found.approval.value == pytest.approx(8 / 12) and found.approval.n == 12

    def test_iterations_are_of_what_was_approved(self):
        found = yields([*tried(), *tried(approved=False, iterations=9)])[Arm.ASSISTED]
        assert found.iterations.value == 3 and found.iterations.n == 8

    def test_days_count_both_ends_and_waiting(self):
        rows = [item(begun=DONE - timedelta(days=n), hours_waiting=50) for n in range(7)]
        found = yields(rows)[Arm.BY_HAND]
        assert found.days.value == 4 and 1 <= found.days.low < 4 < found.days.high <= 7

    def test_an_approved_second_bears_the_cost_of_what_was_not(self):
        rows = [*tried(spend=100.0), *tried(spend=100.0, approved=False)]
        found = yields(rows)[Arm.ASSISTED]
        assert found.second.value == pytest.approx(16 * 600 / 32) and found.currency == "USD"

    def test_the_rarer_currency_is_not_added_up(self):
        rows = [*tried(), *tried(many=2, studio="south", currency="EUR", rate=9000.0)]
        found = yields(rows)[Arm.ASSISTED]
        assert found.currency == "USD" and found.second.value == pytest.approx(500 / 4)

    def test_too_few_are_not_told(self):
        found = yields(tried(many=4))[Arm.ASSISTED]
        assert found.days is found.iterations is found.candidates is found.second is None
        assert found.approval.n == 4

    def test_what_is_unfinished_or_left_out_is_not_there(self):
        assert yields([item(done=None), item(left_out="dropped")]) == {}

    def test_a_ratio_of_unlike_items_has_an_interval_around_it(self):
        rows = [item(candidates=n, approved=n % 2 == 0) for n in range(1, 21)]
        found = ratio(rows, lambda i: float(i.candidates), lambda i: float(i.approved))
        assert found.value == 21 and found.low < 21 < found.high and found.n == 20


class TestEpisodes:
    def test_each_episode_has_its_cost_and_how_much_of_it_was_assisted(self):
        rows = [
            item(episode="102", arm=Arm.ASSISTED, spend=20.0),
            item(episode="101"),
            item(episode="102"),
            item(),
        ]
        first, second = episodes(rows)
        assert (first.episode, first.cost, first.items, first.assisted) == ("101", 500, 1, 0)
        assert (second.episode, second.cost, second.assisted) == ("102", 1020, 0.5)

    def test_currencies_are_not_added_together(self):
        rows = [item(episode="1"), item(episode="1", studio="south", currency="EUR")]
        assert [(row.currency, row.cost) for row in episodes(rows)] == [("EUR", 500), ("USD", 500)]
