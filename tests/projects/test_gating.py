"""From rows to a ruling: every provider beside the other, and the request that is refused."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.errors import PortalError
from portal.models import Studio
from projects import consenting, gating
from projects.assist.palette import Quote
from projects.models import AssistRequest, Connection, Policy, Project, Version
from projects.models.requests import Target, request_assistance
from tests.projects.palette_made import (
    READ,
    Elsewhere,
    make_connection,
    make_entry,
    make_policy,
    make_price,
    make_terms,
    open_way,
    palette_made,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_sent")]


@pytest.fixture
def sent(monkeypatch):
    return palette_made(monkeypatch)


@pytest.fixture
def project(world, sent) -> Project:
    return Project.objects.select_related("studio").get(pk=world.ours.project.pk)


def versions(world) -> list[Version]:
    return [Version.objects.select_related("asset").get(pk=world.ours.version.pk)]


def told(world, project, connection, model="good-1", **more) -> list[str]:
    given = {"tool": READ, "versions": versions(world), "parameters": {}}
    ruling = gating.ruling(project=project, connection=connection, model=model, **{**given, **more})
    return [reason.code for reason in ruling.reasons]


def offers(world, project) -> dict[tuple[str, str], gating.Offer]:
    found = gating.rulings(project=project, tool=READ, versions=versions(world), parameters={})
    return {(one.provider, one.model.name): one for one in found}


class TestOneRuling:
    def test_with_everything_in_place_it_is_allowed_and_names_its_terms(self, world, project):
        connection = open_way(project)
        ruling = gating.ruling(
            project=project,
            tool=READ,
            versions=versions(world),
            parameters={},
            connection=connection,
            model="good-1",
        )
        assert ruling.allowed and ruling.terms == str(gating.Terms.objects.get().pk)

    def test_without_a_policy_nothing_leaves(self, world, project):
        connection = open_way(project)
        Policy.objects.all().delete()
        codes = told(world, project, connection)
        assert "policy:provider" in codes and "policy:purpose" in codes

    def test_without_a_price_it_cannot_be_held(self, world, project):
        connection = open_way(project)
        gating.Lists.of([connection], timezone.now())
        type(make_price(model="other")).objects.filter(model="good-1").delete()
        assert told(world, project, connection) == ["cost:unpriced"]

    def test_a_quote_that_is_given_is_taken(self, world, project):
        Policy.objects.all().delete()
        make_policy(project, monthly_limit=Decimal(1))
        connection = open_way(project)
        dear = Quote(Decimal(1), Decimal("1.01"), "USD")
        assert told(world, project, connection, quote=dear) == ["budget:project_month"]
        assert told(world, project, connection, quote=Quote(Decimal(1), Decimal(1), "USD")) == []

    def test_a_connection_without_its_key_says_what_is_missing(self, world, project):
        make_terms()
        make_price()
        make_policy(project)
        row = make_connection(key="")
        ruling = gating.ruling(
            project=project,
            tool=READ,
            versions=versions(world),
            parameters={},
            connection=row,
            model="good-1",
        )
        (reason,) = ruling.reasons
        assert reason.code == "connection:missing" and reason.facts["missing"] == ("API key",)

    def test_a_connection_of_another_studio_or_out_of_use_is_none(self, world, project):
        connection = open_way(project, studio=world.theirs.studio)
        assert told(world, project, connection) == ["connection:missing"]
        connection.studio = None
        assert told(world, project, connection) == []
        connection.enabled = False
        assert told(world, project, connection) == ["connection:missing"]

    def test_a_model_that_ended_or_that_nobody_knows_is_refused(self, world, project):
        connection = open_way(project)
        assert told(world, project, connection, "old-1") == ["model:retired"]
        make_price(model="unheard-of")
        assert told(world, project, connection, "unheard-of") == ["model:incapable"]

    @pytest.mark.parametrize(("kind", "codes"), [("script", []), ("film", ["model:unsuited"])])
    def test_a_connection_that_cannot_take_the_picture_is_no_choice(
        self, world, project, monkeypatch, kind, codes
    ):
        """As a workflow of ComfyUI has a place for one, or none; the tool says whether it sends."""
        monkeypatch.setattr(
            Elsewhere, "unsuited", lambda _self, roles: " ".join(roles), raising=False
        )
        tool = replace(
            READ, pictures=lambda given, kinds: {given["question"]} if kind in kinds else set()
        )
        assert told(world, project, open_way(project), tool=tool) == codes

    def test_a_provider_that_the_portal_does_not_know_is_refused(self, world, project):
        connection = open_way(project, name="x")
        Connection.objects.filter(pk=connection.pk).update(provider="nobody")
        connection.refresh_from_db()
        codes = told(world, project, connection)
        assert {"connection:missing", "model:incapable", "terms:none", "cost:unpriced"} <= set(
            codes
        )

    def test_the_day_counts(self, world, project):
        connection = open_way(project)
        later = timezone.now() + timedelta(days=1)
        type(make_terms("another")).objects.filter(provider="elsewhere").update(
            ends=timezone.now().date()
        )
        assert told(world, project, connection) == []
        assert told(world, project, connection, now=later) == ["terms:lapsed"]

    def test_in_the_house_no_terms_and_no_policy_are_needed(self, world, project):
        assert told(world, project, make_connection("house")) == []

    def test_who_is_seen_and_what_is_withdrawn_is_asked_of_the_consents(
        self, world, project, monkeypatch
    ):
        seen = consenting.Use("Ada", "pre_production", project=project.pk)
        monkeypatch.setattr(consenting, "uses_of", lambda *given: ((seen,), True))
        monkeypatch.setattr(consenting, "in_quarantine", lambda rows: ("clip.mp4",))
        codes = told(world, project, open_way(project))
        assert codes == ["input:withdrawn", "people:unknown", "consent:none"]


class TestTerms:
    def test_the_newest_in_force_is_taken_as_the_rows_themselves_say(self, project):
        today = timezone.now().date()
        connection = make_connection()
        for days, ends in ((90, None), (10, None), (5, 1), (-5, None)):
            make_terms(
                starts=today - timedelta(days=days),
                ends=today - timedelta(days=ends) if ends else None,
            )
        taken = gating.Lists.of([connection], timezone.now()).terms[connection.pk]
        assert taken == gating.Terms.of(connection)
        assert taken.starts == today - timedelta(days=10)

    def test_without_one_in_force_the_last_or_the_next_is_named(self, world, project):
        connection = open_way(project)
        today = timezone.now().date()
        rows = gating.Terms.objects.all()
        rows.update(starts=today + timedelta(days=3))
        assert told(world, project, connection) == ["terms:not_begun"]
        rows.update(starts=today - timedelta(days=9), ends=today - timedelta(days=1))
        assert told(world, project, connection) == ["terms:lapsed"]

    def test_another_plan_or_region_is_another_contract(self, world, project):
        connection = open_way(project, plan="consumer")
        assert told(world, project, connection) == ["terms:none"]


class TestThePalette:
    def test_every_model_stands_there_the_allowed_first_the_unconnected_last(self, world, project):
        open_way(project)
        make_connection("house")
        found = gating.rulings(project=project, tool=READ, versions=versions(world), parameters={})
        assert [(one.provider, one.model.name, one.ruling.allowed) for one in found] == [
            ("elsewhere", "good-1", True),
            ("house", "good-1", True),
            ("elsewhere", "old-1", False),
            ("house", "old-1", False),
            ("another", "good-1", False),
        ]
        assert found[-1].connection is None and not found[1].outside and found[0].outside

    def test_a_connection_of_another_studio_is_not_there(self, world, project):
        open_way(project, studio=world.theirs.studio)
        assert offers(world, project)["elsewhere", "good-1"].connection is None

    def test_it_shows_a_range_and_its_terms(self, world, project):
        connection = open_way(project, endpoint="https://eu.elsewhere.example/v1")
        offer = offers(world, project)["elsewhere", "good-1"]
        assert (offer.quote.low, offer.quote.high) == (Decimal("0.25"), Decimal("2.25"))
        assert offer.terms == gating.Terms.objects.get() and offer.connection == connection
        assert offer.host == "eu.elsewhere.example"

    def test_the_queries_do_not_grow_with_the_providers(
        self, world, project, django_assert_num_queries
    ):
        open_way(project)
        given = {"project": project, "tool": READ, "versions": versions(world), "parameters": {}}
        gating.rulings(**given)  # what belongs to the project's row is known from here on
        with django_assert_num_queries(11):
            assert len(gating.rulings(**given)) == 4
        open_way(project, "another")
        for number in range(5):
            make_connection(name=f"more {number}")
        with django_assert_num_queries(11):
            assert len(gating.rulings(**given)) == 15


class TestAsking:
    def ask(self, world, *targets, **more) -> AssistRequest:
        return request_assistance(
            actor=world.visitor("artist"),
            tool=READ.name,
            versions=[world.ours.version],
            parameters={},
            to=[Target(connection, model) for connection, model in targets],
            **more,
        )

    def test_what_is_allowed_becomes_a_run_for_each_provider(self, world, project, sent):
        first, second = open_way(project), open_way(project, "another")
        made = self.ask(world, (first, "good-1"), (second, "good-1"), (first, "good-1"))
        runs = made.runs.order_by("provider")
        assert [(r.provider, r.model, r.connection) for r in runs] == [
            ("another", "good-1", second),
            ("elsewhere", "good-1", first),
        ]
        assert {run.pk for run in sent} == {run.pk for run in runs} and made.blind == []

    def test_blind_is_kept_for_whoever_asks(self, world, project):
        made = self.ask(world, (open_way(project), "good-1"), blind=True)
        assert made.blind == [str(world.visitor("artist").pk)]

    def test_one_refusal_stops_all_and_says_why(self, world, project, sent):
        good, bad = open_way(project), make_connection("another")
        before = AssistRequest.objects.count()
        with pytest.raises(PortalError) as caught:
            self.ask(world, (good, "good-1"), (bad, "good-1"))
        assert caught.value.code == "remote:gate"
        assert "does not allow Another Inc." in caught.value.facts["detail"]
        assert "No terms of Another Inc" in caught.value.facts["detail"]
        assert AssistRequest.objects.count() == before and sent == []

    def test_somebody_must_be_chosen(self, world, project):
        with pytest.raises(PortalError) as caught:
            self.ask(world)
        assert caught.value.code == "remote:target"
        with pytest.raises(PortalError) as caught:
            self.ask(world, (None, "good-1"))
        assert caught.value.code == "remote:target"

    def test_several_together_must_fit_into_the_limit(self, world, project):
        Studio.objects.filter(pk=project.studio_id).update(monthly_budget=Decimal(4))
        first, second = open_way(project), open_way(project, "another")
        version = world.ours.version
        version.project = Project.objects.select_related("studio").get(pk=project.pk)
        assert self.ask(world, (first, "good-1"))  # 2.25 at most
        with pytest.raises(PortalError) as caught:
            self.ask(world, (first, "good-1"), (second, "good-1"))
        assert "the studio has 1.75 left this month" in caught.value.facts["detail"]
        make_entry(project, "cost", "3.5")
        with pytest.raises(PortalError):
            self.ask(world, (first, "good-1"))

    def test_a_tool_of_the_engine_asks_no_gate(self, world, project, sent):
        made = request_assistance(
            actor=world.visitor("artist"),
            tool="shot_breakdown",
            versions=[world.ours.version],
            parameters={},
        )
        assert made.runs.get().provider == "local"
