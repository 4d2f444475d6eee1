"""What keeps one studio's webhooks from taking the workers of everybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.errors import PortalError
from portal.models import WebhookDelivery, WebhookEndpoint
from portal.outbox import deliveries
from portal.outbox.endpoints import MOST, add
from portal.outbox.events import fire, send_test
from tests.portal.endpoints import endpoint_at, server

HOOK = {"url": "https://hooks.example.org/last-mile", "events": ["run.finished"]}


@pytest.fixture
def studio(world, settings):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    WebhookEndpoint.objects.all().delete()
    return world.ours.studio


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


def resting(endpoint, seconds=50):
    now = timezone.now()
    until = now + timedelta(seconds=seconds)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(busy_until=until, failing_since=now)
    endpoint.refresh_from_db()
    return endpoint


class TestTheRestOfASilentAddress:
    @pytest.mark.parametrize("act", ["test", "replay", "switch"])
    def test_nobody_ends_it(self, world, studio, act):
        producer = world.visitor("producer")
        with server() as heard:
            endpoint = resting(endpoint_at(studio, heard.url))
            fire("run.finished", studio=studio, data={})
            if act == "replay":
                deliveries.send_again(WebhookDelivery.objects.get(), actor=producer)
            elif act == "switch":
                endpoint.disable("person", actor=producer)
                endpoint.enable(actor=producer)
            send_test(endpoint, actor=producer)
            assert deliveries.work_off(endpoint.pk) == 0 and heard.requests == []
            resting(endpoint, seconds=0)
            assert deliveries.work_off(endpoint.pk) > 0

    @pytest.mark.parametrize("address", ["webhook_test", "delivery_replay"])
    def test_the_page_says_when_it_is_over(self, producer, studio, address):
        endpoint = resting(endpoint_at(studio, HOOK["url"]))
        (row,) = fire("run.finished", studio=studio, data={})
        pk = endpoint.pk if address == "webhook_test" else row.pk
        page = producer.post(reverse(address, args=[pk]), follow=True).text
        assert f"{timezone.localtime(endpoint.rests_until):%H:%M}" in page
        assert "rest is over" in page and "on its way" not in page

    def test_without_one_it_says_nothing_of_it(self, producer, studio):
        endpoint = endpoint_at(studio, HOOK["url"])
        page = producer.post(reverse("webhook_test", args=[endpoint.pk]), follow=True).text
        assert "The test is on its way" in page and "rest is over" not in page


class TestHowManyAStudioHas:
    @pytest.fixture(autouse=True)
    def full(self, studio):
        for number in range(MOST):
            endpoint_at(studio, f"https://h{number}.example.org/")

    def test_one_more_is_refused_in_words(self, world, studio):
        with pytest.raises(PortalError, match="webhook:too_many"):
            add(actor=world.visitor("producer"), studio=studio, **HOOK)
        WebhookEndpoint.objects.first().delete()
        assert add(actor=world.visitor("producer"), studio=studio, **HOOK).pk

    def test_on_the_page(self, producer):
        page = producer.post(reverse("webhooks"), HOOK)
        assert page.status_code == 409 and "at most 10 webhooks" in page.text
        assert not WebhookEndpoint.objects.filter(url=HOOK["url"]).exists()

    def test_through_the_api(self, producer, studio):
        body = {**HOOK, "studio": str(studio.pk)}
        told = producer.post("/api/v1/webhooks/", body, "application/json")
        assert (told.status_code, told.json()["error"]["code"]) == (409, "webhook:too_many")

    def test_the_other_studio_is_not_counted(self, world):
        assert add(actor=world.visitor("producer"), studio=world.theirs.studio, **HOOK).pk
