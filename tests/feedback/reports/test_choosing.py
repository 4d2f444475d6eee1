"""How people choose: agreement of two, choices between providers, of five people or not at all."""

from datetime import timedelta
from unittest import mock

import pytest

from feedback.measures.choice_rows import choice_rows
from feedback.models import Look
from feedback.models.reports import data_cut
from feedback.periods import week_of
from feedback.reports import verdicts
from feedback.reports.choosing import CHOOSING
from feedback.reports.scope import Scope
from portal.models import Studio
from projects.models import (
    Asset,
    AssistRequest,
    Candidate,
    Decision,
    Project,
    Revision,
    Run,
    Version,
)
from tests.world import person

pytestmark = pytest.mark.django_db


class House:
    """A studio whose people judge results of two providers; everything at a moment."""

    def __init__(self):
        self.studio = Studio.objects.create(name="Beacon")
        self.project = {"project": Project.objects.create(studio=self.studio, name="F", code="F")}
        asset = Asset.objects.create(**self.project, name="a", kind="film")
        file = {"file_name": "a", "size": 1, "part_size": 1, "storage_key": f"o/{asset.pk.hex}"}
        self.version = Version.objects.create(**self.project, asset=asset, number=1, **file)
        self.people = [person(f"judge{n}") for n in range(6)]

    def results(self, when, providers=("luma", "runway"), tool="stills"):
        """One result of each provider at one request."""
        with at(when):
            request = AssistRequest.objects.create(**self.project, tool=tool, person=self.people[0])
            return [self._result(request, name) for name in providers]

    def _result(self, request, provider):
        ready = {"request": request, "state": "READY", "provider": provider, "model": "m"}
        run = Run.objects.create(**self.project, **ready)
        made = {"run": run, "version": self.version, "number": 1, "kind": "plate", "result": {}}
        return Candidate.objects.create(**self.project, **made)

    def says(self, n, candidate, verdict, when):
        revision, _ = Revision.objects.get_or_create(
            **self.project, candidate=candidate, number=0, defaults={"cut": []}
        )
        who = {"person": self.people[n], "person_name": "J", "reason": "x"}
        with at(when):
            Decision.objects.create(
                **self.project, candidate=candidate, verdict=verdict, revision=revision, **who
            )


def at(when):
    return mock.patch("django.utils.timezone.now", return_value=when)


@pytest.fixture
def house():
    return House()


def back(weeks, hours=1):
    return data_cut() - timedelta(weeks=weeks) + timedelta(hours=hours)


def told(**where):
    until = data_cut()
    return CHOOSING.make(Scope(week_of(until), where=where), until)


def words(found):
    return " ".join(block["text"] for block in found if block["kind"] == "text")


def judged(house, results=12, people=6):
    """Each result is judged by two; every fourth time they differ."""
    for n in range(results):
        first, _second = house.results(back(4))
        verdict = "approved" if n % 2 else "rejected"
        house.says(n % people, first, verdict, back(4, 2))
        other = "changes" if n % 4 == 0 else verdict
        house.says((n + 1) % people, first, other, back(4, 3))


def test_nothing_is_answerable_of_nothing():
    assert words(told()).count("Not answerable yet") == 3


def looked(house, people=6, quick=4):
    """So many approvals, the first of them quicker than five seconds."""
    for n in range(people):
        (result,) = house.results(back(4), providers=("luma",))
        house.says(n, result, "approved", back(4, 2))
        decision = Decision.objects.get(candidate=result)
        seconds = 4 if n < quick else 5
        Look.objects.create(**house.project, decision=decision, seconds=seconds)


def test_quick_approvals_are_a_share_with_its_interval(house):
    looked(house)
    (block,) = [one for one in told() if one.get("name") == "quick_all"]
    ((_label, share, low, high, approvals, people),) = block["rows"]
    assert share == pytest.approx(4 / 6) and low < share < high
    assert (approvals, people) == (6, 6)
    (leaf,) = choice_rows("quick", data_cut()).together
    assert leaf.numbers == ["6", "6"]


