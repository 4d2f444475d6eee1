"""Made-up programmes, and the command that measures them."""

import json
from collections import Counter
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from feedback.estimates.counting import LEFT_OUT
from feedback.measured import Arm, Design
from feedback.simulation.programme import programme
from feedback.simulation.summary import summary
from feedback.simulation.trial import trial
from feedback.simulation.worlds import WEEKS, Feeling, world


class TestWorlds:
    def test_a_world_is_its_seed_and_number(self):
        first, again = (programme(world(5, 7)) for _time in range(2))
        assert first == again and first != programme(world(6, 7))

    def test_designs_take_turns_and_one_in_ten_is_like_metrs(self):
        worlds = [world(1, n) for n in range(120)]
        assert set(Counter(w.design for w in worlds).values()) == {40}
        metr = [w for w in worlds if w.feeling == Feeling.METR]
        assert Counter(w.design for w in metr) == dict.fromkeys(Design, 4)
        assert {w.planted for w in metr} == {-0.19}

    def test_planted_savings_and_studios_span_what_is_promised(self):
        worlds = [world(1, n) for n in range(400)]
        assert min(w.planted for w in worlds) < -0.18 and max(w.planted for w in worlds) > 0.47
        assert {w.studios for w in worlds} == {4, 5, 6, 7, 8}


@pytest.fixture(scope="module")
def made():
    return {number: programme(world(2, number)) for number in range(9)}


class TestProgrammes:
    def test_sizes_are_those_of_small_companies(self, made):
        for one in made.values():
            studios = Counter(i.studio for i in one.items).values()
            assert min(studios) >= 20 and max(studios) <= 200
            people = {(i.studio, i.person) for i in one.items}
            assert max(Counter(studio for studio, _person in people).values()) <= 10

    def test_some_leave_and_each_reason_has_words(self, made):
        reasons = Counter(i.left_out for one in made.values() for i in one.items)
        assert 0.02 < reasons["not_done"] / reasons.total() < 0.1
        assert set(reasons) - {""} <= LEFT_OUT

    def test_half_of_every_drawn_block_is_settled_to_be_assisted(self, made):
        blocks = {}
        for i in made[0].items:
            blocks.setdefault((i.studio, i.stratum, i.block), []).append(i.assigned)
        assert all(abs(2 * b.count(Arm.ASSISTED) - len(b)) <= 1 for b in blocks.values())

    def test_some_do_not_follow_and_most_do(self, made):
        followed = [i.assigned == i.arm for i in made[0].items]
        assert 0.8 < np.mean(followed) < 1

    def test_stepped_studios_begin_once_and_not_together(self, made):
        first = {}
        for i in made[1].items:
            if i.assigned == Arm.ASSISTED:
                first[i.studio] = min(first.get(i.studio, WEEKS), i.period)
        assert len(set(first.values())) > 1
        for i in made[1].items:
            assert (i.assigned == Arm.ASSISTED) == (i.period >= first[i.studio])

    def test_free_people_were_settled_to_be_free(self, made):
        assert {i.assigned for i in made[2].items} == {Arm.FREE}
        assert {i.arm for i in made[2].items} == {Arm.ASSISTED, Arm.BY_HAND}

    def test_a_hidden_choice_follows_nothing_that_was_bid(self):
        """In worlds of the strongest choosing bids tell it; hidden, they do not."""

        def told(hidden):
            strong = replace(world(2, 2, hidden=hidden), choosing=-3.0, studios=8)
            items = programme(strong).items
            assisted = np.array([i.arm == Arm.ASSISTED for i in items])
            return np.corrcoef(np.log([i.bid_hours for i in items]), assisted)[0, 1]

        assert told(False) < told(True) - 0.1

    def test_only_assisted_work_costs_at_providers_and_is_felt(self, made):
        for i in made[0].items:
            assert (i.spend > 0) == (i.arm == Arm.ASSISTED)
            assert i.felt is None or i.arm == Arm.ASSISTED


class TestTrials:
    def test_a_trial_keeps_figures_whether_or_not_it_was_answered(self):
        trials = [trial(4, number) for number in range(6)]
        assert all(np.isfinite(t.value) and t.low < t.high for t in trials)
        assert {t.answered for t in trials} == {True, False}
        assert max(t.seconds for t in trials) < 3

    def test_the_summary_counts_every_world(self):
        one = trial(4, 0)
        missed = replace(one, low=one.truth + 0.1, high=one.truth + 0.2, value=one.truth + 0.15)
        refused = replace(one, why="wide", design=Design.FREE)
        found = summary([one, one, missed, refused])
        assert found["worlds"] == 4 and found["coverage"] == 0.75
        assert found["coverage_of_answers"] == pytest.approx(2 / 3, abs=1e-4)
        assert found["not_answerable"] == 0.25 and found["why"] == {"wide": 1}
        assert found["designs"]["randomised"]["worlds"] == 3
        assert found["designs"]["free"]["not_answerable"] == 1

    def test_a_metr_world_missed_or_a_false_alarm_shows(self):
        one = replace(trial(4, 0), feeling=Feeling.METR, gap_told=True, overfelt=True)
        rest = [
            replace(one, overfelt=False),
            replace(one, gap_told=False, overfelt=False),
            replace(one, feeling=Feeling.TRUE),
        ]
        found = summary([one, *rest])
        assert found["metr_worlds"] == 3 and found["metr_detected"] == 0.5
        assert found["metr_detected_inside"] == pytest.approx(1 / 3, abs=1e-4)
        assert found["gap_false_alarm"] == 1

    def test_a_cluster_method_over_four_studios_would_show(self):
        one = replace(trial(4, 0), studios=4, design=Design.STEPPED, why="")
        found = summary([one, replace(one, why="few_studios")])
        assert found["few_studios_clustered"] == 2
        assert found["few_studios_clustered_answered"] == 1


class TestTheCommand:
    def run(self, *arguments):
        out = StringIO()
        call_command("simulate_beta", *arguments, stdout=out)
        return json.loads(out.getvalue().splitlines()[-1])

    def test_its_last_line_is_json_and_the_same_twice(self):
        first, again = (self.run("--worlds", "4", "--seed", "3", "--processes", "1") for _t in "ab")
        assert first["worlds"] == 4 and first["seed"] == 3
        assert first.pop("slowest_seconds") < 3 and again.pop("slowest_seconds") < 3
        assert first == again

    def test_processes_share_the_worlds_and_change_nothing(self):
        alone = self.run("--worlds", "4", "--seed", "3", "--processes", "1")
        shared = self.run("--worlds", "4", "--seed", "3", "--processes", "2")
        assert {**alone, "slowest_seconds": 0} == {**shared, "slowest_seconds": 0}

    @pytest.mark.parametrize("worlds", ["0", "-3", "many"])
    def test_a_number_of_worlds_is_a_number(self, worlds):
        with pytest.raises(CommandError, match="a number from 1"):
            call_command("simulate_beta", f"--worlds={worlds}")


def test_over_thirty_worlds_the_answers_hold():
    """A guard against breakage: the proof itself is a thousand worlds of the command."""
    found = summary([trial(17, number) for number in range(30)])
    assert found["coverage"] >= 0.83 and abs(found["bias"]) < 0.04
    assert found["few_studios_clustered_answered"] == 0 and found["metr_saving_claimed"] == 0
