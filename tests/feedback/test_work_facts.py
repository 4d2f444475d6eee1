"""Rows → plain facts: complete, under pseudonyms, cut at a moment, nothing left out silently."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from feedback.measured import Arm, Design
from feedback.models import TimeEntry, WorkItem
from feedback.work import doing, facts, linking, settling, times
from feedback.work.facts import pseudonym
from portal.models import Cohort
from projects.models import (
    Asset,
    AssistRequest,
    Candidate,
    Decision,
    Entry,
    Episode,
    Revision,
    Run,
    Scene,
    Shot,
    Version,
)
from tests.feedback.measured_work import (
    begun,
    finished,
    make_crew,
    make_item,
    ready,
    worked,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew():
    return make_crew()


def fact_of(item, **more):
    [fact] = facts.facts(WorkItem.objects.filter(pk=item.pk), **more)
    return fact


def film(crew):
    asset = Asset.objects.create(project=crew.project, name="a", kind="film")
    return Version.objects.create(
        **{"project": crew.project, "asset": asset, "number": 1, "file_name": "a", "size": 1},
        **{"part_size": 1, "storage_key": f"originals/{asset.pk.hex}"},
    )


def asked(crew, item, version, *, cost="2.50", currency="USD", verdict=""):
    """A request for the item with a run that cost something and gave one candidate."""
    request = AssistRequest.objects.create(
        project=crew.project, tool="clean_plate", person=crew.artist
    )
    run = Run.objects.create(project=crew.project, request=request, state="READY")
    linking.link(actor=crew.artist, request=request, item=item)
    spent = {"kind": "cost", "amount": Decimal(cost), "currency": currency}
    Entry.objects.create(project=crew.project, run=run, **spent)
    candidate = Candidate.objects.create(
        project=crew.project, run=run, version=version, number=1, kind="plate", result={}
    )
    if verdict:
        revision = Revision.objects.create(
            project=crew.project, candidate=candidate, number=0, cut=[]
        )
        said = {"verdict": verdict, "reason": "x", "revision": revision}
        Decision.objects.create(
            project=crew.project, candidate=candidate, person=crew.director, person_name="D", **said
        )
    return request


def test_an_item_becomes_a_fact_with_its_bid_and_hours_by_kind(crew):
    item = begun(crew, bid="8", rate="50")
    for hours, kind in ((3, "working"), (1, "reviewing"), (0.5, "rework"), (20, "waiting")):
        worked(item, crew.artist, hours, kind)
    doing.finish(actor=crew.artist, item=item)
    fact = fact_of(item)
    assert (fact.bid_hours, fact.rate, fact.currency) == (8, 50, "USD")
    assert (fact.hours_working, fact.hours_reviewing, fact.hours_rework) == (3, 1, 0.5)
    assert (fact.hours_waiting, fact.hours) == (20, 4.5)
    assert (fact.design, fact.assigned, fact.arm) == (Design.FREE, Arm.FREE, Arm.ASSISTED)
    assert fact.begun == fact.done == timezone.now().date() and fact.left_out == ""


def test_a_drawn_item_names_its_block_and_what_was_drawn(crew):
    settling.agree(actor=crew.producer, studio=crew.studio)
    item = begun(crew, choice="")
    doing.depart(actor=crew.artist, item=item, reason="x")
    fact = fact_of(item)
    assert fact.design == Design.RANDOMISED and fact.block == str(item.assignment.block_id)
    assert fact.assigned == item.assigned and fact.arm != fact.assigned


def test_no_name_and_no_id_of_a_person_or_studio_leaves(crew):
    fact = fact_of(finished(crew, hours=2))
    assert fact.person == pseudonym("person", crew.artist.pk)
    assert len({fact.person, fact.studio, pseudonym("studio", crew.artist.pk)}) == 3
    told = repr(fact)
    for hidden in (crew.artist.pk, crew.artist.name, crew.studio.pk, crew.studio.name):
        assert str(hidden) not in told


def test_spend_iterations_and_candidates_come_from_the_runs(crew):
    item, version = begun(crew), film(crew)
    asked(crew, item, version, cost="2.50")
    asked(crew, item, version, cost="1.25", verdict="approved")
    later = asked(crew, item, version, cost="4")
    Run.objects.filter(request=later).update(queued_at=timezone.now() + timedelta(hours=1))
    asked(crew, begun(crew), version, cost="99")
    fact = fact_of(item)
    assert (fact.spend, fact.candidates, fact.iterations) == (7.75, 3, 2)
    assert fact.approved and fact.tools == ("clean_plate",)


def test_an_approval_of_the_item_itself_counts_and_so_do_its_seconds(crew):
    episode = Episode.objects.create(project=crew.project, code="E1")
    scene = Scene.objects.create(project=crew.project, episode=episode, code="S1")
    shot = Shot.objects.create(
        project=crew.project, scene=scene, code="X", version=film(crew), cut_in=12, cut_out=60
    )
    item = finished(crew, hours=1, shot=shot)
    assert (fact_of(item).approved, fact_of(item).approved_seconds) == (False, 0)
    doing.approve(actor=crew.director, item=item)
    fact = fact_of(item)
    assert (fact.approved, fact.approved_seconds) == (True, 2.0)
    assert fact.episode == pseudonym("episode", episode.pk)


def test_the_cohort_and_its_week_are_told(crew):
    opened = timezone.localdate() - timedelta(days=17)
    crew.studio.cohort = Cohort.objects.create(
        name="First", capacity=3, opens_on=opened, closes_on=opened + timedelta(days=90)
    )
    crew.studio.save()
    fact = fact_of(finished(crew, hours=1))
    assert (fact.cohort, fact.period) == ("First", 2)


def test_the_felt_saving_is_told_and_none_where_nobody_could_say(crew):
    one, two = finished(crew, hours=1), finished(crew, hours=1)
    doing.say_felt(actor=crew.artist, item=one, saving=Decimal("0.25"))
    doing.say_felt(actor=crew.artist, item=two, saving=None)
    assert (fact_of(one).felt, fact_of(two).felt) == (0.25, None)


class TestLeftOut:
    def test_each_reason_has_its_word(self, crew):
        dropped = ready(crew)
        doing.drop(actor=crew.producer, item=dropped, why="Cut.")
        told = {
            "not_settled": make_item(crew),
            "not_begun": ready(crew),
            "dropped": dropped,
            "not_done": begun(crew),
            "no_time": finished(crew),
            "": finished(crew, hours=1),
        }
        assert {word: fact_of(item).left_out for word, item in told.items()} == {
            word: word for word in told
        }
        assert len(facts.facts()) == len(told)

    def test_waiting_alone_is_no_time(self, crew):
        item = begun(crew)
        worked(item, crew.artist, 3, "waiting")
        assert fact_of(doing.finish(actor=crew.artist, item=item)).left_out == "no_time"

    def test_spend_in_another_currency_than_the_bid_is_not_added_up(self, crew):
        item = finished(crew, hours=1)
        asked(crew, item, film(crew), currency="EUR", cost="3")
        fact = fact_of(item)
        assert (fact.left_out, fact.spend) == ("currencies", 0)
        assert fact.facts["spend"] == {"EUR": "3.0000"}

    def test_samples_count_only_where_they_are_asked_for(self, crew):
        item = finished(crew, hours=1)
        WorkItem.objects.filter(pk=item.pk).update(sample=True)
        assert fact_of(item).left_out == "sample"
        assert fact_of(item, samples=True).left_out == ""


class TestTheCut:
    def at(self, hours):
        return timezone.now() + timedelta(hours=hours)

    def test_what_happened_later_is_as_if_it_had_not(self, crew):
        item = finished(crew, hours=2)
        asked(crew, item, film(crew), verdict="approved")
        doing.say_felt(actor=crew.artist, item=item, saving=Decimal("0.1"))
        now = timezone.now()
        WorkItem.objects.filter(pk=item.pk).update(created_at=now - timedelta(days=3))
        before = fact_of(item, as_of=now - timedelta(days=1))
        assert before.left_out == "not_begun" and before.felt is None
        assert (before.hours, before.spend, before.candidates, before.approved) == (0, 0, 0, False)
        assert fact_of(item, as_of=self.at(1)) == fact_of(item)

    def test_a_later_correction_is_taken_back(self, crew):
        item = begun(crew)
        WorkItem.objects.filter(pk=item.pk)
        entry = worked(item, crew.artist, 0.01)
        day = timedelta(days=1)
        TimeEntry.objects.filter(pk=entry.pk).update(created_at=timezone.now() - day)
        cut = timezone.now()
        times.correct(
            actor=crew.artist,
            entry=entry,
            kind="reviewing",
            start=entry.started_at,
            end=entry.started_at,
            reason="Took the wrong item.",
        )
        assert round(fact_of(item, as_of=cut).hours_working, 2) == 0.01
        assert fact_of(item).hours == 0

    def test_a_later_departure_is_taken_back(self, crew):
        item = begun(crew, "assisted")
        cut = timezone.now()
        doing.depart(actor=crew.artist, item=item, reason="x")
        assert fact_of(item, as_of=cut).arm == Arm.ASSISTED
        assert fact_of(item).arm == Arm.BY_HAND

    def test_what_was_planned_later_is_not_there(self, crew):
        make_item(crew)
        assert facts.facts(as_of=timezone.now() - timedelta(days=1)) == []


def test_eight_queries_at_most_however_many_rows(crew, django_assert_max_num_queries):
    version = film(crew)
    for _n in range(15):
        asked(crew, finished(crew, hours=1), version, verdict="approved")
    with django_assert_max_num_queries(8):
        assert len(facts.facts(as_of=timezone.now())) == 15


class TestLinks:
    """Which item a request was made for, when nobody said so."""

    def ask(self, crew, version):
        request = AssistRequest.objects.create(
            project=crew.project, tool="clean_plate", person=crew.artist
        )
        request.versions.set([version], through_defaults={"studio": crew.studio})
        Run.objects.create(project=crew.project, request=request)
        return request

    def shot(self, crew, version):
        shot = Shot.objects.create(project=crew.project, code="X1")
        Asset.objects.filter(pk=version.asset_id).update(shot=shot)
        return shot

    def test_the_running_timer_says_it(self, crew):
        from feedback.work import timers

        item = begun(crew)
        timers.start(actor=crew.artist, item=item)
        request = self.ask(crew, film(crew))
        assert (request.work_link.item, request.work_link.how) == (item, "timer")

    def test_else_the_shot_does_where_one_item_is_begun_on_it(self, crew):
        version = film(crew)
        item = begun(crew, shot=self.shot(crew, version))
        request = self.ask(crew, version)
        assert (request.work_link.item, request.work_link.how) == (item, "shot")

    def test_two_items_on_the_shot_are_not_guessed_between(self, crew):
        version = film(crew)
        shot = self.shot(crew, version)
        begun(crew, shot=shot), begun(crew, shot=shot, stage="comp")
        assert not hasattr(self.ask(crew, version), "work_link")

    def test_a_persons_word_stands_over_a_further_run(self, crew):
        version = film(crew)
        item = begun(crew, shot=self.shot(crew, version))
        request = self.ask(crew, version)
        linking.link(actor=crew.artist, request=request, item=None)
        Run.objects.create(project=crew.project, request=request)
        request.work_link.refresh_from_db()
        assert (request.work_link.item, request.work_link.how) == (None, "chosen")
        assert fact_of(item).spend == 0
