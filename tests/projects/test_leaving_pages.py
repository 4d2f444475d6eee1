"""The pages and the API of leaving, for producers, and the signed page of a closed studio."""

import json

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEvent, Mail, Membership, Notification
from projects import certificates
from projects.models import Closeout, Export, State
from projects.models.closeouts import ask_for_closeout
from tests.projects.leaving import attempt, confirmed
from tests.world import make_export


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


@pytest.fixture
def page(world):
    return f"{reverse('leaving')}?studio={world.ours.studio.pk}"


def by_link(closeout, name="closed"):
    token = certificates.link(closeout).rsplit("/", 2)[1]
    return reverse(name, args=[token])


class TestTheExport:
    def test_asking_shows_a_live_bar_with_a_way_to_cancel(self, producer, page):
        assert producer.post(page, {"with_renditions": "on"}).status_code == 302
        text = producer.get(page).content.decode()
        export = Export.objects.get(state=State.QUEUED)
        assert export.with_renditions and f'data-topic="export:{export.pk}"' in text
        assert reverse("export_cancel", args=[export.pk]) in text
        producer.post(reverse("export_cancel", args=[export.pk]))
        export.refresh_from_db()
        assert export.state == "CANCELLED"

    def test_an_empty_list_says_what_happens(self, world, producer, page):
        Export.objects.all().delete()
        assert "You can go on working while one is made" in producer.get(page).content.decode()

    def test_a_download_is_audited_and_never_shown_as_a_page(self, world, producer):
        export = world.ours.export
        answer = producer.get(reverse("export_download", args=[export.pk]))
        assert answer["X-Send-File"] == export.storage_key
        assert answer["Content-Disposition"].startswith("attachment")
        assert AuditEvent.objects.filter(verb="export:downloaded").count() == 1

    def test_one_whose_time_is_over_says_so(self, world, producer, page):
        Export.objects.filter(pk=world.ours.export.pk).update(expires_at=timezone.now())
        answer = producer.get(reverse("export_download", args=[world.ours.export.pk]))
        assert answer.status_code == 410
        assert "removed, its time was over" in producer.get(page).content.decode()

    def test_trouble_is_told_on_the_page(self, world, producer, page):
        facts = {"error_code": "export:no_room", "error_facts": {"needed": 9, "free": 1}}
        make_export(world.ours, state=State.FAILED, **facts)
        make_export(world.ours, missing=2)
        text = producer.get(page).content.decode()
        assert "The export needs 9 MiB of disk, and 1 MiB are free." in text
        assert "2 files could not be found in the storage" in text


class TestTheCloseout:
    @pytest.fixture
    def form(self, world):
        Closeout.objects.filter(studio=world.ours.studio).delete()
        return f"{reverse('closeout_ask')}?studio={world.ours.studio.pk}"

    def test_the_name_must_be_typed(self, producer, form):
        answer = producer.post(form, {"name": "Theirs", "reason": "Done"})
        assert answer.status_code == 200 and "not the studio" in answer.content.decode()
        assert Closeout.objects.count() == 1
        answer = producer.post(form, {"name": " ours ", "reason": "Done", "keep_export": "on"})
        assert answer.status_code == 302
        made = Closeout.objects.get(reason="Done")
        assert made.keep_export and made.phase == "asked" and made.person_name == "Ours-producer"

    def test_a_reason_is_needed_and_one_at_a_time(self, world, producer, form):
        assert producer.post(form, {"name": "Ours", "reason": " "}).status_code == 200
        assert producer.post(form, {"name": "Ours", "reason": "Done"}).status_code == 302
        assert producer.post(form, {"name": "Ours", "reason": "Done"}).status_code == 409

    def test_the_page_tells_who_must_act_and_gives_the_link(self, world, producer, page):
        text = producer.get(page).content.decode()
        assert "An administrator of the programme has to confirm it" in text
        assert "/closed/" in text
        producer.post(reverse("closeout_withdraw", args=[world.ours.closeout.pk]))
        assert reverse("closeout_ask") in producer.get(page).content.decode()

    def test_once_confirmed_it_cannot_be_withdrawn_and_no_export_begins(
        self, world, producer, page
    ):
        row = confirmed(world)
        assert producer.post(reverse("closeout_withdraw", args=[row.pk])).status_code == 409
        text = producer.get(page).content.decode()
        assert "It can no longer be stopped" in text and "Export everything" not in text


