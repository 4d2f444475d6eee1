"""Who is asked when: once an occasion, so often a week, never the wrong people."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone
from django.utils.translation import override

from feedback.models import Ask, Trigger, Turn
from feedback.questionnaires import asking, building, waking
from feedback.questionnaires.asking import ask, ask_everywhere, ask_in
from feedback.questionnaires.subjects import with_subjects
from portal.access import Role
from portal.models import Membership, Milestone, Notification, Studio, User
from projects.models import AssistRequest, Decision, Project, Run, State
from tests.asked import make_ask, make_questionnaire
from tests.world import make_candidate, make_version, person


@pytest.fixture
def weekly(house):
    return make_questionnaire()


def asked(house, weekly, occasion="x", who=None):
    return ask(
        questionnaire=weekly, person=who or house.producer, studio=house.studio, occasion=occasion
    )


def trigger(weekly, kind, **fields):
    return Trigger.objects.create(questionnaire=weekly, kind=kind, **fields)


def people(weekly):
    return set(Ask.objects.filter(questionnaire=weekly).values_list("person__name", flat=True))


class TestAsking:
    def test_whoever_is_asked_is_told_and_may_answer_until_a_day(self, house, weekly):
        row = asked(house, weekly)
        left = row.expires_at - timezone.now()
        assert timedelta(days=13) < left <= timedelta(days=14)
        told = Notification.objects.get(user=house.producer)
        assert told.url == row.get_absolute_url() and told.needs_me
        assert "How is it?" in told.sentence

    def test_nobody_is_asked_twice_for_one_occasion(self, house, weekly):
        first = asked(house, weekly)
        Ask.objects.filter(pk=first.pk).update(declined_at=timezone.now())
        assert first and asked(house, weekly) is None

    def test_the_database_refuses_a_second_ask_for_one_occasion(self, house, weekly):
        make_ask(weekly, house.producer, house.studio, occasion="x")
        with pytest.raises(IntegrityError, match="ask_once_an_occasion"), transaction.atomic():
            make_ask(weekly, house.producer, house.studio, occasion="x")

    def test_while_it_is_open_it_is_not_asked_again(self, house, weekly):
        assert asked(house, weekly, "x") and asked(house, weekly, "y") is None

    def test_asks_of_all_questionnaires_count_for_the_week(self, house):
        rows = [make_questionnaire(name=f"Q{n}", most_a_week=2) for n in range(3)]
        assert [bool(asked(house, row)) for row in rows] == [True, True, False]
        Turn.objects.update(at=timezone.now() - timedelta(days=7, minutes=1))
        assert asked(house, rows[2], "later")

    def test_asks_in_another_studio_count_too(self, house):
        other = Studio.objects.create(name="Other")
        Membership.objects.create(studio=other, user=house.producer, role=Role.ARTIST)
        first, second = (make_questionnaire(name=f"Q{n}", most_a_week=1) for n in range(2))
        assert ask(questionnaire=first, person=house.producer, studio=other, occasion="x")
        assert asked(house, second) is None

    def test_the_same_one_rests(self, house):
        weekly = make_questionnaire(rest_days=10)
        Ask.objects.filter(pk=asked(house, weekly).pk).update(answered_at=timezone.now())
        assert asked(house, weekly, "y") is None
        Turn.objects.update(at=timezone.now() - timedelta(days=11))
        assert asked(house, weekly, "z")

    def test_one_that_was_never_published_is_not_asked(self, house, weekly):
        draft = building.begin(actor=house.lead, name="Draft")
        assert asked(house, draft) is None

    def test_what_is_published_later_is_asked_later_and_open_asks_stay(self, house, weekly):
        first = asked(house, weekly)
        content = weekly.published.content
        weekly.versions.create(number=2, content=content, published_at=timezone.now())
        assert first.version.number == 1
        assert asked(house, weekly, who=house.artist).version.number == 2


@pytest.mark.django_db(transaction=True)
def test_two_occasions_at_once_are_counted_one_by_one(house):
    """Each alone would fit into the week; together they do not."""
    rows = [make_questionnaire(name=f"Q{n}", most_a_week=1) for n in range(4)]
    together, made = threading.Barrier(len(rows)), []

    def put(row):
        together.wait()
        made.append(asked(house, row))
        connection.close()

    threads = [threading.Thread(target=put, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4 and sum(row is not None for row in made) == 1


class TestDays:
    def test_on_a_date_everybody_who_may_answer_is_asked_and_no_beta_lead(self, house, weekly):
        trigger(weekly, "date", on=timezone.localdate())
        assert ask_in(house.studio.pk) == 2
        assert people(weekly) == {"Small-producer", "Small-artist"}
        assert ask_in(house.studio.pk) == 0

    @pytest.mark.parametrize(("days", "count"), [(1, 0), (0, 2), (-13, 2), (-14, 0)])
    def test_a_day_is_an_occasion_for_as_long_as_the_questionnaire_is_open(
        self, house, weekly, days, count
    ):
        trigger(weekly, "date", on=timezone.localdate() + timedelta(days=days))
        assert ask_in(house.studio.pk) == count

    def test_a_milestone_asks_the_studios_of_its_cohort(self, house, weekly):
        day = Milestone.objects.create(cohort=house.cohort, name="Lessons", on=timezone.localdate())
        other = Studio.objects.create(name="Elsewhere")
        Membership.objects.create(studio=other, user=person("Elsa"), role=Role.PRODUCER)
        trigger(weekly, "milestone", milestone=day)
        ask_everywhere()
        assert people(weekly) == {"Small-producer", "Small-artist"}
        assert Ask.objects.first().about == "Lessons"

    def test_days_after_a_cohort_opened(self, house, weekly):
        house.cohort.opens_on = timezone.localdate() - timedelta(days=3)
        house.cohort.save()
        trigger(weekly, "cohort", cohort=house.cohort, count=4)
        assert ask_in(house.studio.pk) == 0
        Trigger.objects.update(count=3)
        assert ask_in(house.studio.pk) == 2

    def test_a_cohort_and_roles_narrow_every_kind(self, house, weekly):
        when = trigger(weekly, "date", on=timezone.localdate(), roles=["artist"])
        assert ask_in(house.studio.pk) == 1 and people(weekly) == {"Small-artist"}
        when.roles, when.cohort = [], house.cohort
        when.save()
        Studio.objects.update(cohort=None)
        assert ask_in(house.studio.pk) == 0

    @pytest.mark.parametrize("gone", ["suspended_at", "closed_at"])
    def test_a_studio_that_is_out_is_not_asked(self, house, weekly, gone):
        trigger(weekly, "date", on=timezone.localdate())
        Studio.objects.update(**{gone: timezone.now()})
        assert ask_in(house.studio.pk) == 0

    def test_people_who_left_and_triggers_that_ended_ask_nobody(self, house, weekly):
        when = trigger(weekly, "date", on=timezone.localdate())
        Membership.objects.filter(user=house.artist).update(revoked_at=timezone.now())
        assert ask_in(house.studio.pk) == 1
        Ask.objects.all().delete()
        Turn.objects.all().delete()
        when.ended_at = timezone.now()
        when.save()
        assert ask_in(house.studio.pk) == 0

    def test_old_turns_are_forgotten(self, house, weekly):
        asked(house, weekly)
        Turn.objects.update(at=timezone.now() - asking.KEPT - timedelta(days=1))
        ask_everywhere()
        assert not Turn.objects.exists()


class TestWork:
    @pytest.fixture
    def project(self, house):
        return Project.objects.create(studio=house.studio, name="Film", code="FLM")

    @pytest.fixture
    def candidate(self, house, project):
        return make_candidate(make_version(project, house.artist), house.artist)

    def decide(self, house, candidate, **fields):
        given = {"verdict": "approved", "person": house.producer, "person_name": "P"}
        return Decision.objects.create(
            project=candidate.project, candidate=candidate, revision=candidate.latest,
            **{**given, **fields},
        )  # fmt: skip

    def test_after_a_decision_whoever_decided_is_asked(self, house, weekly, candidate):
        trigger(weekly, "decision", tool="shot_breakdown")
        decision = self.decide(house, candidate)
        assert ask_in(house.studio.pk) == 1
        row = Ask.objects.get()
        assert row.person == house.producer and row.occasion == f"decision:{decision.pk}"
        assert "Film" in row.about

    def test_what_is_asked_is_said_in_the_language_of_whoever_reads_it(
        self, house, weekly, candidate
    ):
        trigger(weekly, "decision")
        self.decide(house, candidate)
        ask_in(house.studio.pk)
        Project.objects.update(name="Renamed")
        with override("fr"):
            told = Notification.objects.get(user=house.producer).sentence
            [row] = with_subjects(Ask.objects.all(), reader=house.producer)
            assert "How is it? (fr)" in told and "Découpage en plans · Film" in told
            assert row.subject == "Découpage en plans · Renamed"
        with override("en"):
            told = Notification.objects.get(user=house.producer).sentence
            assert told.endswith("How is it?") and "Shot breakdown · Film" in told

    def test_whoever_lost_the_film_keeps_the_name_they_knew(self, house, weekly, candidate):
        trigger(weekly, "decision")
        self.decide(house, candidate)
        ask_in(house.studio.pk)
        Project.objects.update(name="Renamed")
        Membership.objects.update(revoked_at=timezone.now())
        [row] = with_subjects(Ask.objects.all(), reader=User.objects.get(pk=house.producer.pk))
        assert row.subject == row.about and "Film" in row.about

    def test_decisions_before_the_trigger_or_by_another_tool_ask_nobody(
        self, house, weekly, candidate
    ):
        self.decide(house, candidate)
        trigger(weekly, "decision")
        trigger(weekly, "decision", tool="stills")
        self.decide(house, candidate, verdict="reopened", reason="x")
        assert ask_in(house.studio.pk) == 0

    def test_what_was_decided_days_ago_is_no_occasion_any_more(self, house, weekly, candidate):
        trigger(weekly, "decision")
        self.decide(house, candidate)
        Trigger.objects.update(created_at=timezone.now() - timedelta(days=9))
        Decision.objects.update(at=timezone.now() - timedelta(days=2))
        assert ask_in(house.studio.pk) == 0

    def test_a_board_decided_at_once_is_one_occasion(self, house, weekly, candidate):
        trigger(weekly, "decision")
        for _number in range(3):
            self.decide(house, candidate)
        assert ask_in(house.studio.pk) == 1

    def uses(self, house, project, count):
        for _number in range(count):
            request = AssistRequest.objects.create(
                project=project, tool="stills", person=house.artist
            )
            Run.objects.create(
                project=project, request=request, state=State.READY, finished_at=timezone.now()
            )

    def test_the_nth_use_of_a_tool_asks_once(self, house, weekly, project):
        trigger(weekly, "use", tool="stills", count=3)
        self.uses(house, project, 2)
        assert ask_in(house.studio.pk) == 0
        self.uses(house, project, 1)
        assert ask_in(house.studio.pk) == 1
        Ask.objects.update(answered_at=timezone.now())
        self.uses(house, project, 1)
        assert ask_in(house.studio.pk) == 0
        assert Ask.objects.get().occasion == "use:stills:3"

    def test_a_decision_wakes_the_asking_after_its_commit_and_only_where_it_matters(
        self, house, weekly, monkeypatch, django_capture_on_commit_callbacks
    ):
        sent = []
        monkeypatch.setattr("feedback.tasks.ask.apply_async", lambda args, **how: sent.append(args))
        with django_capture_on_commit_callbacks(execute=True):
            waking.hear("decision.made", house.studio)
        assert sent == []  # nobody waits for decisions
        trigger(weekly, "decision")
        with django_capture_on_commit_callbacks(execute=True):
            waking.hear("decision.made", house.studio)
            waking.hear("run.finished", house.studio)
            waking.hear("asset.ready", house.studio)
            assert sent == []
        assert sent == [(str(house.studio.pk),)]
