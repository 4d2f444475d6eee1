"""The pages and the API of webhooks and notifications, and what administrators see of them."""

import pytest
from django.urls import reverse

from portal.models import Mail, Notification, WebhookDelivery, WebhookEndpoint
from portal.outbox.notices import modes

HOOK = {"url": "https://hooks.example.org/new", "events": ["decision.made"]}


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


@pytest.fixture
def endpoint(world):
    return world.ours.endpoint


def fresh(row):
    return type(row).objects.get(pk=row.pk)


class TestWebhookPages:
    def test_a_new_one_shows_its_secret_once(self, world, producer):
        page = producer.post(reverse("webhooks"), {**HOOK, "description": "Editorial"})
        made = WebhookEndpoint.objects.get(url=HOOK["url"])
        assert made.studio == world.ours.studio and made.secret in page.text
        assert made.secret not in producer.get(reverse("webhooks")).text
        assert made.secret not in producer.get(made.get_absolute_url()).text

    @pytest.mark.parametrize(
        ("url", "said"), [("http://x.example.org/", "https"), ("https://10.0.0.1/", "private")]
    )
    def test_an_address_that_cannot_be_says_why(self, producer, url, said):
        page = producer.post(reverse("webhooks"), {**HOOK, "url": url})
        assert said in page.context["form"].errors["url"][0]
        assert not WebhookEndpoint.objects.filter(url=url).exists()

    def test_it_can_be_changed(self, producer, endpoint):
        producer.post(endpoint.get_absolute_url(), {**HOOK, "description": "x"})
        assert (fresh(endpoint).url, fresh(endpoint).events) == (HOOK["url"], HOOK["events"])

    def test_a_change_that_cannot_be_is_shown_on_the_page(self, producer, endpoint):
        page = producer.post(endpoint.get_absolute_url(), {**HOOK, "events": []})
        assert page.status_code == 200 and page.context["form"].errors["events"]

    def test_a_new_secret_is_shown_once(self, producer, endpoint):
        page = producer.post(reverse("webhook_secret", args=[endpoint.pk]))
        assert fresh(endpoint).secret in page.text
        assert fresh(endpoint).secret != endpoint.secret

    def test_it_is_switched_off_and_on(self, producer, endpoint):
        address = reverse("webhook_switch", args=[endpoint.pk])
        producer.post(address)
        assert fresh(endpoint).disabled_why == "person"
        assert "switched off by a person" in producer.get(endpoint.get_absolute_url()).text
        producer.post(address)
        assert fresh(endpoint).disabled_at is None

    def test_removing_takes_the_log_with_it(self, world, producer, endpoint):
        where = reverse("webhook_remove", args=[endpoint.pk])
        assert "Remove this webhook?" in producer.post(where).text
        assert WebhookDelivery.objects.filter(pk=world.ours.delivery.pk).exists()
        producer.post(where, {"sure": "yes"})
        assert not WebhookDelivery.objects.filter(pk=world.ours.delivery.pk).exists()

    def test_the_log_tells_what_went_wrong_and_sends_again(self, world, producer, endpoint):
        told = {"error_code": "webhook:redirect", "error_facts": {"status": 302}}
        WebhookDelivery.objects.update(state="failed", answer="<b>moved</b>", **told)
        page = producer.get(endpoint.get_absolute_url() + "?state=failed").text
        assert "The endpoint redirects (302)" in page and "&lt;b&gt;moved" in page
        producer.post(reverse("delivery_replay", args=[world.ours.delivery.pk]))
        assert fresh(world.ours.delivery).state == "waiting"
        assert (
            "The endpoint" not in producer.get(endpoint.get_absolute_url() + "?state=failed").text
        )

    def test_a_test_is_on_its_way(self, producer, endpoint):
        producer.post(reverse("webhook_test", args=[endpoint.pk]))
        assert endpoint.deliveries.filter(event="webhook.test", state="waiting").count() == 1

    def test_only_producers_find_the_way(self, world, as_person, producer):
        for kind in ("director", "artist"):
            assert reverse("webhooks") not in as_person(world.visitor(kind)).get("/studio/").text
        assert reverse("webhooks") in producer.get("/studio/").text


class TestWebhookApi:
    def test_made_changed_switched_and_removed(self, world, producer):
        body = {**HOOK, "studio": str(world.ours.studio.pk)}
        made = producer.post("/api/v1/webhooks/", body, "application/json").json()
        address = f"/api/v1/webhooks/{made['id']}/"
        assert made["secret"].startswith("whsec_") and made["enabled"] is True
        assert "secret" not in producer.get(address).json()
        off = producer.patch(address, {"enabled": False}, "application/json").json()
        assert (off["enabled"], off["disabled_why"]) == (False, "person")
        on = {"enabled": True, "description": "Again"}
        told = producer.patch(address, on, "application/json").json()
        assert told["enabled"] is True and told["description"] == "Again"
        assert producer.post(address + "secret/").json()["secret"] != made["secret"]
        assert producer.delete(address).status_code == 204

    @pytest.mark.parametrize(
        "wrong", [{"url": "http://x.example.org/"}, {"events": []}, {"events": ["nonsense"]}]
    )
    def test_what_cannot_be_is_named(self, world, producer, wrong):
        body = {**HOOK, "studio": str(world.ours.studio.pk), **wrong}
        answer = producer.post("/api/v1/webhooks/", body, "application/json")
        assert (answer.status_code, set(answer.json()["error"]["fields"])) == (400, set(wrong))

    def test_it_never_moves_to_another_studio(self, world, producer, endpoint):
        body = {"studio": str(world.theirs.studio.pk), "description": "x"}
        producer.patch(f"/api/v1/webhooks/{endpoint.pk}/", body, "application/json")
        assert fresh(endpoint).studio == world.ours.studio

    def test_the_log_and_sending_again(self, world, producer, endpoint):
        rows = producer.get(f"/api/v1/deliveries/?endpoint={endpoint.pk}").json()["results"]
        assert [row["event"] for row in rows] == ["run.finished"] and rows[0]["error"] is None
        answer = producer.post(f"/api/v1/deliveries/{rows[0]['id']}/replay/")
        assert (answer.status_code, answer.json()["state"]) == (202, "waiting")

    def test_a_test_through_the_api(self, producer, endpoint):
        assert producer.post(f"/api/v1/webhooks/{endpoint.pk}/test/").status_code == 202


