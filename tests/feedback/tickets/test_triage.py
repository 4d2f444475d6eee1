"""What beta leads do with topics, and who hears of it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.models import Issue, Release, Ticket, Topic, Vote
from feedback.models.sharing import share
from feedback.tickets import board, triage
from feedback.tickets.words import told_to
from portal.errors import PortalError
from portal.models import AuditEvent, Notification, WebhookDelivery
from tests.portal.endpoints import endpoint_at
from tests.tickets import make_ticket, make_tracker


@pytest.fixture
def lead(world):
    Notification.objects.all().delete()
    return world.beta_lead


def told(person):
    return [(row.kind, row.url) for row in Notification.objects.filter(user=person)]


class TestMoving:
    def test_the_reporter_and_the_studios_systems_hear_of_it(self, world, lead):
        endpoint_at(world.ours.studio, "https://hooks.example.org/x", "ticket.changed")
        triage.move(actor=lead, topic=world.ours.topic, stage="planned")
        row = world.ours.ticket
        assert told(world.ours.people["artist"]) == [("ticket.moved", f"/tickets/{row.pk}/")]
        assert told(world.ours.people["producer"]) == told(world.theirs.people["artist"]) == []
        news = WebhookDelivery.objects.get(event="ticket.changed").payload["data"]
        assert (news["id"], news["status"], news["answered"]) == (str(row.pk), "planned", False)
        event = AuditEvent.objects.get(verb="ticket:moved")
        assert event.studio == world.ours.studio and "Planned" in event.sentence

    @pytest.mark.parametrize("kind", ["producer", "artist", "reviewer"])
    def test_partners_move_nothing(self, world, kind):
        for act in (
            lambda who: triage.move(actor=who, topic=world.ours.topic, stage="planned"),
            lambda who: triage.weigh(actor=who, topic=world.ours.topic, severity="minor"),
            lambda who: triage.merge(actor=who, topic=world.ours.topic, into=world.theirs.topic),
            lambda who: triage.ask(actor=who, ticket=world.ours.ticket, question="?"),
        ):
            with pytest.raises(PortalError, match="access:denied"):
                act(world.visitor(kind))

    def test_what_is_planned_goes_to_the_trackers_that_want_it(self, world, lead):
        Issue.objects.all().delete()
        make_tracker(name="All", when_planned=True)
        make_tracker(name="By hand")
        make_tracker(name="Off", when_planned=True, enabled=False)
        triage.move(actor=lead, topic=world.ours.topic, stage="planned")
        assert [str(issue.tracker) for issue in Issue.objects.all()] == ["All"]


class TestAnswering:
    def answer(self, lead, topic, **more):
        given = {"headline": "", "text": "It is mended.", "publish": False, **more}
        triage.answer(actor=lead, topic=topic, **given)

    def test_the_reporter_hears_of_an_answer_once(self, world, lead):
        topic = world.ours.topic
        self.answer(lead, topic)
        self.answer(lead, topic, headline="Bars that freeze")  # the same words
        assert [kind for kind, _url in told(world.ours.people["artist"])] == ["ticket.answered"]
        assert Topic.objects.get(pk=topic.pk).answered_by_name == str(lead)

    def test_without_a_headline_nothing_is_published(self, world, lead):
        with pytest.raises(PortalError, match="ticket:headline"):
            self.answer(lead, world.ours.topic, headline="  ", publish=True)
        assert not Topic.objects.told().exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            Topic.objects.filter(pk=world.ours.topic.pk).update(published_at=timezone.now())

    def test_what_was_published_is_taken_back(self, world, lead):
        self.answer(lead, world.ours.topic, headline="x", publish=True)
        assert [*Topic.objects.told()] == [world.ours.topic]
        self.answer(lead, world.ours.topic, headline="x")
        assert not Topic.objects.told().exists()


class TestMerging:
    def test_tickets_and_votes_go_over_and_nobody_counts_twice(self, world, lead):
        ours, theirs = world.ours, world.theirs
        both = ours.people["director"]
        for topic in (ours.topic, theirs.topic):
            Vote.objects.create(topic=topic, studio=ours.studio, person=both)
        triage.merge(actor=lead, topic=theirs.topic, into=ours.topic)
        people = {str(vote.person) for vote in ours.topic.votes.all()}
        assert people == {str(ours.people["artist"]), str(both), str(theirs.people["artist"])}
        row = Ticket.objects.get(pk=theirs.ticket.pk)
        assert (row.topic, row.merged) == (ours.topic, True)
        gone = Topic.objects.get(pk=theirs.topic.pk)
        assert (gone.stage, gone.into, gone.votes.count()) == ("duplicate", ours.topic, 0)
        assert told(theirs.people["artist"]) == [("ticket.moved", f"/tickets/{row.pk}/")]

    def test_who_told_it_second_hears_of_all_that_follows(self, world, lead):
        triage.merge(actor=lead, topic=world.theirs.topic, into=world.ours.topic)
        Notification.objects.all().delete()
        triage.move(actor=lead, topic=world.ours.topic, stage="planned")
        assert [kind for kind, _url in told(world.theirs.people["artist"])] == ["ticket.moved"]
        studios = AuditEvent.objects.filter(verb="ticket:moved").values_list("studio_name")
        assert {name for (name,) in studios} == {"Ours", "Theirs"}

    def test_chains_lead_to_the_one_that_stays(self, world, lead):
        third = make_ticket(world.ours.studio, world.ours.people["artist"]).topic
        triage.merge(actor=lead, topic=world.theirs.topic, into=world.ours.topic)
        triage.merge(actor=lead, topic=world.ours.topic, into=third)
        assert Topic.objects.get(pk=world.theirs.topic.pk).into == third
        assert third.tickets.count() == 3

    def test_neither_into_itself_nor_into_a_duplicate(self, world, lead):
        with pytest.raises(PortalError, match="ticket:merge"):
            triage.merge(actor=lead, topic=world.ours.topic, into=world.ours.topic)
        triage.merge(actor=lead, topic=world.theirs.topic, into=world.ours.topic)
        with pytest.raises(PortalError, match="ticket:merge"):
            triage.merge(actor=lead, topic=world.ours.topic, into=world.theirs.topic)
        with pytest.raises(PortalError, match="ticket:merge"):
            triage.merge(actor=lead, topic=world.theirs.topic, into=world.ours.topic)


class TestWords:
    def withhold(self, world):
        share(actor=world.ours.people["producer"], studio=world.ours.studio, words=False, raw=False)

    def seen(self, world, kind):
        (row,) = told_to(world.visitor(kind), [Ticket.objects.get(pk=world.ours.ticket.pk)])
        return row

    def test_a_lead_reads_none_that_are_withheld_and_counts_them(self, world):
        self.withhold(world)
        row = self.seen(world, "beta_lead")
        held = (row.title, row.text, row.page, row.page_title, row.person_name, row.picture)
        assert not any(held) and not row.readable
        assert (row.kind, row.severity, row.feature) == ("bug", "major", "uploads")
        (card,) = board.cards(world.beta_lead, [world.ours.topic])
        assert (card.title, card.withheld, card.impact.people) == ("", 1, 1)

    @pytest.mark.parametrize("kind", ["producer", "director", "artist"])
    def test_the_studio_reads_its_own(self, world, kind):
        self.withhold(world)
        assert self.seen(world, kind).title == "Ours freezes"

    def test_one_that_a_producer_opened_is_read(self, world):
        self.withhold(world)
        Ticket.objects.filter(pk=world.ours.ticket.pk).update(let_read=True)
        assert self.seen(world, "beta_lead").title == "Ours freezes"

    def test_asking_tells_the_producers_and_nobody_else(self, world, lead):
        self.withhold(world)
        triage.ask(actor=lead, ticket=world.ours.ticket, question="Which file?")
        assert [kind for kind, _url in told(world.ours.people["producer"])] == ["ticket.asked"]
        assert told(world.ours.people["artist"]) == told(world.theirs.people["producer"]) == []


class TestBoard:
    def test_what_counts_most_stands_on_top(self, world):
        Ticket.objects.all().delete()
        low = make_ticket(world.ours.studio, world.ours.people["artist"], severity="cosmetic")
        high = make_ticket(world.theirs.studio, world.theirs.people["artist"], severity="blocker")
        new = board.columns(world.beta_lead)[0]
        order = [card.topic for card in new.cards]
        assert order.index(high.topic) < order.index(low.topic)

    def test_it_is_narrowed_by_kind_severity_and_feature(self, world):
        idea = make_ticket(world.ours.studio, world.ours.people["artist"], kind="idea")
        for only in ({"kind": "idea"}, {"kind": "idea", "feature": "uploads"}):
            cards = board.columns(world.beta_lead, **only)[0].cards
            assert [card.topic for card in cards] == [idea.topic]
        assert board.columns(world.beta_lead, severity="cosmetic")[0].cards == []

    def test_done_ones_are_counted_beyond_what_is_shown(self, world, monkeypatch):
        monkeypatch.setattr(board, "DONE_AT_MOST", 1)
        Topic.objects.update(stage="shipped")
        shipped = next(c for c in board.columns(world.beta_lead) if c.stage == "shipped")
        assert (len(shipped.cards), shipped.more) == (1, Topic.objects.count() - 1)

    def test_queries_do_not_grow_with_topics(self, world):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                board.cards(world.beta_lead, Topic.objects.all())
            return len(queries)

        asked()  # once a person: which roles they have
        before = asked()
        for number in range(12):
            make_ticket(world.ours.studio, world.ours.people["artist"], title=f"t{number}")
        assert asked() == before < 10

    def test_a_topic_whose_studio_left_says_so(self, world):
        Ticket.objects.filter(pk=world.ours.ticket.pk).delete()
        (card,) = board.cards(world.beta_lead, [world.ours.topic])
        assert card.gone and card.title == "" and card.first is None


def test_a_release_is_written_and_shown(world, lead):
    row = triage.publish(actor=lead, release=Release(name="Week 2"), notes="Less.", shown=False)
    assert row.published_at is None and row.written_by_name == str(lead)
    shown = triage.publish(actor=lead, release=row, notes="More.", shown=True).published_at
    assert triage.publish(actor=lead, release=row, notes="Most.", shown=True).published_at == shown
    assert "Week 2" in AuditEvent.objects.filter(verb="release:written")[0].sentence
