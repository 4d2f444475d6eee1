"""From what happened to the answer: rows first, in order, and again with patience."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent, Notification, WebhookDelivery, WebhookEndpoint
from portal.outbox import deliveries, posting, tasks
from portal.outbox.events import EVENTS, fire, send_test
from tests.portal.endpoints import endpoint_at, server

State = WebhookDelivery.State


@pytest.fixture(autouse=True)
def within_the_house(settings, monkeypatch):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    monkeypatch.setattr(posting, "TOTAL", 0.6)


@pytest.fixture
def studio(world):
    WebhookEndpoint.objects.all().delete()
    return world.ours.studio


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def only(endpoint):
    return WebhookDelivery.objects.get(endpoint=endpoint)


def make_due(endpoint):
    past = timezone.now() - timedelta(seconds=1)
    endpoint.deliveries.filter(state=State.WAITING).update(next_try=past)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(busy_until=None)


def test_news_goes_to_every_endpoint_of_the_studio_that_wants_it(world, studio):
    wants = endpoint_at(studio, "https://a.example.org/")
    endpoint_at(studio, "https://b.example.org/", "decision.made")
    endpoint_at(world.theirs.studio, "https://c.example.org/")
    off = endpoint_at(studio, "https://d.example.org/")
    off.disable("person")
    rows = fire("run.finished", studio=studio, data={"id": "1"})
    assert [row.endpoint for row in rows] == [wants]
    assert (rows[0].studio, rows[0].payload["type"]) == (studio, "run.finished")


def test_an_event_that_no_room_registered_is_a_mistake_of_ours(studio):
    with pytest.raises(ValueError, match="no registered"):
        fire("run.invented", studio=studio, data={})
    assert set(EVENTS) >= {"run.finished", "decision.made", "asset.ready"}


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_told(world, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda args, **how: woken.append(args))
    endpoint = endpoint_at(world.ours.studio, "https://a.example.org/")
    with transaction.atomic():
        fire("run.finished", studio=world.ours.studio, data={})
        transaction.set_rollback(True)
    assert woken == [] and not endpoint.deliveries.exists()
    fire("run.finished", studio=world.ours.studio, data={})
    assert (str(world.ours.studio.pk), str(endpoint.pk)) in woken


def signature(secret, headers, body):
    """As a receiver checks it, from the published convention."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def test_a_message_is_signed_as_standard_webhooks_says(studio):
    with server() as heard:
        endpoint = endpoint_at(studio, heard.url)
        fire("run.finished", studio=studio, data={"name": "Été"})
        assert deliveries.work_off(endpoint.pk) == 1
    _path, headers, body = heard.requests[0]
    assert headers["webhook-signature"] == signature(endpoint.secret, headers, body)
    assert headers["webhook-id"] == f"msg_{only(endpoint).pk.hex}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 30
    told = json.loads(body)
    assert set(told) == {"type", "timestamp", "data"} and told["data"] == {"name": "Été"}
    assert only(endpoint).state == State.DELIVERED


def test_both_secrets_sign_for_a_day_after_a_change(world, studio):
    with server() as heard:
        endpoint = endpoint_at(studio, heard.url)
        old = endpoint.secret
        new = endpoint.change_secret(actor=world.visitor("producer"))
        for _ in range(2):
            fire("run.finished", studio=studio, data={})
            deliveries.work_off(endpoint.pk)
            past = timezone.now() - timedelta(hours=25)
            WebhookEndpoint.objects.update(secret_changed_at=past)
    (_, first, body), (_, second, later) = heard.requests
    assert new != old and new.startswith("whsec_")
    both = f"{signature(new, first, body)} {signature(old, first, body)}"
    assert first["webhook-signature"] == both
    assert second["webhook-signature"] == signature(new, second, later)


def test_no_secret_is_stored(studio):
    endpoint = endpoint_at(studio, "https://a.example.org/")
    stored = WebhookEndpoint.objects.filter(pk=endpoint.pk).values()[0]
    assert endpoint.secret.removeprefix("whsec_") not in str(stored)
    assert endpoint_at(studio, "https://a.example.org/").secret != endpoint.secret


