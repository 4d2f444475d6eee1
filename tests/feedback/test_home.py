"""Home of those who lead the beta."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.home import leading
from feedback.models import Ask, ClosedWeek, Topic
from feedback.models.topics import Stage
from portal.models import Trouble
from portal.watching import at_home


def texts(lines):
    return [str(line["text"]) for line in lines]


def test_tickets_that_nobody_sorted_are_one_line(world):
    Topic.objects.update(stage=Stage.NEW)
    count = Topic.objects.count()
    line = next(line for line in leading.needs_you(world.beta_lead) if "triage" in line["text"])
    assert str(count) in line["text"] and line["url"] == "/tickets/"
    Topic.objects.update(stage=Stage.TRIAGED)
    assert not any("triage" in text for text in texts(leading.needs_you(world.beta_lead)))


def test_a_questionnaire_that_runs_out_names_nobody_and_no_few(world):
    ask = Ask.objects.first()
    ask.answered_at = ask.declined_at = None
    ask.expires_at = timezone.now() + timedelta(days=1)
    ask.save()
    said = [text for text in texts(leading.needs_you(world.beta_lead)) if "runs out" in text]
    assert said and "fewer than 5 people" in said[0]
    assert ask.person.name not in said[0]
    Ask.objects.update(expires_at=timezone.now() + timedelta(days=9))
    assert not any("runs out" in text for text in texts(leading.needs_you(world.beta_lead)))


@pytest.mark.parametrize("kind", ["producer", "artist"])
def test_partners_see_nothing_of_it(world, kind):
    person = world.visitor(kind)
    assert leading.needs_you(person) == leading.running(person) == leading.since(person) == []
    assert at_home.lines(person) == []


def test_a_measure_that_moved_is_told_for_a_week(world):
    for week, said in ((90_000, "Not answerable yet."), (90_001, "Saving 18 %.")):
        ClosedWeek.objects.create(week=week, told={"en": {"sentences": [said]}})
    assert texts(leading.since(world.beta_lead)) == ["Saving 18 %."]


def test_one_that_stayed_is_not(world):
    for week in (90_000, 90_001):
        ClosedWeek.objects.create(week=week, told={"en": {"sentences": ["Saving 18 %."]}})
    assert leading.since(world.beta_lead) == []


def test_an_administrator_is_told_of_troubles_that_last(world):
    Trouble.objects.create(about="disk", text="The disk is full.", seen_at=timezone.now())
    over = timezone.now()
    Trouble.objects.create(about="past", text="It was slow.", seen_at=over, over_at=over)
    said = texts(at_home.lines(world.admin))
    assert "The disk is full." in said and "It was slow." not in said


@pytest.mark.parametrize("who", ["beta_lead", "admin"])
def test_home_opens(world, as_person, who):
    assert as_person(getattr(world, who)).get("/").status_code == 200
