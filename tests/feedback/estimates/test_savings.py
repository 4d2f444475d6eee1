"""Answers over measured items, and when there is none."""

from dataclasses import fields, replace

import numpy as np
import pytest

from feedback.estimates.comparing import compared
from feedback.estimates.counting import counted, price
from feedback.estimates.power import More, more, widest
from feedback.estimates.unseen import unseen
from feedback.measured import Arm, Design
from feedback.savings import LEFT_OUT, NotYet, Of, Saving, Terms, Why, saving, savings
from feedback.simulation.programme import programme
from feedback.simulation.worlds import world
from feedback.statistics import Inference
from tests.feedback.measuring import drawn_items, item

RANDOMISED = Design.RANDOMISED


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ({"done": None}, "not_done"),
            ({"hours_working": 0.0, "hours_waiting": 9.0}, "no_time"),
            ({"rate": None}, "no_rate"),
            ({"currency": "EUR"}, "other_currency"),
            ({"left_out": "dropped", "done": None}, "dropped"),
        ],
    )
    def test_what_does_not_count_is_counted_with_its_reason(self, given, reason):
        found = counted([item(), item(), item(**given)])
        assert len(found.items) == 2 and found.left == {reason: 1}
        assert reason in LEFT_OUT

    @pytest.mark.parametrize("given", [{"rate": None}, {"currency": "EUR"}])
    def test_hours_need_no_money(self, given):
        assert len(counted([item(), item(), item(**given)], Of.HOURS).items) == 3

    def test_cost_is_hours_at_their_rate_and_what_was_paid(self):
        one = item(hours_working=2, hours_reviewing=1, hours_rework=0.5, hours_waiting=9, spend=7)
        assert price(one) == 3.5 * 50 + 7
        assert counted([one]).logs[0] == pytest.approx(np.log(182))

    def test_a_bid_is_told_beside_its_studios_others(self):
        bids = [item(bid_hours=4), item(bid_hours=16), item(studio="south", bid_hours=3), item()]
        assert counted(bids).log_bids == pytest.approx([-np.log(2), np.log(2), 0, 0])

    def test_a_studio_without_bids_is_no_trouble(self):
        assert counted([item(), item(studio="south", bid_hours=0.0)]).log_bids.tolist() == [0, 0]


class TestADrawnProgramme:
    def test_the_planted_saving_is_found(self):
        found = saving(drawn_items(0.3), RANDOMISED)
        assert isinstance(found, Saving)
        assert found.low < 0.3 < found.high and found.value == pytest.approx(0.3, abs=0.06)
        assert found.basis.items == 240 and found.basis.assisted == 120
        assert found.basis.studios == 6 and found.basis.people == 30
        assert found.basis.method == "randomisation"

    def test_it_costs_more_is_an_answer_too(self):
        found = saving(drawn_items(-0.25), RANDOMISED)
        assert isinstance(found, Saving) and found.high < 0 and found.at_least < 0.01

    @pytest.mark.parametrize(("target", "low", "high"), [(0.1, 0.99, 1), (0.3, 0.03, 0.97)])
    def test_the_target_is_a_term(self, target, low, high):
        found = saving(drawn_items(0.3), RANDOMISED, terms=Terms(target=target))
        assert low <= found.at_least <= high and found.target == target

    def test_the_same_rows_give_the_same_answer_in_any_order(self):
        rows = drawn_items()
        assert saving(rows, RANDOMISED) == saving(list(rows), RANDOMISED)
        turned = saving(rows[::-1], RANDOMISED)
        assert turned.value == pytest.approx(saving(rows, RANDOMISED).value)

    def test_dearer_studios_do_not_move_it(self):
        rows = drawn_items()
        dear = [replace(i, rate=500.0) if i.studio == "s1" else i for i in rows]
        assert saving(dear, RANDOMISED).value == pytest.approx(saving(rows, RANDOMISED).value)

    def test_what_providers_are_paid_lessens_the_saving_of_cost_alone(self):
        paid = [replace(i, spend=60.0 * (i.arm == Arm.ASSISTED)) for i in drawn_items()]
        cost, hours = saving(paid, RANDOMISED), saving(paid, RANDOMISED, of=Of.HOURS)
        assert cost.value < hours.value - 0.05

    def test_those_who_went_back_to_the_hand_do_not_hide_it(self):
        """The slow third of the assisted goes back: as done, the arms could not be compared."""
        rows = drawn_items(0.3, each=80, noise=0.4)
        slow = np.quantile([i.hours for i in rows if i.arm == Arm.ASSISTED], 2 / 3)
        back = [
            replace(i, arm=Arm.BY_HAND, hours_working=i.hours / 0.7)
            if i.arm == Arm.ASSISTED and i.hours > slow
            else i
            for i in rows
        ]
        found = saving(back, RANDOMISED)
        assert found.low < 0.3 < found.high
        arms = (Arm.ASSISTED, Arm.BY_HAND)
        assisted, by_hand = (np.mean([np.log(i.hours) for i in back if i.arm == a]) for a in arms)
        assert 1 - np.exp(assisted - by_hand) > found.high

    def test_a_block_without_both_arms_is_left_out(self):
        alone = item(block="alone", studio="s1", stratum="simple")
        assert saving([*drawn_items(), alone], RANDOMISED).basis.left_out == {"one_arm": 1}