@pytest.mark.parametrize(
    ("status", "said"),
    [(500, "webhook:status"), (404, "webhook:status"), (302, "webhook:redirect")],
)
def test_a_refused_message_is_tried_again_later_and_says_why(studio, status, said):
    with server(status=status, body=b"the reason") as heard:
        endpoint = endpoint_at(studio, heard.url)
        fire("run.finished", studio=studio, data={})
        deliveries.work_off(endpoint.pk)
        row = only(endpoint)
        assert (row.state, row.attempt, row.status) == (State.WAITING, 1, status)
        assert (row.error_code, row.answer) == (said, "the reason")
        assert 4 <= (row.next_try - timezone.now()).total_seconds() <= 6
        assert deliveries.work_off(endpoint.pk) == 0  # not before its time
        heard.status = 204
        make_due(endpoint)
        deliveries.work_off(endpoint.pk)
    row = only(endpoint)
    assert (row.state, row.attempt, row.error) == (State.DELIVERED, 2, None)
    assert [r[1]["webhook-id"] for r in heard.requests] == [f"msg_{row.pk.hex}"] * 2
    assert fresh(endpoint).failing_since is None


def test_the_pauses_grow_to_days_and_differ(monkeypatch):
    hours = [deliveries.pause(n).total_seconds() / 3600 for n in range(1, 9)]
    assert hours == sorted(hours) and 51 < sum(hours) < 63
    assert len({deliveries.pause(8) for _ in range(20)}) > 1


def test_after_the_last_pause_a_message_is_given_up(studio):
    with server(status=500) as heard:
        endpoint = endpoint_at(studio, heard.url)
        fire("run.finished", studio=studio, data={})
        for _ in range(12):
            make_due(endpoint)
            deliveries.work_off(endpoint.pk)
    row = only(endpoint)
    assert (row.state, row.attempt) == (State.FAILED, 9)
    assert len(heard.requests) == 9


def test_a_silent_endpoint_rests_and_holds_no_worker(studio):
    with server(act=lambda handler: heard.over.wait(5)) as heard:
        endpoint = endpoint_at(studio, heard.url)
        for _ in range(3):
            fire("run.finished", studio=studio, data={})
        assert deliveries.work_off(endpoint.pk) == 1
        assert deliveries.work_off(endpoint.pk) == 0
    assert len(heard.requests) == 1
    assert fresh(endpoint).busy_until > timezone.now() + timedelta(seconds=50)


def test_messages_go_in_the_order_of_what_happened(studio):
    with server() as heard:
        endpoint = endpoint_at(studio, heard.url)
        for number in range(4):
            fire("run.finished", studio=studio, data={"number": number})
        deliveries.work_off(endpoint.pk)
    assert [json.loads(body)["data"]["number"] for _, _, body in heard.requests] == [0, 1, 2, 3]
    assert fresh(endpoint).busy_until is None


def test_one_worker_an_endpoint(studio):
    endpoint = endpoint_at(studio, "https://a.example.org/")
    assert deliveries._hold(endpoint.pk) and not deliveries._hold(endpoint.pk)
    past = timezone.now() - timedelta(seconds=1)
    WebhookEndpoint.objects.update(busy_until=past)  # it was killed
    assert deliveries._hold(endpoint.pk)


def test_a_worker_that_was_overtaken_writes_nothing(studio):
    endpoint = endpoint_at(studio, "https://a.example.org/")
    fire("run.finished", studio=studio, data={})
    slow = only(endpoint)
    assert slow.claim() and not fresh(slow).claim()
    make_due(endpoint)
    quick = only(endpoint)
    assert quick.claim()
    slow.note(State.DELIVERED, status=200)
    assert fresh(slow).state == State.WAITING
    quick.note(State.DELIVERED, status=204)
    assert fresh(slow).status == 204


