"""Weeks of a beta: answers of many people to decisions on several tools."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from feedback.models import ClosedWeek, EaseLeaf, Response, TimeLeaf, WeekCount
from feedback.models.reports import data_cut
from feedback.periods import start_of, week_of
from projects.models import Decision, Run
from tests.world import make_candidate, person

WEEKS = 9
TOOLS = ("stills", "shot_match", "shot_breakdown")


def first_week():
    return week_of(data_cut()) - WEEKS


def decide(house, tool, *, when=None):
    """A decision of the studio's director on a result of the tool."""
    director = house.people["director"]
    candidate = make_candidate(house.version, director)
    request = candidate.run.request
    request.tool = tool
    request.save()
    made = Decision.objects.create(
        project=house.project,
        candidate=candidate,
        revision=candidate.revisions.get(),
        verdict="approved",
        person=director,
        person_name="Director",
    )
    if when:
        Decision.objects.filter(pk=made.pk).update(at=when)
        Run.objects.filter(pk=candidate.run_id).update(queued_at=when, finished_at=when)
    return made


def answers(house, decision, people, week, ease):
    """One answer each, in that week."""
    when = start_of(week) + timedelta(days=1)
    made = Response.objects.bulk_create(
        Response(
            studio=house.studio,
            project=house.project,
            decision=decision,
            person=who,
            ease=ease(n),
            minutes_by_hand=None if n == 5 else Decimal("2.25") * (n + 1),
        )
        for n, who in enumerate(people)
    )
    Response.objects.filter(pk__in=[one.pk for one in made]).update(created_at=when)


def a_quarter(world, seed):
    """Random answers of a dozen people in two studios to three tools, over WEEKS weeks."""
    random = Random(seed)
    for house in (world.ours, world.theirs):
        people = [person(f"{house.studio.name}-{seed}-{n}") for n in range(9)]
        for week in range(first_week(), first_week() + WEEKS):
            for tool in TOOLS:
                some = random.sample(people, random.choice([0, 0, 1, 2, 3, 5, 7]))
                decision = decide(house, tool, when=start_of(week) + timedelta(hours=30))
                answers(house, decision, some, week, lambda _n: random.randint(1, 7))


def a_closed_week():
    """One row of each kind."""
    week = ClosedWeek.objects.create(week=first_week())
    WeekCount.objects.create(closed=week, studio_id="0" * 32, people=1)
    EaseLeaf.objects.create(
        closed=week, place=[], took=[], people=5, answers=5, total=20, squares=90
    )
    TimeLeaf.objects.create(closed=week, place=[], took=[], people=5, answers=5, total=90)
