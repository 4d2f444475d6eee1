"""Timers count what was seen or vouched for: a closed page, a slept machine and a night do not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.models import TimeEntry
from feedback.models.timing import IDLE, SILENT, UNANSWERED
from feedback.work import doing, timers
from feedback.work.gaps import hours_by_kind
from feedback.work.sweeping import end_silent_timers
from portal.errors import PortalError
from tests.feedback.measured_work import begun, finished, fresh, make_crew, ready

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def crew():
    return make_crew()


@pytest.fixture
def item(crew):
    return begun(crew)


@pytest.fixture
def timer(crew, item):
    return timers.start(actor=crew.artist, item=item)


def as_if(entry, *, started, seen=timedelta(0), active=timedelta(0)):
    """It began, was last seen and last active so long ago."""
    now = timezone.now()
    at = {"started_at": now - started, "seen_at": now - seen, "active_at": now - active}
    TimeEntry.objects.filter(pk=entry.pk).update(**at)
    return fresh(entry)


def minutes(entry):
    return round((entry.ended_at - entry.started_at) / MINUTE)


class TestRunning:
    def test_one_runs_a_person_and_starting_ends_the_other(self, crew, item, timer):
        second = timers.start(actor=crew.artist, item=begun(crew))
        assert fresh(timer).ended_at and timers.timer_of(crew.artist) == second
        with pytest.raises(IntegrityError, match="time_one_running"), transaction.atomic():
            TimeEntry.objects.create(
                project=item.project, item=item, person=crew.artist, started_at=timezone.now()
            )

    def test_two_people_may_run_one_each(self, crew, item, timer):
        timers.start(actor=crew.director, item=item, kind="reviewing")
        assert TimeEntry.objects.filter(ended_at=None).count() == 2

    def test_a_pause_ends_the_stretch_and_going_on_begins_the_next(self, crew, timer):
        as_if(timer, started=20 * MINUTE)
        paused = timers.pause(actor=crew.artist)
        assert paused.paused and minutes(paused) == 20
        second = timers.go_on(actor=crew.artist)
        assert (second.item_id, second.kind) == (timer.item_id, "working")
        assert not fresh(paused).paused and second.pk != paused.pk

    def test_stopping_a_paused_one_puts_it_away(self, crew, timer):
        timers.pause(actor=crew.artist)
        timers.stop(actor=crew.artist)
        assert timers.timer_of(crew.artist) is None
        with pytest.raises(PortalError, match="time:not_paused"):
            timers.go_on(actor=crew.artist)

    @pytest.mark.parametrize("verb", [timers.pause, timers.stop])
    def test_what_does_not_run_is_said(self, crew, verb):
        with pytest.raises(PortalError, match="time:none_running"):
            verb(actor=crew.artist)

    def test_nothing_is_timed_before_the_item_began(self, crew):
        with pytest.raises(PortalError, match="time:not_begun"):
            timers.start(actor=crew.artist, item=ready(crew))

    def test_finishing_the_item_ends_every_timer_on_it(self, crew, item, timer):
        timers.start(actor=crew.director, item=item, kind="reviewing")
        doing.finish(actor=crew.artist, item=item)
        assert not TimeEntry.objects.filter(ended_at=None).exists()


class TestKinds:
    def test_work_after_the_approval_of_the_item_is_rework(self, crew):
        item = finished(crew)
        doing.approve(actor=crew.director, item=item)
        assert timers.start(actor=crew.artist, item=item).kind == "rework"
        assert fresh(item).state == "approved"

    def test_work_after_done_takes_the_done_back(self, crew):
        item = finished(crew)
        assert timers.start(actor=crew.artist, item=item).kind == "working"
        assert (fresh(item).state, fresh(item).done_at) == ("begun", None)

    @pytest.mark.parametrize("kind", ["reviewing", "waiting"])
    def test_other_kinds_stay_what_they_are(self, crew, kind):
        item = finished(crew)
        doing.approve(actor=crew.director, item=item)
        assert timers.start(actor=crew.director, item=item, kind=kind).kind == kind


class TestSigns:
    def test_a_page_that_is_used_counts_up_to_now(self, crew, timer):
        as_if(timer, started=30 * MINUTE, seen=MINUTE, active=2 * MINUTE)
        timers.sign(actor=crew.artist, quiet=5)
        assert minutes(timers.stop(actor=crew.artist)) == 30

    def test_a_closed_page_loses_a_minute_at_most(self, crew, timer):
        as_if(timer, started=timedelta(hours=3), seen=timedelta(hours=2), active=121 * MINUTE)
        assert minutes(timers.stop(actor=crew.artist)) == 60

    def test_no_key_for_so_long_is_asked_and_cut_back_to_the_last_key(self, crew, timer):
        quiet = IDLE + MINUTE
        as_if(timer, started=60 * MINUTE, seen=timedelta(0), active=quiet)
        asked = fresh(timer)
        assert abs(asked.asks_since(timezone.now()) - (timezone.now() - quiet)) < MINUTE / 6
        cut = timers.answer(actor=crew.artist, still_working=False)
        assert minutes(cut) == round((60 * MINUTE - quiet) / MINUTE) and cut.paused

    def test_a_slept_machine_is_asked_when_it_wakes_and_never_counts_by_itself(self, crew, timer):
        as_if(timer, started=timedelta(hours=9), seen=timedelta(hours=8), active=timedelta(hours=8))
        timers.sign(actor=crew.artist, quiet=0)  # the first sign after waking
        asked = fresh(timer)
        assert timezone.now() - asked.seen_at > SILENT
        assert minutes(timers.answer(actor=crew.artist, still_working=False)) == 60

    def test_who_was_still_working_keeps_the_time_on_their_word(self, crew, timer):
        as_if(timer, started=60 * MINUTE, seen=30 * MINUTE, active=30 * MINUTE)
        kept = timers.answer(actor=crew.artist, still_working=True)
        assert abs(kept.vouched - 1800) < 10 and kept.asks_since(timezone.now()) is None
        assert minutes(timers.stop(actor=crew.artist)) == 60

    def test_an_answer_nobody_asked_for_changes_nothing(self, crew, timer):
        answered = timers.answer(actor=crew.artist, still_working=False)
        assert answered.ended_at is None and answered.vouched == 0

    @pytest.mark.parametrize("quiet", [-5.0, 1e12])
    def test_a_page_cannot_tell_of_activity_to_come_or_take_any_back(self, crew, timer, quiet):
        as_if(timer, started=30 * MINUTE, seen=MINUTE, active=2 * MINUTE)
        before = fresh(timer).active_at
        signed = timers.sign(actor=crew.artist, quiet=quiet)
        assert before <= signed.active_at <= timezone.now()

    def test_a_sign_without_a_timer_is_no_error(self, crew):
        assert timers.sign(actor=crew.artist, quiet=0) is None


class TestNights:
    def test_a_night_is_never_counted(self, crew, timer):
        as_if(timer, started=timedelta(hours=16), seen=timedelta(0), active=timedelta(hours=14))
        assert end_silent_timers() == 1
        assert minutes(fresh(timer)) == 120
        assert end_silent_timers() == 0

    def test_a_question_may_wait_for_its_answer(self, crew, timer):
        quiet = UNANSWERED - MINUTE
        as_if(timer, started=UNANSWERED, seen=quiet, active=quiet)
        assert end_silent_timers() == 0 and fresh(timer).ended_at is None

    def test_a_timer_in_use_is_left_alone_for_a_day(self, crew, timer):
        as_if(timer, started=timedelta(hours=23))
        assert end_silent_timers() == 0
        as_if(timer, started=timedelta(hours=25))
        assert end_silent_timers() == 1 and minutes(fresh(timer)) == 24 * 60


def test_sums_are_by_kind_and_a_running_one_counts_to_its_last_sign(crew, item, timer):
    as_if(timer, started=timedelta(hours=2), seen=timedelta(hours=1), active=timedelta(hours=1))
    hours = hours_by_kind(item)
    assert round(hours["working"], 2) == 1.0
    assert hours["waiting"] == hours["rework"] == 0
