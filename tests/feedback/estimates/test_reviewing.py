"""How people chose and signed."""

import pytest

from feedback.estimates.reviewing import Comparison, Review, agreement, dwell, providers, response


class TestAgreement:
    def test_who_says_the_same_agrees(self):
        said = [Review(n, who, "yes" if n % 2 else "no") for n in range(12) for who in ("a", "b")]
        assert agreement(said).alpha == 1 and agreement(said).told

    def test_a_persons_last_word_counts_once(self):
        said = [Review(1, "a", "no"), Review(1, "a", "yes"), Review(1, "b", "yes")]
        found = agreement([*said, Review(2, "a", "no"), Review(2, "b", "no")])
        assert found.verdicts == 4 and found.alpha == 1 and not found.told

    def test_things_seen_by_one_person_say_nothing(self):
        assert agreement([Review(n, "a", "yes") for n in range(20)]) is None


class TestDwell:
    def looking(self, seconds, many=20, verdict="approved"):
        return [Review(n, "a", verdict, float(seconds), 8.0) for n in range(many)]

    def test_approvals_faster_than_the_film_runs_are_a_rubber_stamp(self):
        (found,) = dwell(self.looking(2))
        assert found.unseen.value == 1 and found.rubber_stamp and found.looked == 2

    @pytest.mark.parametrize("rows", [(9, 20), (2, 9)])
    def test_who_looks_or_has_decided_little_is_not_suspected(self, rows):
        (found,) = dwell(self.looking(*rows))
        assert not found.rubber_stamp

    def test_a_quick_no_is_not_a_rubber_stamp(self):
        (found,) = dwell(self.looking(1, verdict="rejected"))
        assert found.unseen is None and not found.told and not found.rubber_stamp

    def test_untimed_reviews_are_not_guessed(self):
        assert dwell([Review(1, "a", "approved")]) == []


class TestProvidersAndAnswers:
    def test_the_chosen_one_is_ahead_and_few_comparisons_are_not_told(self):
        won = Comparison(frozenset({"near"}), frozenset({"far"}))
        first, second = providers([won] * 12)
        assert first.name == "near" and first.low > 0.5 > second.high
        assert providers([won] * 9) == []

    def test_a_rate_has_its_denominator(self):
        found = response({"sus": 40, "nps": 0}, {"sus": 10})
        assert (found["sus"].answered, found["sus"].asked) == (10, 40)
        assert found["sus"].share.value == 0.25 and found["nps"].share is None
