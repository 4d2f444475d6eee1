"""Weeks closed one by one tell what a computation over everything tells."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from feedback.dashboard import closing, ease
from feedback.dashboard.counting import counted
from feedback.dashboard.weeks import all_weeks, by_week, totals
from feedback.models import ClosedWeek, EaseLeaf, TimeLeaf, WeekCount
from feedback.models.reports import data_cut
from feedback.periods import WEEK, start_of, week_of
from feedback.reports import facts
from feedback.reports.scope import Scope
from feedback.suppression import leaves as leaves_of
from portal.models import AuditEvent
from portal.tenancy import closed
from tests.feedback.dashboard.made import (
    WEEKS,
    a_closed_week,
    a_quarter,
    answers,
    decide,
    first_week,
)
from tests.world import person


def told(leaves):
    """Week, tool where there is one, answers and sum of ease of each leaf."""
    return Counter((x.closed_id, tuple(x.place[2:]), x.answers, x.total) for x in leaves)


def told_at_once(until, value):
    """The same of everything at once, as reports compute it."""
    rows = [fact for fact in facts.answers(start_of(until)) if fact.values[value] is not None]
    made = leaves_of([fact.said for fact in rows], until=until)
    return Counter(
        (
            *(leaf.period, leaf.place[2:], len(leaf.rows)),
            sum(rows[n].values[value] for n in leaf.rows),
        )
        for leaf in made
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_are_those_of_the_full_computation(world, seed):
    a_quarter(world, seed)
    until = first_week() + WEEKS
    assert closing.close_weeks() == WEEKS
    leaves = [*EaseLeaf.objects.all()]
    assert leaves and told(leaves) == told_at_once(until, "ease")
    times = [*TimeLeaf.objects.all()]
    assert times and told(times) == told_at_once(until, "minutes") != told(leaves)
    rows, scope = facts.answers(start_of(until)), Scope(until=until)
    for tool in scope.slices(rows, "ease", "tool"):
        found = ease.mean(ease.by_tool(leaves)[tool.label])
        assert found.n == len(tool.facts)
        assert found.value == pytest.approx(sum(tool.values("ease")) / found.n)
    recounted = [one for week in range(first_week(), until + 1) for one in counted(week)]
    assert all_weeks() == recounted and totals(recounted, "")[None]["decisions"] > 50


def test_a_week_is_closed_once_and_nothing_afterwards_changes_it(world):
    a_quarter(world, 4)
    closing.close_weeks()
    kept = (EaseLeaf, TimeLeaf, WeekCount)
    before = [[*model.objects.values()] for model in kept]
    late = decide(world.ours, "stills")
    answers(world.ours, late, [person(f"late-{n}") for n in range(9)], first_week(), lambda n: 1)
    assert closing.close_weeks() == 0 and closing.close(first_week()) is False
    assert before == [[*model.objects.values()] for model in kept]


@pytest.mark.parametrize("model", [ClosedWeek, WeekCount, EaseLeaf, TimeLeaf])
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows._raw_delete("default"),
        lambda rows: rows.update(**{rows.model._meta.pk.name: 10**6}),
    ],
    ids=["deleted", "updated"],
)
def test_the_database_refuses_every_change(db, model, change):
    a_closed_week()
    with pytest.raises(DatabaseError, match="a week that is over"), transaction.atomic():
        change(model.objects.all())


def test_a_worker_that_has_opened_nothing_closes_them_and_the_audit_tells(world):
    a_quarter(world, 5)
    with closed():
        assert closing.close_weeks() == WEEKS
    assert AuditEvent.objects.filter(verb="studios:across").exists()


def test_where_nothing_is_due_nothing_is_opened(db):
    ClosedWeek.objects.create(week=week_of(timezone.now()) - 1)
    assert closing.close_weeks() == 0 and not AuditEvent.objects.exists()


def test_a_week_waits_for_what_was_written_at_its_last_moment(world):
    a_quarter(world, 6)
    assert closing.close_weeks(data_cut() + closing.GRACE / 2) == WEEKS - 1
    assert closing.close_weeks(data_cut() + closing.GRACE) == 1


def test_the_first_of_an_empty_programme_is_none(db):
    assert closing.close_weeks() == 0 and not ClosedWeek.objects.exists()


class TestNow:
    def test_the_week_under_way_is_counted_as_it_goes_on(self, world):
        before = totals(all_weeks(), "")[None]["decisions"]
        decide(world.ours, "stills")
        assert totals(all_weeks(), "")[None]["decisions"] == before + 1

    def test_who_did_several_things_is_one_person(self, world):
        week = first_week()
        when = start_of(week) + timedelta(hours=3)
        decision = decide(world.ours, "stills", when=when)
        director = world.ours.people["director"]
        answers(world.ours, decision, [director, person("other")], week, lambda _n: 4)
        (studio,) = [one for one in counted(week) if not one.tool]
        assert (studio.people, studio.decisions, studio.answers, studio.said) == (2, 1, 2, 1)
        (tool,) = [one for one in counted(week) if one.tool]
        assert (tool.tool, tool.runs, tool.ended, tool.failed) == ("stills", 1, 1, 0)

    def test_a_quiet_week_is_a_row_too(self, world):
        now = week_of(timezone.now())
        found = by_week([one for one in all_weeks() if one.week == now], 13)
        assert [*found] == [now]
        decide(world.ours, "stills", when=timezone.now() - 3 * WEEK)
        closing.close_weeks()
        found = by_week(all_weeks(), 13)
        assert [*found] == [now - 3, now - 2, now - 1, now]
        assert found[now - 2]["runs"] == 0 and found[now - 3]["runs"] == 1
        assert [*by_week(all_weeks(), 2)] == [now - 1, now]
