"""Telling the beta team something, and voting for it."""

import pytest
from django.db import IntegrityError

from feedback.models import Ticket, Topic, Vote
from feedback.tickets import pages, reporting
from feedback.tickets.reporting import report, vote
from portal.errors import PortalError
from portal.models import AuditEvent, Notification, WebhookDelivery
from portal.storage import files
from tests.feedback.tickets.pngs import png
from tests.portal.endpoints import endpoint_at
from tests.tickets import make_ticket

SAID = {"kind": "bug", "severity": "major", "feature": "uploads", "title": "It stops"}


@pytest.fixture
def artist(world):
    Notification.objects.all().delete()
    return world.ours.people["artist"]


def tell(actor, studio, **more):
    return report(actor=actor, studio=studio, **{**SAID, **more})


def test_a_ticket_has_a_topic_of_its_own_and_its_reporters_vote(world, artist):
    row = tell(artist, world.ours.studio, text="At 99 %.")
    assert (row.topic.stage, row.topic.severity, row.topic.feature) == ("new", "major", "uploads")
    assert [vote.person for vote in row.topic.votes.all()] == [artist]
    assert row.app_version == pages.app_version() and row.person_name == str(artist)
    assert row.topic.headline == row.topic.answer == ""  # no word of a studio leaves its fence


def test_the_beta_team_and_the_studios_systems_hear_of_it_without_its_words(world, artist):
    endpoint_at(world.ours.studio, "https://hooks.example.org/x", "ticket.created")
    row = tell(artist, world.ours.studio, title="Zebra", text="Giraffe")
    news = Notification.objects.get(kind="ticket.told", user=world.beta_lead)
    assert news.url == f"/topics/{row.topic_id}/"
    sent = WebhookDelivery.objects.get(event="ticket.created")
    audit = AuditEvent.objects.get(verb="ticket:told")
    for told in (str(news.facts), str(sent.payload), audit.sentence):
        assert "Zebra" not in told and "Giraffe" not in told
    assert sent.payload["data"]["id"] == str(row.pk)
    assert row.ref in audit.sentence and audit.studio == world.ours.studio


def test_what_the_page_showed_counts_only_in_its_own_studio(world, artist):
    page = pages.looked_at(world.ours.run.get_absolute_url(), artist)
    assert tell(artist, world.ours.studio, page=page).run == world.ours.run
    both = artist.memberships.create(studio=world.theirs.studio, role="artist").user
    del both.roles
    elsewhere = tell(both, world.theirs.studio, page=page)
    assert (elsewhere.run, elsewhere.page) == (None, "")


def test_nobody_tells_in_the_name_of_another_studio(world, artist):
    with pytest.raises(PortalError, match="access:denied"):
        tell(artist, world.theirs.studio)


def test_the_picture_is_kept_beside_it(world, artist):
    row = tell(artist, world.ours.studio, picture=png())
    with files.open(row.storage_key) as file:
        assert file.read() == png()


def test_of_a_ticket_that_fails_no_picture_stays(world, artist, monkeypatch):
    def refuse(_ticket):
        raise RuntimeError

    monkeypatch.setattr(reporting.telling, "told", refuse)
    before, kept = Topic.objects.count(), []
    monkeypatch.setattr(reporting.files, "delete", kept.append)
    with pytest.raises(RuntimeError):
        tell(artist, world.ours.studio, picture=png())
    assert Topic.objects.count() == before and len(kept) == 1


class TestVotes:
    def test_one_a_person_however_often(self, world):
        topic, director = world.ours.topic, world.ours.people["director"]
        for _press in range(3):
            vote(actor=director, topic=topic, studio=world.ours.studio.pk, wanted=True)
        assert topic.votes.count() == 2
        vote(actor=director, topic=topic, studio=world.ours.studio.pk, wanted=False)
        assert topic.votes.count() == 1

    def test_the_database_itself_counts_a_person_once(self, world):
        with pytest.raises(IntegrityError):
            Vote.objects.create(
                topic=world.ours.topic,
                studio=world.ours.studio,
                person=world.ours.people["artist"],
            )

    def test_another_studio_votes_for_what_is_published_and_for_nothing_else(self, world):
        topic, other = world.ours.topic, world.theirs.people["artist"]
        with pytest.raises(PortalError, match="ticket:closed"):
            vote(actor=other, topic=topic, studio=world.theirs.studio.pk, wanted=True)
        Topic.objects.filter(pk=topic.pk).update(headline="x", published_at=topic.created_at)
        vote(actor=other, topic=topic, studio=world.theirs.studio.pk, wanted=True)
        assert {str(row.studio) for row in topic.votes.all()} == {"Ours", "Theirs"}

    @pytest.mark.parametrize("stage", ["shipped", "declined"])
    def test_none_for_what_is_done(self, world, stage):
        Topic.objects.filter(pk=world.ours.topic.pk).update(stage=stage)
        with pytest.raises(PortalError, match="ticket:closed"):
            vote(
                actor=world.ours.people["director"],
                topic=world.ours.topic,
                studio=world.ours.studio.pk,
                wanted=True,
            )


class TestWhoFindsIt:
    def test_the_whole_studio_but_reviewers_find_it(self, world):
        row = world.ours.ticket
        for kind in ("producer", "director", "artist", "beta_lead", "admin"):
            assert Ticket.objects.visible_to(world.visitor(kind)).filter(pk=row.pk).exists(), kind
        for kind in ("other", "reviewer", "ungranted"):
            assert not Ticket.objects.visible_to(world.visitor(kind)).filter(pk=row.pk).exists()

    def test_a_reviewer_finds_their_own(self, world):
        reviewer = world.visitor("reviewer")
        own = make_ticket(world.ours.studio, reviewer)
        assert [*Ticket.objects.visible_to(reviewer)] == [own]
