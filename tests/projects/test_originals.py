"""Originals leave after a decision, or for a producer who says why; written down and counted."""

import pytest
import redis
from django.core.cache import cache
from django.urls import reverse

from portal.models import AuditEvent
from portal.throttles import Downloads
from projects.models import Decision
from projects.views.originals import approved


def original(world):
    return reverse("original", args=[world.ours.version.pk])


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def undecided(world):
    Decision.objects.filter(project=world.ours.project).update(verdict="changes", reason="No.")
    return world


def test_what_is_approved_leaves_at_once(world, as_person):
    assert approved(world.ours.version)
    answer = as_person(world.visitor("producer")).get(original(world))
    assert answer["Content-Disposition"].startswith("attachment")


def test_without_a_decision_a_producer_is_asked_why(undecided, as_person):
    producer = as_person(undecided.visitor("producer"))
    page = producer.get(original(undecided))
    assert page.status_code == 200 and b"Nobody has approved" in page.content
    assert "Content-Disposition" not in page
    assert "original:downloaded" not in verbs()


def test_a_reason_is_written_down_before_anything_leaves(undecided, as_person):
    producer = as_person(undecided.visitor("producer"))
    sent = producer.post(original(undecided), {"reason": "Conform at the lab"})
    assert sent.status_code == 302 and verbs()[-1] == "original:released"
    event = AuditEvent.objects.filter(verb="original:released").get()
    assert event.facts["reason"] == "Conform at the lab"
    answer = producer.get(sent["Location"])
    assert answer["Content-Disposition"].startswith("attachment")
    assert verbs()[-1] == "original:downloaded"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_no_reason_no_original(undecided, as_person, reason):
    page = as_person(undecided.visitor("producer")).post(original(undecided), {"reason": reason})
    assert page.status_code == 200 and "original:released" not in verbs()


def test_a_release_is_one_persons_and_one_versions(undecided, as_person, monkeypatch):
    producer, director = undecided.visitor("producer"), undecided.visitor("director")
    undecided.ours.project.allow_downloads = True
    undecided.ours.project.save()
    link = as_person(producer).post(original(undecided), {"reason": "x"})["Location"]
    assert as_person(director).get(link).status_code == 403
    monkeypatch.setattr("projects.views.originals.RELEASED", -1)
    assert "Content-Disposition" not in as_person(producer).get(link)


@pytest.mark.parametrize("kind", ["director", "artist"])
def test_others_need_a_decision_where_the_project_opens_its_originals(undecided, as_person, kind):
    undecided.ours.project.allow_downloads = True
    undecided.ours.project.save()
    visitor = as_person(undecided.visitor(kind))
    assert visitor.get(original(undecided)).status_code == 403
    assert visitor.post(original(undecided), {"reason": "x"}).status_code == 403
    Decision.objects.filter(project=undecided.ours.project).update(verdict="approved", reason="")
    assert visitor.get(original(undecided)).status_code == 200


def test_the_newest_decision_counts(world):
    first = Decision.objects.get(candidate=world.ours.candidate)
    Decision.objects.create(
        project=first.project,
        candidate=first.candidate,
        revision=first.revision,
        verdict="rejected",
        reason="Too dark.",
        person=first.person,
        person_name="x",
    )
    assert not approved(world.ours.version)


def test_so_many_an_hour_a_person(world, as_person, monkeypatch):
    monkeypatch.setattr(Downloads, "THROTTLE_RATES", {"downloads": "2/hour"})
    producer = as_person(world.visitor("producer"))
    assert [producer.get(original(world)).status_code for _ in range(3)] == [200, 200, 429]
    going_on = producer.get(original(world), headers={"range": "bytes=9-"})
    assert going_on.status_code == 200
    assert producer.get(original(world), headers={"range": "bytes=0-"}).status_code == 429
    cache.clear()
    assert producer.get(original(world)).status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_leaving_out_the_first_byte_is_counted_too(world, as_person, monkeypatch, method):
    monkeypatch.setattr(Downloads, "THROTTLE_RATES", {"downloads": "0/hour"})
    ask = getattr(as_person(world.visitor("producer")), method)
    assert ask(original(world), headers={"range": "bytes=1-"}).status_code == 429
    assert ask(original(world)).status_code == 429
    assert "original:downloaded" not in verbs()


def test_without_a_cache_an_original_goes_on(world, as_person, monkeypatch):
    def gone(*_args):
        raise redis.ConnectionError

    for name in ("add", "get", "set"):
        monkeypatch.setattr(f"portal.throttles.cache.{name}", gone)
    producer = as_person(world.visitor("producer"))
    assert producer.get(original(world)).status_code == 200
    assert producer.get(original(world), headers={"range": "bytes=9-"}).status_code == 200


def test_the_page_tells_when_it_goes_on(world, as_person, monkeypatch):
    monkeypatch.setattr(Downloads, "THROTTLE_RATES", {"downloads": "0/hour"})
    page = as_person(world.visitor("producer")).get(original(world))
    assert b"0 originals" in page.content and b"minutes" in page.content
