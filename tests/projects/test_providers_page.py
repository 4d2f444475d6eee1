"""The page of the providers: who is connected, what each lacks, on which terms, at which price."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from projects import provider_words
from projects.assist import providers
from projects.assist.palette import Lifecycle
from projects.models import Connection, Price, Terms
from projects.models.connections import ConnectionQuerySet
from projects.sample_providers import show_providers
from tests.world import make_connection

WHERE = {"provider": "runway", "product": "Enterprise"}


@pytest.fixture
def seen(world, as_person):
    def look(kind="beta_lead"):
        answer = as_person(world.visitor(kind)).get(reverse("providers"))
        assert answer.status_code == 200
        return answer.content.decode()

    return look


def test_without_any_key_nothing_appears_to_work(world, seen):
    show_providers()
    page = seen()
    assert "not connected: API key missing" in page  # Runway
    assert "not connected: address and workflow missing" in page  # ComfyUI
    assert "In this house" in page and ">Connected<" not in page
    assert "No terms are recorded: nothing may be sent." in page
    assert "gen4_turbo" in page and "making films" in page


def test_the_sample_makes_up_no_contract_and_is_loaded_once(world):
    for _time in range(2):
        show_providers()
    needing = [n for n in providers.names() if providers.provider_class(n).settings]
    assert sorted(Connection.objects.filter(studio=None).values_list("provider", flat=True)) == (
        sorted(needing)
    )
    assert not Terms.objects.exists()
    assert all(str(p.amount.normalize()) == "0.01" and p.source for p in Price.objects.all())
    assert {p.provider for p in Price.objects.all()} == {"runway"}


def test_connections_of_another_studio_are_never_seen(world, seen):
    make_connection(None, name="Main account")
    for house, own in ((world.ours, "Ours server"), (world.theirs, "Theirs server")):
        Connection.objects.filter(pk=house.connection.pk).update(name=own)
    ours, lead, other = seen("producer"), seen(), seen("other")
    assert "Ours server" in ours and "Theirs server" not in ours
    assert "Theirs server" in other and "Ours server" not in other
    assert "Ours server" not in lead and "Theirs server" not in lead
    assert all("Main account" in page for page in (ours, lead, other))


def test_behind_the_first_fence_stands_the_database(world, seen, monkeypatch):
    Connection.objects.filter(pk=world.ours.connection.pk).update(name="Ours server")
    monkeypatch.setattr(ConnectionQuerySet, "visible_to", lambda self, actor: self.all())
    assert "Ours server" in seen("producer")
    assert "Ours server" not in seen("other") and "Ours server" not in seen()


@pytest.mark.parametrize("kind", ["director", "artist", "reviewer"])
def test_it_is_for_producers_and_the_programme(world, as_person, kind):
    assert as_person(world.visitor(kind)).get(reverse("providers")).status_code == 403


def test_how_a_connection_stands_is_told(seen):
    row = make_connection(None, secrets={"key": "key_secret"})
    assert "connected, not tested yet" in seen()
    now = timezone.now()
    Connection.objects.filter(pk=row.pk).update(tested_at=now, tested_ok=True)
    assert f"connected, answered on {now.date().isoformat()}" in seen()
    Connection.objects.filter(pk=row.pk).update(tested_ok=False, tested_told="secret words")
    page = seen()
    assert "did not answer when it was tested" in page and "secret words" not in page
    Connection.objects.filter(pk=row.pk).update(enabled=False)
    page = seen()
    assert "Out of use" in page and "key_secret" not in page


def test_terms_are_told_with_dates_source_and_what_is_unknown(seen):
    today = timezone.now().date()
    Terms.objects.create(
        **WHERE,
        starts="2026-01-02",
        ends=today + timedelta(days=90),
        trains_on_inputs=False,
        retention_days=30,
        contract="MSA 12",
        source="https://example.org/terms",
    )
    page = seen()
    assert "in force from 2026-01-02 until" in page and "contract MSA 12" in page
    assert "does not train on inputs · keeps 30 days · review by people unknown" in page
    assert 'href="https://example.org/terms"' in page
    Terms.objects.create(
        **WHERE, starts="2026-02-02", ends="2026-02-03", retention_days=0, human_review=True
    )
    page = seen()
    assert "lapsed on 2026-02-03" in page and "MSA 12" not in page  # the newest counts
    assert "training unknown · keeps nothing · people may look" in page


def test_prices_of_today_are_told_plainly(seen):
    price = {"provider": "runway", "model": "gen4_turbo", "currency": "USD"}
    for starts, amount in (("2026-01-01", "0.02"), ("2026-03-01", "0.0000015")):
        Price.objects.create(**price, unit="credit", amount=amount, starts=starts)
    page = seen()
    assert "0.0000015 USD for one credit" in page and "0.02" not in page


@pytest.mark.parametrize(
    ("life", "words"),
    [
        (Lifecycle(True), "no end is known"),
        (Lifecycle(True, date(2027, 1, 2)), "until 2027-01-02"),
        (Lifecycle(False, date(2026, 9, 30), ("gen4.5",)), "ended on 2026-09-30"),
        (Lifecycle(False), "ended"),
        (RuntimeError("no answer"), "asked of the provider before each sending"),
    ],
)
def test_the_end_of_a_model_is_told(seen, monkeypatch, life, words):
    def lifecycle(self, model):
        if isinstance(life, Exception):
            raise life
        return life

    monkeypatch.setattr(providers.provider_class("runway"), "lifecycle", lifecycle)
    page = seen()
    assert words in page
    assert ("instead: gen4.5" in page) is (getattr(life, "alternatives", ()) != ())


def test_looking_asks_no_provider(world, seen, monkeypatch):
    """The page is made of rows and of the files of the providers."""
    make_connection(None, secrets={"key": "k"})

    def reached(*args):
        raise AssertionError("a provider was reached")

    monkeypatch.setattr(providers, "reach", reached)
    monkeypatch.setattr(Connection, "reach", reached)
    assert "Runway" in seen()


def test_every_need_has_its_words():
    from projects.assist.palette import Need

    assert set(provider_words.NEEDS) == set(Need)


def test_administrators_find_the_way_to_what_can_be_changed(seen):
    way = reverse("admin:projects_connection_changelist")
    assert way in seen("admin") and way not in seen()
