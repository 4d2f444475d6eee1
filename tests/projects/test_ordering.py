"""A run may go first, is told so everywhere, and every run that waits says what for."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent, Studio
from projects import ordering
from projects.models import AssistRequest, Place, Run, State
from tests.projects.jobs import fresh, queued, running
from tests.projects.remote_world import connect


@pytest.fixture(autouse=True)
def studio(world, monkeypatch):
    """At most one run at once; messages go nowhere."""
    monkeypatch.setattr(Run, "call", staticmethod(lambda message, **_how: None))
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    Run.objects.filter(state__in=["QUEUED", "RUNNING"]).update(state="READY")
    Studio.objects.filter(pk=world.ours.studio.pk).update(concurrent_runs=1)


def line(world, count=3):
    runs = [queued(world) for _ in range(count)]
    for run in runs:
        run.send()
    return runs


def words(run, viewer):
    run = fresh(run)
    ordering.tell([run], viewer=viewer)
    return run.waits_for


class TestTheOrder:
    def test_each_says_how_many_begin_before_it(self, world):
        first, second, third = line(world)
        viewer = world.visitor("artist")
        assert words(first, viewer) == "next of your studio"
        assert words(second, viewer) == "1 run of your studio before it"
        assert words(third, viewer) == "2 runs of your studio before it"

    def test_what_works_or_is_over_waits_for_nothing(self, world):
        run = running(world)
        ordering.tell([run], viewer=world.visitor("artist"))
        assert not hasattr(run, "waits_for")

    def test_a_place_at_a_provider_is_named_and_not_to_who_decides_blind(self, world):
        run = queued(world, connection=connect(at_once=1), provider="oracle")
        moments = dict.fromkeys(("since", "asked_at"), timezone.now())
        Place.objects.create(project=run.project, run=run, connection=run.connection, **moments)
        viewer = world.visitor("artist")
        assert words(run, viewer) == "waiting for a place at Oracle"
        AssistRequest.objects.filter(pk=run.request_id).update(blind=[str(viewer.pk)])
        assert words(run, viewer) == "waiting for a place at a provider"


class TestGoingFirst:
    def test_it_is_called_in_the_place_of_the_last_that_was(self, world):
        first, second, third = line(world)
        fresh(third).go_first(actor=world.visitor("producer"))
        assert fresh(third).sent_at is not None and fresh(first).sent_at is None
        viewer = world.visitor("artist")
        assert words(third, viewer) == "next of your studio"
        assert words(second, viewer) == "2 runs of your studio before it"

    def test_the_newest_wish_counts(self, world):
        _first, second, third = line(world)
        fresh(second).go_first(actor=world.visitor("producer"))
        fresh(third).go_first(actor=world.visitor("producer"))
        assert words(third, world.visitor("artist")) == "next of your studio"

    def test_it_is_audited_with_who_and_what(self, world):
        run = line(world)[2]
        fresh(run).go_first(actor=world.visitor("artist"))
        event = AuditEvent.objects.filter(verb="run:fronted").latest("pk")
        assert event.actor_id == world.visitor("artist").pk

    def test_only_who_asked_for_it_or_a_producer_may(self, world):
        with pytest.raises(PortalError, match="run:not_yours"):
            line(world)[2].go_first(actor=world.visitor("director"))

    @pytest.mark.parametrize("state", [State.RUNNING, State.READY, State.CANCELLED])
    def test_what_does_not_wait_cannot(self, world, state):
        with pytest.raises(PortalError, match="run:not_waiting"):
            queued(world, state=state).go_first(actor=world.visitor("producer"))


class TestPages:
    def test_the_list_and_the_page_say_it_and_offer_it(self, world, client):
        run = line(world)[2]
        client.force_login(world.visitor("artist"))
        listed = client.get(reverse("runs")).content.decode()
        assert "2 runs of your studio before it" in listed and "Run next" in listed
        page = client.get(reverse("run", args=[run.pk])).content.decode()
        assert "2 runs of your studio before it" in page
        assert client.post(reverse("run_next", args=[run.pk])).status_code == 302
        assert fresh(run).fronted_at

    def test_the_api_says_it_and_does_it(self, world, client):
        run = line(world)[1]
        client.force_login(world.visitor("artist"))
        told = client.get(f"/api/v1/runs/{run.pk}/").json()
        assert (told["before"], told["waits_for"]) == (1, "1 run of your studio before it")
        done = client.post(f"/api/v1/runs/{run.pk}/next/").json()
        assert done["before"] == 0