class TestNotAnswerableYet:
    def test_it_carries_no_figure_to_print(self):
        found = saving(drawn_items(studios=2, each=12), RANDOMISED)
        assert isinstance(found, NotYet)
        assert {f.name for f in fields(found)} == {"why", "more", "basis", "sealed"}
        assert not any(hasattr(found, name) for name in ("value", "low", "high", "at_least"))
        assert "sealed" not in repr(found) and str(found.sealed.value) not in repr(found)

    def test_with_nothing_it_says_so(self):
        assert saving([], RANDOMISED).why == Why.NOTHING
        assert saving([item(done=None)], Design.STEPPED).why == Why.NOTHING

    @pytest.mark.parametrize("design", Design)
    def test_with_one_arm_there_is_nothing_to_compare(self, design):
        rows = [item(design=design, studio=s, arm=Arm.ASSISTED) for s in "abcdef"] * 9
        assert saving(rows, design).why == Why.ONE_ARM

    def test_too_few_items_say_how_many_more(self):
        found = saving(drawn_items(each=4, studios=3), RANDOMISED)
        assert found.why == Why.FEW_ITEMS and found.more.items == 94 - 12

    def test_a_wide_interval_says_how_many_more_and_that_is_about_enough(self):
        few = saving(drawn_items(studios=4, each=20, noise=0.6), RANDOMISED)
        assert few.why == Why.WIDE
        each = 20 + few.more.items // 4 + 12  # a quarter on top: the spread seen is itself a guess
        assert isinstance(saving(drawn_items(studios=4, each=each, noise=0.6), RANDOMISED), Saving)

    @pytest.mark.parametrize("design", [Design.STEPPED, Design.FREE])
    def test_four_studios_are_too_few_to_be_clusters(self, design):
        rows = drawn_items(studios=4, design=design, noise=0.05)
        found = saving(rows, design)
        assert found.why == Why.FEW_STUDIOS and found.more.studios >= 1

    def test_four_studios_are_enough_for_a_draw(self):
        assert isinstance(saving(drawn_items(studios=4), RANDOMISED), Saving)

    def test_precision_alone_decides_whatever_the_result(self):
        """Shifting every assisted item's cost changes the answer, not whether there is one."""
        for noise in (0.3, 0.9):
            kinds = {type(saving(drawn_items(s, noise=noise), RANDOMISED)) for s in (-0.2, 0, 0.5)}
            assert len(kinds) == 1