class TestSwitchingOff:
    @pytest.fixture
    def failing(self, studio):
        with server(status=500) as heard:
            endpoint = endpoint_at(studio, heard.url)
            fire("run.finished", studio=studio, data={})
            fire("run.finished", studio=studio, data={})
            yield endpoint, heard

    def test_after_days_of_failure_and_the_producers_are_told(self, world, failing):
        endpoint, _heard = failing
        long_ago = timezone.now() - deliveries.PATIENCE - timedelta(minutes=1)
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failing_since=long_ago)
        deliveries.work_off(endpoint.pk)
        endpoint = fresh(endpoint)
        assert endpoint.disabled_why == "failing" and endpoint.disabled_at
        assert set(endpoint.deliveries.values_list("state", flat=True)) == {State.FAILED}
        told = Notification.objects.get(kind="webhook.disabled")
        assert told.user == world.visitor("producer") and endpoint.url in told.sentence
        assert AuditEvent.objects.filter(verb="webhook:disabled").count() == 1

    def test_not_before(self, failing):
        endpoint, _heard = failing
        deliveries.work_off(endpoint.pk)
        assert fresh(endpoint).disabled_at is None and fresh(endpoint).failing_since

    def test_an_address_that_says_it_is_gone_is_believed_at_once(self, failing):
        endpoint, heard = failing
        heard.status = 410
        deliveries.work_off(endpoint.pk)
        assert fresh(endpoint).disabled_why == "gone" and len(heard.requests) == 1

    def test_nothing_is_sent_or_promised_while_it_is_off(self, world, failing):
        endpoint, heard = failing
        endpoint.disable("person", actor=world.visitor("producer"))
        row = endpoint.deliveries.first()
        for act in (
            lambda: deliveries.send_again(row, actor=None),
            lambda: send_test(endpoint, actor=None),
        ):
            with pytest.raises(PortalError, match="webhook:disabled"):
                act()
        assert deliveries.work_off(endpoint.pk) == 0 and heard.requests == []

    def test_switched_on_it_takes_what_comes_then(self, world, failing):
        endpoint, heard = failing
        endpoint.disable("person")
        endpoint.enable(actor=world.visitor("producer"))
        heard.status = 204
        fire("run.finished", studio=endpoint.studio, data={})
        assert deliveries.work_off(endpoint.pk) == 1


class TestByHand:
    def test_a_message_goes_again_under_its_id(self, world, studio):
        with server() as heard:
            endpoint = endpoint_at(studio, heard.url)
            fire("run.finished", studio=studio, data={})
            deliveries.work_off(endpoint.pk)
            deliveries.send_again(only(endpoint), actor=world.visitor("producer"))
            deliveries.work_off(endpoint.pk)
        ids = {headers["webhook-id"] for _, headers, _ in heard.requests}
        assert len(heard.requests) == 2 and len(ids) == 1
        assert (only(endpoint).tries, only(endpoint).attempt) == (1, 3)
        assert "sent run.finished again" in AuditEvent.objects.first().sentence

    def test_a_worker_that_was_at_it_before_writes_nothing(self, world, studio):
        endpoint = endpoint_at(studio, "https://a.example.org/")
        fire("run.finished", studio=studio, data={})
        slow = only(endpoint)
        assert slow.claim()
        only(endpoint).replay(actor=world.visitor("producer"))
        slow.note(State.FAILED, status=500)
        assert (only(endpoint).state, only(endpoint).status) == (State.WAITING, None)
        assert only(endpoint).claim()

    def test_after_it_went_again_all_its_tries_are_before_it(self, world, studio):
        with server(status=500) as heard:
            endpoint = endpoint_at(studio, heard.url)
            fire("run.finished", studio=studio, data={})
            for _ in range(9):
                make_due(endpoint)
                deliveries.work_off(endpoint.pk)
            assert only(endpoint).state == State.FAILED
            only(endpoint).replay(actor=world.visitor("producer"))
            deliveries.work_off(endpoint.pk)
        assert (only(endpoint).state, only(endpoint).tries) == (State.WAITING, 1)
        assert only(endpoint).next_try < timezone.now() + timedelta(seconds=7)

    def test_a_test_goes_whatever_was_chosen(self, world, studio):
        with server() as heard:
            endpoint = endpoint_at(studio, heard.url, "decision.made")
            send_test(endpoint, actor=world.visitor("producer"))
            deliveries.work_off(endpoint.pk)
        assert json.loads(heard.requests[0][2])["type"] == "webhook.test"


def test_the_sweep_wakes_what_no_message_reached(
    world, studio, monkeypatch, django_capture_on_commit_callbacks
):
    waits = endpoint_at(studio, "https://a.example.org/")
    works = endpoint_at(studio, "https://b.example.org/")
    fire("run.finished", studio=studio, data={})
    WebhookEndpoint.objects.filter(pk=works.pk).update(
        busy_until=timezone.now() + timedelta(seconds=9)
    )
    woken = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda args, **how: woken.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        deliveries.sweep()
    assert woken == [(str(studio.pk), str(waits.pk))]


def test_the_task_sees_its_studio_only(world, studio):
    with server() as heard:
        endpoint = endpoint_at(studio, heard.url)
        fire("run.finished", studio=studio, data={})
        tasks.deliver(str(world.theirs.studio.pk), str(endpoint.pk))
        assert heard.requests == []
        tasks.deliver(str(studio.pk), str(endpoint.pk))
        assert len(heard.requests) == 1
