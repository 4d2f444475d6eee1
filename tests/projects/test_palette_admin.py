"""Connections, terms and prices in the administration: keys go in and never come out."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.drills.remote.own_servers import ComfyQueue, Reply, RunwayTasks, serving
from portal.models import AuditEvent
from projects import connecting
from projects.models import Connection, Price, Receipt, Run, Terms
from tests.projects.assist.providers.test_comfyui import PICTURE
from tests.world import make_connection

KEY = "key_the_secret_one"
ADD = "/admin/projects/connection/add/?provider="
FORM = {"name": "Runway", "product": "Developer API", "enabled": "on"}


@pytest.fixture
def inside(world, as_person):
    return as_person(world.admin)


@pytest.fixture
def tasks():
    return RunwayTasks()


@pytest.fixture
def server(tasks):
    with serving(tasks) as found:
        yield found


def page_of(row):
    return reverse("admin:projects_connection_change", args=[row.pk])


def audit(verb):
    return [event.sentence for event in AuditEvent.objects.filter(verb=verb).order_by("id")]


def today(days=0):
    return timezone.now().date() + timedelta(days=days)


class TestConnections:
    def test_first_one_chooses_the_provider_and_its_form_follows(self, inside):
        choice = inside.get("/admin/projects/connection/add/").content.decode()
        assert "?provider=runway" in choice and "?provider=comfyui" in choice
        assert inside.get(ADD + "nobody").context["title"] == "Which provider?"
        page = inside.get(ADD + "runway").content.decode()
        assert 'name="setting_key"' in page and 'type="password"' in page
        assert 'value="Developer API"' in page  # from what its pages say

    def test_a_key_is_sealed_told_without_its_value_and_never_shown(self, inside):
        inside.post(ADD + "runway", {**FORM, "setting_key": KEY})
        row = Connection.objects.get(name="Runway", studio=None)
        assert row.secrets == {"key": KEY} and KEY not in row.sealed and row.options == {}
        page = inside.get(page_of(row)).content.decode()
        assert f"Kept since {today().isoformat()}" in page and KEY not in page
        told = json.dumps([e.facts for e in AuditEvent.objects.all()])
        assert KEY not in told
        assert audit("connection:made") == ["Admin connected Runway as Runway"]
        assert audit("connection:key") == ["Admin entered API key of Runway anew"]

    def test_saved_again_without_a_key_it_is_kept_and_entered_anew_it_is_replaced(self, inside):
        row = make_connection(None, secrets={"key": KEY})
        inside.post(page_of(row), FORM)
        row.refresh_from_db()
        assert row.secrets == {"key": KEY}
        inside.post(page_of(row), {**FORM, "setting_key": "another"})
        row.refresh_from_db()
        assert row.secrets == {"key": "another"}
        assert len(audit("connection:key")) == 1
        inside.post(page_of(row), {**FORM, "clear_key": "on"})
        row.refresh_from_db()
        assert row.secrets == {}
        assert audit("connection:key_removed") == ["Admin removed API key of Runway"]

    def test_a_key_that_cannot_be_opened_any_more_is_entered_anew(self, inside):
        row = make_connection(None, secrets={"key": KEY})
        Connection.objects.filter(pk=row.pk).update(sealed="gAAAAA-of-another-secret-key")
        row.refresh_from_db()
        assert connecting.lacking(row)
        assert inside.get("/admin/projects/connection/").status_code == 200
        assert inside.get(page_of(row)).status_code == 200
        inside.post(page_of(row), {**FORM, "setting_key": "anew"})
        row.refresh_from_db()
        assert row.secrets == {"key": "anew"}

    def test_what_is_missing_is_said_in_words(self, inside):
        answer = inside.post(ADD + "runway", FORM, follow=True)
        assert "Not connected: API key missing." in answer.content.decode()
        assert "not connected: API key missing" in answer.content.decode()  # in the list

    def test_a_workflow_is_checked_and_its_address_is_asked_for(self, inside, world):
        form = {**FORM, "name": "Own", "studio": str(world.ours.studio.pk)}
        wrong = inside.post(ADD + "comfyui", {**form, "setting_workflow": '{"nodes": []}'})
        errors = wrong.context["adminform"].form.errors
        assert "API format" in errors["setting_workflow"][0]
        whole = {"setting_workflow": json.dumps(PICTURE), "address": "http://comfy:8188"}
        inside.post(ADD + "comfyui", {**form, **whole})
        row = Connection.objects.get(name="Own")
        assert (row.studio, row.endpoint, row.missing) == (world.ours.studio, whole["address"], [])
        (event,) = AuditEvent.objects.filter(verb="connection:made")
        assert event.studio == world.ours.studio
        assert "KSampler" not in json.dumps(event.facts)

    @pytest.mark.parametrize(
        "address", ["ftp://x", "x", "http://", "https://u:p@host", "http://h:0", "https://h/?a=b"]
    )
    def test_an_address_is_one_of_the_web(self, inside, address):
        page = inside.post(ADD + "runway", {**FORM, "address": address})
        assert page.context["adminform"].form.errors["address"]
        assert not Connection.objects.filter(name="Runway").exists()

    def test_one_name_is_one_connection(self, inside, world):
        make_connection(None)
        page = inside.post(ADD + "runway", FORM)
        assert "already" in page.context["adminform"].form.errors["name"][0]
        form = {**FORM, "studio": str(world.ours.studio.pk)}
        assert inside.post(ADD + "runway", form).status_code == 302  # of a studio it is another

    def test_each_change_is_told_as_it_was_and_is(self, inside):
        row = make_connection(None, secrets={"key": KEY}, tested_ok=True, tested_told="fine")
        inside.post(page_of(row), {**FORM, "region": "eu", "address": "https://gw.example.org"})
        assert audit("connection:changed") == [
            "Admin changed Region of Runway from  to eu",
            "Admin changed Address of Runway from  to https://gw.example.org",
        ]
        row.refresh_from_db()
        assert row.tested_ok is None  # what was tested is not what is there now
        inside.post(page_of(row), {**FORM, "enabled": "", "region": "eu"})
        assert audit("connection:off") == ["Admin took Runway out of use"]

    def test_it_never_moves_to_another_studio(self, inside, world):
        row = make_connection(world.ours.studio, secrets={"key": KEY})
        inside.post(page_of(row), {**FORM, "studio": str(world.theirs.studio.pk)})
        row.refresh_from_db()
        assert row.studio == world.ours.studio

    def test_saved_and_tested_it_answers(self, inside, server):
        form = {**FORM, "setting_key": KEY, "address": server.address, "_test": "1"}
        page = inside.post(ADD + "runway", form, follow=True).content.decode()
        row = Connection.objects.get(name="Runway", studio=None)
        assert row.tested_ok and "1200" in row.tested_told and "1200" in page
        assert server.paths() == ["GET /v1/organization"]
        assert audit("connection:tested") == [f"Admin tested Runway: {row.tested_told}"]

    def test_what_does_not_answer_says_why_and_keeps_its_key_to_itself(self, inside, server, tasks):
        tasks.trouble = Reply(401, {"error": "The API key is invalid"})
        row = make_connection(None, secrets={"key": KEY}, endpoint=server.address)
        form = {"action": "test", "_selected_action": [str(row.pk)]}
        page = inside.post("/admin/projects/connection/", form, follow=True).content.decode()
        row.refresh_from_db()
        assert row.tested_ok is False and "does not accept the portal" in row.tested_told
        assert "did not answer" in page and KEY not in page

    def test_without_a_key_nothing_is_asked(self, world, server):
        row = make_connection(None, endpoint=server.address)
        assert connecting.test(row, actor=world.admin) is False
        assert row.tested_told == "Not connected: API key missing." and server.asked == []

    def test_a_client_that_fails_in_its_own_way_is_told_too(self, world, monkeypatch):
        row = make_connection(None, secrets={"key": KEY})

        def broken(*args):
            raise RuntimeError(KEY)

        monkeypatch.setattr(connecting.providers, "reach", broken)
        assert connecting.test(row, actor=world.admin) is False
        assert "RuntimeError" in row.tested_told and KEY not in row.tested_told

    def test_connections_are_switched_in_the_list(self, inside):
        row = make_connection(None)
        for action, after in (("take_out_of_use", False), ("take_into_use", True)):
            form = {"action": action, "_selected_action": [str(row.pk)]}
            inside.post("/admin/projects/connection/", form)
            row.refresh_from_db()
            assert row.enabled is after
        assert len(audit("connection:on")) == len(audit("connection:off")) == 1

    def test_only_what_no_run_names_is_removed(self, inside, world):
        row = make_connection(None)
        Run.objects.filter(pk=world.ours.run.pk).update(connection=row)
        gone = reverse("admin:projects_connection_delete", args=[row.pk])
        assert inside.post(gone, {"post": "yes"}).status_code == 403
        Run.objects.filter(pk=world.ours.run.pk).update(connection=None)
        assert inside.post(gone, {"post": "yes"}).status_code == 302
        assert audit("connection:removed") == ["Admin removed the connection Runway to Runway"]

    def test_a_studios_own_server_is_tested_too(self, world):
        with serving(ComfyQueue()) as own:
            row = world.ours.connection
            row.endpoint, row.options = own.address, {"workflow": json.dumps(PICTURE)}
            assert connecting.test(row, actor=world.admin) is True
        assert "0.9.1" in row.tested_told


TERMS = {"provider": "runway", "product": "Enterprise", "plan": "2026", "region": ""}


class TestTerms:
    def add(self, inside, **form):
        given = {**TERMS, "starts": today().isoformat(), "trains_on_inputs": "false"}
        return inside.post("/admin/projects/terms/add/", {**given, "human_review": "", **form})

    def test_a_snapshot_is_recorded_with_its_person_and_told(self, inside, world):
        self.add(inside, retention_days="30", contract="MSA 12", source="example.org/terms")
        row = Terms.objects.get()
        assert (row.recorded_by, row.trains_on_inputs, row.human_review) == (
            world.admin,
            False,
            None,
        )
        assert row.source == "https://example.org/terms"
        assert audit("terms:recorded") == [f"Admin recorded terms of Runway: {row}"]

    def test_what_is_recorded_is_only_read(self, inside):
        self.add(inside)
        row = Terms.objects.get()
        change = reverse("admin:projects_terms_change", args=[row.pk])
        page = inside.get(change).content.decode()
        assert "Record a new snapshot from this one" in page and "Admin" in page
        assert inside.post(change, {**TERMS, "starts": "2020-01-01"}).status_code == 403
        gone = reverse("admin:projects_terms_delete", args=[row.pk])
        assert inside.post(gone, {"post": "yes"}).status_code == 403

    def test_a_new_snapshot_begins_from_another_or_from_public_pages(self, inside):
        self.add(inside, contract="MSA 12", retention_days="7")
        row = Terms.objects.get()
        found = inside.get(f"/admin/projects/terms/add/?from={row.pk}").context["adminform"].form
        assert found.initial["contract"] == "MSA 12" and found.initial["starts"] == today()
        assert "ends" not in found.initial
        asked = "/admin/projects/terms/add/?provider=runway&product=Developer API"
        page = inside.get(asked)
        begun = page.context["adminform"].form.initial
        assert begun["trains_on_inputs"] is True and begun["source"].startswith("https://")
        assert "runwayml.com/terms-of-use" in page.content.decode()
        for odd in ("?from=x", "?from=00000000-0000-0000-0000-000000000000", "?provider=nobody"):
            assert inside.get("/admin/projects/terms/add/" + odd).status_code == 200

    @pytest.mark.parametrize(
        ("form", "field"),
        [
            ({"ends": "2020-01-01"}, "ends"),
            ({"review_on": "2020-01-01"}, "review_on"),
            ({"provider": "nobody"}, "provider"),
        ],
    )
    def test_what_cannot_be_true_is_a_sentence(self, inside, form, field):
        page = self.add(inside, **form)
        assert page.context["adminform"].form.errors[field]
        assert not Terms.objects.exists()

    def test_the_list_tells_what_holds(self, inside):
        for ends in (None, today(5), today(-5), today(90)):
            Terms.objects.create(**TERMS, starts=today(-50), ends=ends)
        Terms.objects.create(**TERMS, starts=today(5))
        page = inside.get("/admin/projects/terms/").content.decode()
        for word in ("in force", "lapsing", "lapsed", "begins later"):
            assert f">{word}</td>" in page
        for chosen, count in (("now", 3), ("lapsing", 1), ("over", 1)):
            found = inside.get("/admin/projects/terms/", {"stands": chosen})
            assert found.context["cl"].queryset.count() == count


PRICE = {"provider": "runway", "model": "gen4_turbo", "unit": "credit", "amount": "0.01"}


class TestPrices:
    def add(self, inside, **form):
        given = {**PRICE, "currency": "usd", "starts": today().isoformat(), **form}
        return inside.post("/admin/projects/price/add/", given)

    def change(self, inside, row, **form):
        return inside.post(reverse("admin:projects_price_change", args=[row.pk]), form)

    def test_a_price_is_added_and_told(self, inside):
        self.add(inside)
        row = Price.objects.get()
        assert row.currency == "USD"
        (told,) = audit("price:added")
        assert told.endswith("gen4_turbo: 0.01 USD / credit") and today().isoformat() in told

    def test_it_is_ended_and_nothing_else_of_it_changes(self, inside):
        self.add(inside)
        row = Price.objects.get()
        self.change(inside, row, ends=today(3).isoformat(), amount="9", model="other")
        row.refresh_from_db()
        assert (row.ends, str(row)) == (today(3), "gen4_turbo: 0.01 USD / credit")
        assert len(audit("price:ended")) == 1
        self.change(inside, row, ends="")
        assert len(audit("price:opened")) == 1

    def test_what_was_quoted_stays_true(self, inside):
        row = Price.objects.create(**PRICE, starts=today(-60))
        page = self.change(inside, row, ends=today(-10).isoformat())
        assert page.context["adminform"].form.errors["ends"]
        Price.objects.filter(pk=row.pk).update(ends=today(-1))
        assert self.change(inside, row, ends="").status_code == 403

    @pytest.mark.parametrize(
        ("form", "field"),
        [
            ({"currency": "US"}, "currency"),
            ({"currency": "USB"}, "currency"),
            ({"currency": "€€€"}, "currency"),
            ({"amount": "-1"}, "amount"),
            ({"ends": "2020-01-01"}, "ends"),
            ({"source": "javascript:alert(1)"}, "source"),
        ],
    )
    def test_what_cannot_be_a_price_is_a_sentence(self, inside, form, field):
        errors = self.add(inside, **form).context["adminform"].form.errors
        assert field in errors or "__all__" in errors
        assert not Price.objects.exists()

    def test_one_model_has_one_currency_at_a_time(self, inside):
        self.add(inside)
        page = self.add(inside, unit="second", currency="EUR")
        assert "another currency" in page.context["adminform"].form.errors["currency"][0]

    def test_a_slip_of_the_pen_is_removed_until_something_was_sent_by_it(self, inside, world):
        def remove():
            page = reverse("admin:projects_price_delete", args=[Price.objects.get().pk])
            return inside.post(page, {"post": "yes"}).status_code

        def send():
            sent = {"provider": "runway", "model": "gen4_turbo", "manifest": {}}
            Receipt.objects.create(project=world.ours.project, **sent)

        send()
        self.add(inside, currency="DOP")
        assert remove() == 302 and not Price.objects.exists()
        assert audit("price:removed") == [
            "Admin removed a price of Runway that was not used: gen4_turbo: 0.01 DOP / credit"
        ]
        self.add(inside)
        send()
        assert remove() == 403 and Price.objects.get().currency == "USD"

    def test_a_price_is_not_negative_and_says_so(self, inside):
        errors = self.add(inside, amount="-1").context["adminform"].form.errors
        assert errors["amount"] == ["A price is not negative."]

    def test_the_same_day_has_one_price(self, inside):
        self.add(inside)
        assert self.add(inside, amount="0.02").status_code == 200
        assert Price.objects.count() == 1