def test_how_quickly_four_people_approve_is_not_told(house):
    looked(house, people=4)
    assert "quick_all" not in [one.get("name") for one in told()]
    assert choice_rows("quick", data_cut()).together == []


def test_rejections_second_words_and_what_was_not_timed_count_in_no_share(house):
    looked(house, people=5, quick=0)
    (untimed,) = house.results(back(4), providers=("luma",))
    house.says(0, untimed, "approved", back(4, 2))
    (refused,) = house.results(back(4), providers=("luma",))
    for n, verdict in enumerate(("rejected", "approved")):
        house.says(0, refused, verdict, back(4, 3 + n))
    for decision in Decision.objects.filter(candidate=refused):
        Look.objects.create(**house.project, decision=decision, seconds=1)
    assert [fact.values["looked"] for fact in verdicts.looks(data_cut())] == [5] * 5


def test_agreement_has_its_interval_and_what_it_rests_on(house):
    judged(house)
    (block,) = [one for one in told() if one.get("name") == "agreement_all"]
    ((_label, alpha, low, high, things, people),) = block["rows"]
    assert low < alpha < high < 1.01 and (things, people) == (12, 6)


def test_agreement_of_four_people_is_not_told(house):
    judged(house, people=4)
    assert "agreement_all" not in [one.get("name") for one in told()]
    assert "wait, uncounted" in words(told())


def test_a_second_verdict_counts_from_its_own_week_for_both(house):
    first, _ = house.results(back(6))
    house.says(0, first, "approved", back(5))
    assert verdicts.judged_twice(data_cut()) == []
    house.says(1, first, "rejected", back(2))
    house.says(2, first, "rejected", back(1))
    weeks = [fact.said.period for fact in verdicts.judged_twice(data_cut())]
    end = week_of(data_cut())
    assert weeks == [end - 2, end - 2, end - 1]


def test_a_word_that_takes_another_back_is_no_verdict(house):
    first, _ = house.results(back(4))
    house.says(0, first, "approved", back(3))
    house.says(1, first, "reopened", back(3, 2))
    assert verdicts.judged_twice(data_cut()) == []


def chosen(house, many=12, people=6, winner=0):
    for n in range(many):
        results = house.results(back(4))
        house.says(n % people, results[winner if n % 3 else 1 - winner], "approved", back(4, 2))


def test_providers_stand_by_how_likely_they_are_chosen(house):
    chosen(house)
    (block,) = [one for one in told() if one.get("name") == "providers_stills"]
    (first, second) = block["rows"]
    assert "uma" in first[0] and first[1] > 0.5 > second[1]
    assert first[2] < first[1] < first[3] and first[4:] == [12, 6]


def test_both_open_the_leaves_that_they_are_made_of(house):
    chosen(house)
    (choices,) = choice_rows("providers", data_cut()).together
    assert choices.words[1] == "– · Beacon · Stills" and choices.numbers == ["12", "6"]
    judged(house)
    (verdict,) = choice_rows("agreement", data_cut()).together
    assert verdict.numbers == ["24", "6"]


@pytest.mark.parametrize("given", [{"people": 4}, {"many": 9}])
def test_too_few_people_or_choices_prefer_nobody(house, given):
    chosen(house, **given)
    assert "providers_stills" not in [one.get("name") for one in told()]


def test_a_tool_is_told_by_itself_and_others_not(house):
    chosen(house)
    assert "providers_stills" in [one.get("name") for one in told(tool="stills")]
    assert "providers_stills" not in [one.get("name") for one in told(tool="clean_plate")]


def test_what_was_approved_in_a_later_week_changes_no_choice(house):
    luma, runway = house.results(back(6))
    house.says(0, luma, "approved", back(5))
    (before,) = verdicts.choices(data_cut())
    house.says(1, runway, "approved", back(2))
    (after,) = verdicts.choices(data_cut())
    assert before.values == after.values and before.said == after.said
    assert before.values["choice"].chosen == {("luma", "m")}


def test_one_provider_alone_is_no_choice(house):
    (only,) = house.results(back(4), providers=("luma",))
    house.says(0, only, "approved", back(3))
    assert verdicts.choices(data_cut()) == []