class TestTheApi:
    def send(self, client, where, **body):
        return client.post(where, json.dumps(body), content_type="application/json")

    def test_the_same_key_makes_one_export(self, world, producer):
        body = json.dumps({"studio": str(world.ours.studio.pk)})
        how = {"content_type": "application/json", "headers": {"Idempotency-Key": "k"}}
        first, second = (producer.post(reverse("api:export-list"), body, **how) for _n in range(2))
        assert first.status_code == second.status_code == 201
        assert first.json()["id"] == second.json()["id"]
        assert first.json()["state"] == "QUEUED" and first.json()["available"] is False

    def test_a_closeout_is_asked_for_and_its_state_told(self, world, producer):
        Closeout.objects.filter(studio=world.ours.studio).delete()
        where, studio = reverse("api:closeout-list"), str(world.ours.studio.pk)
        wrong = self.send(producer, where, studio=studio, name="ours!", reason="Done")
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "closeout:name")
        blank = self.send(producer, where, studio=studio, name="Ours", reason=" ")
        assert blank.status_code == 400
        made = self.send(producer, where, studio=studio, name="Ours", reason="Done").json()
        assert (made["phase"], made["person_name"]) == ("asked", "Ours-producer")
        assert "name" not in made and "/closed/" in made["link"]

    def test_there_is_no_certificate_before_the_end(self, world, producer):
        where = reverse("api:closeout-certificate", args=[world.ours.closeout.pk])
        answer = producer.get(where)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "closeout:not_done")


class TestTheLink:
    def test_it_shows_each_phase_and_asks_again_while_it_goes_on(self, world, client):
        row = world.ours.closeout
        assert "waits for an administrator" in client.get(by_link(row)).content.decode()
        row = confirmed(world)
        text = client.get(by_link(row)).content.decode()
        assert "It begins in a moment" in text and "every 3s" in text
        waiting = {"tries": 1, "left": 3, "retry_at": timezone.now(), "error_code": "closeout:left"}
        Closeout.objects.filter(pk=row.pk).update(error_facts={"left": 3}, **waiting)
        part = client.get(by_link(row), headers={"HX-Request": "true"}).content.decode()
        assert "3 files are not deleted yet" in part and "<html" not in part
        assert "3 stored files could not be deleted yet" in part
        world.theirs.closeout.withdraw(actor=world.admin)
        text = client.get(by_link(world.theirs.closeout)).content.decode()
        assert "Nothing was deleted" in text and "every 3s" not in text

    def test_it_shows_the_certificate_to_anybody_who_holds_it(self, world, client):
        row = attempt(confirmed(world))
        text = client.get(by_link(row)).content.decode()
        assert row.certificate_sha256 in text and "every 3s" not in text
        answer = client.get(by_link(row, "closed_certificate"))
        assert json.loads(answer.content)["sha256"] == row.certificate_sha256
        assert answer["Content-Disposition"].startswith("attachment")

    def test_the_export_wants_somebody_who_was_its_producer(self, world, client, as_person):
        row = attempt(confirmed(world))
        where = by_link(row, "closed_export")
        assert "/login/" in client.get(where)["Location"]
        for kind in ("director", "other", "admin"):
            assert as_person(world.visitor(kind)).get(where).status_code == 404
        answer = as_person(world.visitor("producer")).get(where)
        assert answer["X-Send-File"] == world.ours.export.storage_key

    def test_a_producer_who_left_before_is_not_one_of_them(self, world, as_person):
        earlier = timezone.now()
        Membership.objects.filter(studio=world.ours.studio, role="producer").update(
            revoked_at=earlier
        )
        row = attempt(confirmed(world))
        where = by_link(row, "closed_export")
        assert as_person(world.visitor("producer")).get(where).status_code == 404

    @pytest.mark.parametrize("token", ["x", "x:y:z"])
    def test_a_forged_one_is_refused(self, db, client, token):
        assert client.get(reverse("closed", args=[token])).status_code == 410

    def test_an_old_one_is_refused(self, world, client, settings):
        from datetime import timedelta

        where = by_link(world.ours.closeout)
        settings.CERTIFICATE_LINK_LIFE = timedelta(seconds=-1)
        assert client.get(where).status_code == 410

    def test_one_studios_link_never_opens_anothers_closeout(self, world, client):
        ids = [str(world.ours.studio.pk), str(world.theirs.closeout.pk)]
        token = signing.dumps(ids, salt=certificates.SALT)
        assert client.get(reverse("closed", args=[token])).status_code == 404