class TestDesignsApart:
    def test_each_is_answered_alone_the_draw_first(self):
        free = drawn_items(0.6, design=Design.FREE, seed=2)
        found = savings([*free, *drawn_items(0.2)])
        assert list(found) == [Design.RANDOMISED, Design.FREE]
        assert found[Design.RANDOMISED].value == saving(drawn_items(0.2), RANDOMISED).value

    @pytest.mark.parametrize("design", Design)
    def test_a_made_up_programme_is_answered_by_its_own_method(self, design):
        made = programme(world(3, 3 * 4 + list(Design).index(design)))
        inference, found = compared(counted(made.items), design)
        methods = ["randomisation", "bias_reduced", "wild_cluster_unseen"]
        assert inference.method == methods[list(Design).index(design)]
        assert inference.bounded and len(found.items) > 50


class TestFreeChoice:
    def chosen(self, follows):
        """Six studios whose people give what the bid calls easy to the assistant."""
        chance, rows = np.random.default_rng(5), []
        for at in range(600):
            seen, beyond = chance.normal(0, 0.4), chance.normal(0, 0.2)
            arm = Arm.ASSISTED if chance.normal() < -follows * (seen + beyond) else Arm.BY_HAND
            log = seen + beyond + chance.normal(0, 0.2) + (arm == Arm.ASSISTED) * np.log(0.8)
            rows.append(
                item(
                    studio=f"s{at % 6}",
                    person=f"p{at % 18}",
                    design=Design.FREE,
                    assigned=Arm.FREE,
                    arm=arm,
                    hours_working=float(10 * np.exp(log)),
                    bid_hours=float(10 * np.exp(seen)),
                    period=at % 7,
                )
            )
        return rows

    def test_a_choice_of_the_easy_ones_is_taken_off_and_allowed_for(self):
        found = saving(self.chosen(2.0), Design.FREE)
        inside = found.sealed if isinstance(found, NotYet) else found
        assert inside.low < 0.2 < inside.high

    def test_the_stronger_the_choice_the_wider_the_interval(self):
        wide, narrow = (counted(self.chosen(f)) for f in (2.0, 0.0))
        held = np.ones((600, 1))
        assert unseen(-0.2, wide, held).reach > 1.5 * unseen(-0.2, narrow, held).reach
        assert unseen(-0.2, wide, held).bias < 0

    def test_without_bids_something_is_granted_all_the_same(self):
        rows = [replace(i, bid_hours=None) for i in self.chosen(0.0)]
        found = unseen(-0.2, counted(rows), np.ones((600, 1)))
        assert found.bias == 0 and found.reach > 0.05

    def test_where_the_unseen_alone_is_too_wide_only_a_draw_helps(self):
        found = saving(self.chosen(2.0), Design.FREE, terms=Terms(widest=1.15))
        assert found.why == Why.UNSEEN
        assert found.more.studios is None and found.more.items is None and found.more.drawn > 94


class TestHowMuchMore:
    def inference(self, width, error=0.1, unseen=0.0):
        plain = Inference.nothing()
        return replace(plain, low=-width / 2, high=width / 2, error=error, unseen=unseen)

    def test_half_the_width_takes_four_times_the_items(self):
        found = more(RANDOMISED, self.inference(2 * widest(Terms())), 100, 4, Terms())
        assert found == More(items=300)

    def test_studios_needed_reckon_with_students_t(self):
        """Standard error 0.15 from five is 0.106 from ten; twice 2.262 times that is 0.48: narrower
        than 0.499, at which 30 % is told from none; with nine it is 0.52."""
        found = more(Design.STEPPED, self.inference(0.8, 0.15), 200, 5, Terms(widest=1.75))
        assert found == More(studios=5)

    def test_where_no_beta_has_so_many_studios_a_draw_is_asked_for(self):
        found = more(Design.STEPPED, self.inference(9, 2.0), 200, 5, Terms())
        assert found.studios is None and found.drawn == 94

    def test_a_small_target_wants_a_narrower_interval(self):
        assert widest(Terms(target=0.05)) < widest(Terms(target=0.3)) == pytest.approx(np.log(1.5))
        assert widest(Terms(target=0)) == pytest.approx(np.log(1.5))
