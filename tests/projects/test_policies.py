"""What a project allows of providers: the page, what it would do, the audit, the API."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEvent, Studio
from projects.models import Policy, Terms
from projects.policy_effects import effects, provider_choices
from tests.projects.palette_made import (
    make_connection,
    make_entry,
    make_terms,
    open_way,
    palette_made,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_sent")]
FORM = {
    "providers": ["elsewhere"],
    "regions": ["us"],
    "kinds": ["script"],
    "purposes": ["vfx", "editing"],
    "retention_days": "30",
    "owns_output": "on",
    "monthly_limit": "12.50",
}
BODY = {
    **{"providers": ["elsewhere"], "regions": ["us"], "kinds": ["script"], "purposes": ["vfx"]},
    **{"retention_days": 7, "human_review": False, "owns_output": True, "indemnified": True},
    **{"contracted": True, "monthly_limit": "10.00", "total_limit": None},
    **{"refused_subprocessors": [], "known_subprocessors": False},
}


@pytest.fixture(autouse=True)
def made(monkeypatch):
    palette_made(monkeypatch)


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


def address(world) -> str:
    return reverse("project_policy", args=[world.ours.project.pk])


def api(world) -> str:
    return reverse("api:policy", args=[world.ours.project.pk])


def page(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def told(world, **changes) -> dict[str, tuple[str, ...]]:
    policy = Policy.of(world.ours.project)
    for name, value in changes.items():
        setattr(policy, name, value)
    return {one.connection.name: one.sentences for one in effects(world.ours.project, policy)}


class TestThePage:
    def test_at_first_nothing_may_leave(self, world, producer):
        make_connection()
        text = page(producer.get(address(world)))
        assert "No provider is ticked: nothing leaves the house." in text
        assert "policy does not allow Elsewhere Inc." in text

    def test_without_any_connection_it_says_who_makes_one(self, world, producer):
        assert "No provider is connected yet." in page(producer.get(address(world)))

    def test_a_producer_changes_it_and_the_audit_tells_each_value(self, world, producer):
        make_connection()
        answer = producer.post(address(world), FORM)
        assert answer.url == address(world)
        policy = Policy.objects.get()
        assert (policy.providers, policy.purposes) == (["elsewhere"], ["editing", "vfx"])
        assert policy.monthly_limit == Decimal("12.50") and policy.total_limit is None
        assert policy.studio == world.ours.studio and not policy.contracted
        events = AuditEvent.objects.filter(verb="policy:changed")
        changed = {event.facts["what"]: event.facts["after"] for event in events}
        assert changed["retention_days"] == "30" and changed["purposes"] == "editing, vfx"
        assert "owns_output" not in changed
        assert {event.actor_name for event in events} == {str(world.visitor("producer"))}

    def test_a_window_that_was_open_before_a_change_does_not_undo_it(self, world, producer):
        make_connection()
        opened = producer.get(address(world)).context["form"]["seen"].value()
        producer.post(address(world), {**FORM, "seen": opened})
        late = producer.post(address(world), {**FORM, "kinds": ["film"], "seen": opened})
        assert "Somebody changed this policy while you had it open." in page(late)
        assert "What it does" in page(late) and "not kept yet" not in page(late)
        assert Policy.objects.get().kinds == ["script"]
        again = {**FORM, "kinds": ["film"], "seen": late.context["form"]["seen"].value()}
        assert producer.post(address(world), again).url == address(world)
        assert Policy.objects.get().kinds == ["film"]

    def test_a_list_without_boxes_says_who_can_give_it_some(self, world, producer):
        make_connection(region="")
        text = page(producer.get(address(world)))
        assert "No connection names its region yet" in text
        assert 'Regions <span class="optional">' not in text
        make_connection("another")
        text = page(producer.get(address(world)))
        assert "No connection names its region yet" not in text
        assert text.count("None ticked: nothing leaves the house.") == 4

    def test_what_stays_the_same_is_not_told_again(self, world, producer):
        make_connection()
        producer.post(address(world), FORM)
        before = AuditEvent.objects.count()
        producer.post(address(world), FORM)
        assert AuditEvent.objects.count() == before

    def test_the_effect_is_shown_before_it_is_kept(self, world, producer):
        make_connection(), make_terms()
        text = page(producer.get(address(world), {**FORM, "preview": "1"}))
        assert "What it would do, not kept yet" in text and ">allowed</span>" in text
        assert not Policy.objects.exists()
        wrong = page(producer.get(address(world), {**FORM, "preview": "1", "retention_days": "x"}))
        assert ">refused</span>" in wrong

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("providers", "nobody"),
            ("regions", "moon"),
            ("kinds", "secret"),
            ("purposes", "fun"),
            ("retention_days", "-1"),
            ("retention_days", ""),
            ("monthly_limit", "-0.01"),
            ("refused_subprocessors", "…"),
            ("refused_subprocessors", "x" * 121),
            ("refused_subprocessors", "\n".join(f"Firm {n}" for n in range(101))),
            ("total_limit", "much"),
        ],
    )
    def test_what_cannot_be_is_told_beside_its_field(self, world, producer, name, value):
        make_connection()
        answer = producer.post(address(world), {**FORM, name: value})
        assert answer.status_code == 200 and name in answer.context["form"].errors
        assert not Policy.objects.exists()

    def test_refused_subprocessors_are_named_and_who_passes_on_to_them_is_told(
        self, world, producer
    ):
        make_connection(), make_terms(subprocessors="Amazon Web Services\n Google LLC (Ireland)")
        form = {**FORM, "refused_subprocessors": " Google \n\nAcme\nGoogle"}
        said = "it passes inputs on to Google LLC (Ireland), which this project refuses."
        text = page(producer.get(address(world), {**form, "preview": "1"}))
        assert said in text
        assert "connections name: Amazon Web Services, Google LLC (Ireland)." in text
        assert producer.post(address(world), form).url == address(world)
        assert Policy.objects.get().refused_subprocessors == ["Acme", "Google"]
        text = page(producer.get(address(world)))
        assert said in text and "passed on to Amazon Web Services, Google LLC (Ireland)" in text
        events = AuditEvent.objects.filter(verb="policy:changed")
        changed = {event.facts["what"]: event.facts["after"] for event in events}
        assert changed["refused_subprocessors"] == "Acme, Google"
        before = events.count()
        producer.post(address(world), form)
        assert events.count() == before

    @pytest.mark.parametrize(
        ("written", "known"), [("", None), ("None", ()), (" \n none ", ()), ("none\nA", 2)]
    )
    def test_that_there_are_none_is_written_and_nothing_written_is_unknown(
        self, world, written, known
    ):
        make_connection()
        terms = make_terms(subprocessors=written)
        found = terms.record().subprocessors
        assert found == known if known != 2 else len(found) == 2
        lines = " ".join(told(world, known_subprocessors=True)["elsewhere"])
        assert ("do not say to whom it passes inputs on" in lines) == (known is None)

    def test_others_of_the_project_read_it_and_change_nothing(self, world, as_person):
        make_connection()
        Policy.change(world.ours.project, {"kinds": ["film"]}, actor=None)
        artist = as_person(world.visitor("artist"))
        text = page(artist.get(address(world)))
        assert "A producer can change these." in text and "<button" in text
        assert "Change the policy" not in text and ">film</span>" in text
        assert artist.post(address(world), FORM).status_code == 403

    def test_what_is_left_of_the_money_is_told(self, world, producer):
        Studio.objects.filter(pk=world.ours.studio.pk).update(monthly_budget=Decimal(100))
        make_entry(world.ours.project, "cost", "0.5")
        text = page(producer.get(address(world)))
        assert "The studio has 99.50 USD left this month." in text

    def test_what_the_policy_names_stays_a_choice_when_it_is_gone(self, world):
        policy = Policy.change(world.ours.project, {"providers": ["gone"]}, actor=None)
        names = [name for name, _title in provider_choices(policy)]
        assert "gone" in names and "elsewhere" in names
        assert "local" not in names and "house" not in names


class TestEffects:
    def test_a_provider_that_everything_allows(self, world):
        open_way(world.ours.project)
        assert told(world) == {"elsewhere": ()}

    def test_terms_that_the_policy_does_not_accept_are_named(self, world):
        open_way(world.ours.project)
        make_terms(retention_days=30, starts=timezone.now().date())
        (sentence,) = told(world)["elsewhere"]
        assert sentence.endswith("keep inputs 30 days; this project allows 0.")
        assert told(world, retention_days=30) == {"elsewhere": ()}

    def test_kinds_and_purposes_are_of_one_request_and_not_told_here(self, world):
        open_way(world.ours.project)
        assert told(world, kinds=[], purposes=[]) == {"elsewhere": ()}

    def test_what_stays_in_the_house_is_not_concerned(self, world):
        make_connection("house")
        assert told(world) == {"house": ()}

    def test_what_is_not_connected_says_what_it_lacks(self, world):
        open_way(world.ours.project, key="")
        assert told(world)["elsewhere"] == ("Elsewhere Inc is not connected: it lacks API key.",)

    def test_the_queries_do_not_grow_with_the_connections(self, world, django_assert_num_queries):
        open_way(world.ours.project)
        policy = Policy.of(world.ours.project)
        for number in range(4):
            make_connection(name=f"more {number}")
        with django_assert_num_queries(3):
            assert len(effects(world.ours.project, policy)) == 5

    def test_lapsed_terms_are_told_with_their_day(self, world):
        open_way(world.ours.project)
        day = timezone.now().date() - timedelta(days=1)
        Terms.objects.update(ends=day)
        assert "were valid until" in told(world)["elsewhere"][0]


class TestTheApi:
    def test_a_project_without_one_allows_nothing(self, world, producer):
        made = producer.get(api(world)).json()
        assert made["providers"] == [] and made["retention_days"] == 0
        assert made["owns_output"] is True and made["effects"] == []

    def test_it_is_put_whole_and_its_effect_comes_back(self, world, producer):
        make_connection(), make_terms(indemnity="none")
        answer = producer.put(api(world), BODY, "application/json")
        assert answer.status_code == 200, answer.json()
        (effect,) = answer.json()["effects"]
        assert effect["allowed"] is False and "against claims over" in effect["reasons"][0]
        assert producer.get(api(world)).json()["monthly_limit"] == "10.00"
        assert AuditEvent.objects.filter(verb="policy:changed").exists()

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("providers", ["nobody"]),
            ("kinds", ["secret"]),
            ("purposes", "vfx"),
            ("retention_days", -1),
            ("retention_days", None),
            ("monthly_limit", "-1"),
            ("human_review", None),
            ("regions", [""]),
        ],
    )
    def test_what_cannot_be_is_refused(self, world, producer, name, value):
        answer = producer.put(api(world), {**BODY, name: value}, "application/json")
        assert answer.status_code == 400 and name in answer.json()["error"]["fields"]
        assert not Policy.objects.exists()

    def test_refused_subprocessors_are_put_and_told(self, world, producer):
        make_connection(), make_terms(subprocessors="Google LLC")
        body = {**BODY, "refused_subprocessors": ["Google", " ", "Google "]}
        told = producer.put(api(world), body, "application/json").json()
        assert told["refused_subprocessors"] == ["Google"]
        assert "passes inputs on to Google LLC" in " ".join(told["effects"][0]["reasons"])

    def test_nothing_may_be_left_out(self, world, producer):
        for name in BODY:
            body = {key: value for key, value in BODY.items() if key != name}
            assert producer.put(api(world), body, "application/json").status_code == 400
