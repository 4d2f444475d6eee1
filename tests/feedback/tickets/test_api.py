"""Tickets over the API: by partners, and by beta leads."""

import pytest

from feedback.models import Ticket, Topic
from feedback.models.sharing import share

SAID = {"kind": "bug", "severity": "major", "feature": "uploads", "title": "It stops"}
AT = "/api/v1/tickets/"


@pytest.fixture
def call(as_person):
    def called(user, method, path="", body=None, **headers):
        client = as_person(user)
        return getattr(client, method)(AT + path, body, "application/json", headers=headers)

    return called


@pytest.fixture
def artist(world):
    return world.ours.people["artist"]


def listed(as_person, user, **query):
    return as_person(user).get(AT, query).json()["results"]


def test_one_is_told_and_read_again(world, artist, call, as_person):
    made = call(artist, "post", body=SAID)
    assert made.status_code == 201
    row = made.json()
    assert (row["status"], row["words_withheld"], row["duplicate"]) == ("new", False, False)
    assert as_person(artist).get(f"{AT}{row['id']}/").json() == row
    assert listed(as_person, artist)[0]["id"] == row["id"]


def test_the_same_key_makes_one(artist, call):
    first = call(artist, "post", body=SAID, **{"Idempotency-Key": "k"})
    again = call(artist, "post", body=SAID, **{"Idempotency-Key": "k"})
    assert first.json() == again.json() and Ticket.objects.filter(title="It stops").count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("feature", "x"), ("kind", "x"), ("title", ""), ("severity", "awful")]
)
def test_what_is_wrong_is_said_at_its_field(artist, call, field, value):
    answer = call(artist, "post", body={**SAID, field: value})
    assert answer.status_code == 400 and field in answer.json()["error"]["fields"]


def test_who_belongs_to_several_names_the_studio(world, artist, call):
    artist.memberships.create(studio=world.theirs.studio, role="artist")
    fresh = type(artist).objects.get(pk=artist.pk)
    refused = call(fresh, "post", body=SAID)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "ticket:studio")
    named = call(fresh, "post", body={**SAID, "studio": str(world.theirs.studio.pk)})
    assert named.json()["studio"] == str(world.theirs.studio.pk)


def test_another_studio_is_not_found(world, artist, call):
    body = {**SAID, "studio": str(world.theirs.studio.pk)}
    assert call(artist, "post", body=body).status_code == 404


def test_a_lead_reads_all_and_no_word_that_is_withheld(world, as_person):
    share(actor=world.ours.people["producer"], studio=world.ours.studio, words=False, raw=False)
    rows = {row["studio"]: row for row in listed(as_person, world.beta_lead)}
    ours, theirs = rows[str(world.ours.studio.pk)], rows[str(world.theirs.studio.pk)]
    assert (ours["title"], ours["person_name"], ours["words_withheld"]) == ("", "", True)
    assert ours["severity"] == "major" and theirs["title"] == "Theirs freezes"


def test_votes_are_given_and_taken_back(world, call):
    director, pk = world.ours.people["director"], world.ours.ticket.pk
    assert call(director, "post", f"{pk}/vote/").status_code == 204
    assert world.ours.topic.votes.count() == 2
    assert call(director, "delete", f"{pk}/vote/").status_code == 204
    assert world.ours.topic.votes.count() == 1
    assert call(director, "post", f"{world.theirs.ticket.pk}/vote/").status_code == 404


def test_a_lead_triages_at_once(world, call):
    body = {
        **{"status": "planned", "severity": "blocker", "feature": "exports"},
        **{"headline": "Bars", "answer": "Soon.", "published": True},
    }
    answer = call(world.beta_lead, "patch", f"{world.ours.ticket.pk}/", body)
    assert (answer.json()["status"], answer.json()["answer"]) == ("planned", "Soon.")
    topic = Topic.objects.get(pk=world.ours.topic.pk)
    assert (topic.severity, topic.feature, topic.headline) == ("blocker", "exports", "Bars")
    assert topic.published_at
    assert Ticket.objects.get(pk=world.ours.ticket.pk).severity == "major"  # as it was told


def test_what_may_not_be_is_refused_and_nothing_is_half_done(world, call):
    body = {"status": "shipped", "severity": "blocker"}
    answer = call(world.beta_lead, "patch", f"{world.ours.ticket.pk}/", body)
    assert answer.json()["error"]["code"] == "ticket:move"
    assert Topic.objects.get(pk=world.ours.topic.pk).severity == "major"


def test_a_lead_merges(world, call):
    body = {"into": str(world.ours.ticket.pk)}
    answer = call(world.beta_lead, "post", f"{world.theirs.ticket.pk}/merge/", body)
    assert answer.json()["duplicate"] is True
    assert Ticket.objects.get(pk=world.theirs.ticket.pk).topic == world.ours.topic


@pytest.mark.parametrize("kind", ["producer", "artist", "reviewer"])
def test_partners_triage_nothing(world, call, kind):
    pk = world.ours.ticket.pk
    person = world.visitor(kind)
    assert call(person, "patch", f"{pk}/", {"status": "planned"}).status_code == 403
    assert call(person, "post", f"{pk}/merge/", {"into": str(pk)}).status_code == 403