class TestNotificationPages:
    def test_what_is_new_stands_out_until_it_was_opened(self, world, producer):
        notice = world.ours.notice
        assert f"<b>{notice.sentence}</b>" in producer.get("/notifications/").text
        answer = producer.post(reverse("notification", args=[notice.pk]))
        assert answer["Location"] == notice.url
        assert f"<b>{notice.sentence}</b>" not in producer.get("/notifications/").text
        assert notice.sentence not in producer.get("/notifications/?only=unread").text

    def test_the_bell_counts_on_every_page(self, producer, django_capture_on_commit_callbacks):
        assert 'aria-label="Notifications, 1 unread"' in producer.get("/projects/").text
        with django_capture_on_commit_callbacks(execute=True):
            producer.post("/notifications/read/")
        page = producer.get("/projects/").text
        assert '<notice-bell data-count="0">' in page

    def test_choices_are_kept(self, world, producer):
        now = modes(world.visitor("producer"))
        chosen = dict.fromkeys(now, "off")
        assert producer.post("/notifications/choices/", chosen).status_code == 302
        assert modes(world.visitor("producer"))["run.ready"] == "off"
        page = producer.get("/notifications/choices/")
        assert "webhook.disabled" not in page.context["form"].fields

    def test_a_choice_that_is_none_is_refused(self, producer):
        page = producer.post("/notifications/choices/", {"run.ready": "sometimes"})
        assert page.context["form"].errors["run.ready"]


class TestNotificationApi:
    def test_listed_and_read(self, world, producer):
        rows = producer.get("/api/v1/notifications/?read_at__isnull=true").json()["results"]
        assert [row["sentence"] for row in rows] == [world.ours.notice.sentence]
        assert producer.get("/api/v1/me/").json()["unread"] == 1
        address = "/api/v1/notifications/read/"
        other = {"ids": [world.theirs.notice.pk]}
        assert producer.post(address, other, "application/json").json() == {"read": 0}
        assert producer.post(address, {}, "application/json").json() == {"read": 1}
        assert Notification.objects.unread().get() == world.theirs.notice

    def test_choices(self, producer):
        body = {"choices": {"run.ready": "digest"}}
        told = producer.patch("/api/v1/notifications/choices/", body, "application/json").json()
        assert told["choices"]["run.ready"] == "digest"
        assert told["choices"]["webhook.disabled"] == "at_once"

    @pytest.mark.parametrize(
        "choices", [{"webhook.disabled": "off"}, {"x": "off"}, {"run.ready": "sometimes"}]
    )
    def test_choices_that_are_none(self, producer, choices):
        body = {"choices": choices}
        answer = producer.patch("/api/v1/notifications/choices/", body, "application/json")
        assert answer.status_code == 400


class TestAdministration:
    @pytest.fixture
    def admin(self, world, as_person):
        return as_person(world.admin)

    def act(self, admin, model, action, row):
        body = {"action": action, "_selected_action": [str(row.pk)]}
        return admin.post(reverse(f"admin:portal_{model}_changelist"), body, follow=True)

    def test_a_webhook_is_switched_off(self, admin, endpoint):
        self.act(admin, "webhookendpoint", "switch_off", endpoint)
        assert fresh(endpoint).disabled_at

    def test_a_dead_mail_is_sent_again_and_a_sent_one_is_not(self, world, admin):
        about = {"studio": world.ours.studio, "user": world.visitor("artist"), "attempt": 6}
        dead = Mail.objects.create(subject="a", body="secret words", state="dead", **about)
        sent = Mail.objects.create(subject="b", body="b", state="sent", **about)
        for row in (dead, sent):
            self.act(admin, "mail", "send_again", row)
        assert (fresh(dead).state, fresh(dead).tries, fresh(sent).state) == ("waiting", 0, "sent")
        assert fresh(dead).attempt == 7  # the fence only rises
        page = admin.get(reverse("admin:portal_mail_change", args=[dead.pk])).text
        assert "secret words" not in page

    def test_the_log_shows_no_answer_of_somebody_elses_server(self, world, admin):
        WebhookDelivery.objects.update(answer="internal words")
        address = reverse("admin:portal_webhookdelivery_change", args=[world.ours.delivery.pk])
        assert "internal words" not in admin.get(address).text