class TestTheAdmin:
    @pytest.fixture
    def administrator(self, world, as_person):
        return as_person(world.admin)

    def act(self, administrator, action, *rows, **more):
        where = reverse("admin:projects_closeout_changelist")
        form = {"action": action, "_selected_action": [str(row.pk) for row in rows], **more}
        return administrator.post(where, form, follow=True).content.decode()

    def test_an_administrator_confirms_exactly_one(self, world, administrator):
        both = world.ours.closeout, world.theirs.closeout
        assert "Choose exactly one closeout" in self.act(administrator, "confirm", *both)
        assert "confirmed" in self.act(administrator, "confirm", both[0], name=" ours ")
        both[0].refresh_from_db()
        assert (both[0].phase, both[0].confirmed_by_name) == ("confirmed", "Admin")
        again = self.act(administrator, "confirm", both[0], name="Ours")
        assert "withdrawn or refused meanwhile" in again

    def test_the_name_is_typed_first(self, world, administrator):
        asked = self.act(administrator, "confirm", world.ours.closeout)
        assert "Type the name of the studio, Ours" in asked and "typed is not" not in asked
        wrong = self.act(administrator, "confirm", world.ours.closeout, name="Theirs")
        assert "typed is not the studio" in wrong
        world.ours.closeout.refresh_from_db()
        assert world.ours.closeout.phase == "asked"

    def test_every_administrator_is_told_that_a_studio_asks(self, world, administrator):
        Closeout.objects.filter(studio=world.ours.studio).delete()
        producer, studio = world.visitor("producer"), world.ours.studio
        ask_for_closeout(actor=producer, studio=studio, name="Ours", reason="It is over")
        told = Notification.objects.filter(kind="closeout.asked")
        assert [row.user for row in told] == [world.admin]
        assert "Ours-producer asks to close Ours: It is over" in str(told[0].sentence)
        assert administrator.get(told[0].url).status_code == 200
        assert Mail.objects.filter(user=world.admin, subject__contains="asks to close").exists()

    def test_or_refuses(self, world, administrator):
        self.act(administrator, "refuse", world.ours.closeout)
        assert AuditEvent.objects.filter(verb="closeout:refused").exists()

    def test_and_reads_the_certificate(self, world, administrator):
        row = world.ours.closeout
        where = reverse("admin:projects_closeout_certificate", args=[row.pk])
        assert administrator.get(where).status_code == 409
        row = attempt(confirmed(world))
        assert json.loads(administrator.get(where).content)["sha256"] == row.certificate_sha256
        change = administrator.get(reverse("admin:projects_closeout_change", args=[row.pk]))
        assert where in change.content.decode()

    def test_an_active_export_is_cancelled_here(self, world, administrator):
        row = make_export(world.ours, state=State.QUEUED)
        where = reverse("admin:projects_export_changelist")
        administrator.post(where, {"action": "cancel", "_selected_action": [str(row.pk)]})
        row.refresh_from_db()
        assert row.state == "CANCELLED"
