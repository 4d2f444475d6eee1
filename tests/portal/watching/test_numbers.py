"""What is counted, by names of the code alone."""

import asyncio
import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from portal.celery import app
from portal.live import publisher
from portal.logs import ids
from portal.models import Studio, User, WebhookEndpoint
from portal.watching import counting, gathering, numbers, queues
from portal.watching.measuring import measured, template_of


@pytest.fixture(autouse=True)
def empty_layer():
    for key in publisher().scan_iter(match="watch:*"):
        publisher().delete(key)
    yield
    for key in publisher().scan_iter(match="watch:*"):
        publisher().delete(key)


def lines(beginning):
    return [row for row in numbers.page().decode().splitlines() if row.startswith(beginning)]


class TestRequests:
    @pytest.mark.parametrize("awaited", [False, True])
    def test_each_has_an_id_in_its_answer_and_in_what_is_logged(self, awaited):
        seen = []

        def answer(request):
            seen.append(ids()["request"])
            return HttpResponse()

        async def answer_awaited(request):
            return answer(request)

        request = RequestFactory().get("/")
        if awaited:
            response = asyncio.run(measured(answer_awaited)(request))
        else:
            response = measured(answer)(request)
        assert response["X-Request-ID"] == seen[0] and len(seen[0]) == 32 and ids() == {}

    def test_a_proxys_id_is_kept_and_nonsense_is_not(self):
        def given(word):
            request = RequestFactory().get("/", HTTP_X_REQUEST_ID=word)
            return measured(lambda _: HttpResponse())(request)["X-Request-ID"]

        assert given("3f2a-88c1-0001") == "3f2a-88c1-0001"
        for word in ("ada@example.org", "x" * 65, "short", "a b c d e f g h", "line\nbreak12"):
            assert given(word) != word

    @pytest.mark.django_db
    def test_they_are_counted_by_template_never_by_path(self):
        Client().get("/invitations/s3cr3t-of-ada/")
        Client().get("/no/such/page/of-ada/")
        Client().get("/healthz/live/")
        told = "\n".join(lines("lastmile_request"))
        assert 'route="/invitations/<str:secret>/"' in told and 'route="nowhere"' in told
        assert "of-ada" not in told

    def test_methods_that_nobody_knows_are_one(self):
        request = RequestFactory().generic("BREW", "/")
        measured(lambda _: HttpResponse(status=405))(request)
        assert lines('lastmile_requests_total{method="other",route="nowhere",status="405"}')
        assert not [row for row in lines("lastmile_requests") if "BREW" in row]

    def test_static_files_are_one_route(self):
        assert template_of(RequestFactory().get("/static/css/a.12.css")) == "static"


class TestTasks:
    def test_they_are_counted_by_every_worker_together(self):
        counting.note("media", "projects.tasks.ingest", "SUCCESS", 1.5)
        counting.note("media", "projects.tasks.ingest", "SUCCESS", 2.0)
        counting.note("default", "portal.tasks.remind", "FAILURE", 0.1)
        label = '{queue="media",state="SUCCESS",task="projects.tasks.ingest"}'
        assert counting.tasks()["media", "projects.tasks.ingest", "SUCCESS"] == (2, 3.5)
        assert [row.split()[-1] for row in lines("lastmile_tasks_total") if "media" in row] == [
            "2.0"
        ]
        assert lines("lastmile_task_seconds_total") and label.count("media") == 1

    def test_the_signals_of_a_task_that_runs_count_it(self):
        @app.task(name="tests.watched")
        def watched():
            return None

        try:
            watched.apply()
        finally:
            app.tasks.pop("tests.watched")
        found = {label[1:]: count for label, (count, _took) in counting.tasks().items()}
        assert found["tests.watched", "SUCCESS"] == 1 and counting._begun == {}

    def test_a_layer_that_is_gone_stops_no_task(self, monkeypatch):
        from redis import ConnectionError

        class Down:
            def __getattr__(self, name):
                raise ConnectionError("down")

        monkeypatch.setattr(counting, "publisher", Down)
        counting.note("media", "x", "SUCCESS", 1)
        assert counting.tasks() == {} and counting.workers() == []


class TestWorkers:
    def test_they_are_there_as_long_as_they_say_so(self):
        told = {"name": "media@one", "queues": ["media"], "processes": 1, "since": 1, "host": "a"}
        counting.sign(told)
        counting.sign({**told, "name": "media@two", "queues": ["media", "assist"]})
        assert counting.workers_by_queue() == {"media": 2, "assist": 1}
        assert 0 < publisher().ttl("watch:worker:media@one") <= counting.LIFE
        counting._goes(sender="media@one")
        assert [w["name"] for w in counting.workers()] == ["media@two"]

    def test_a_worker_signs_by_its_own_clock(self):
        calls = []

        class Consumer:
            hostname, pool = "work@here", None
            timer = type("Timer", (), {"call_repeatedly": lambda self, *a: calls.append(a)})()

        Consumer.app = app
        counting._is_there(sender=Consumer)
        assert calls[0][0] == counting.EVERY < counting.LIFE / 3
        assert counting.workers()[0]["queues"] == sorted(app.amqp.queues.consume_from)


class TestQueues:
    def test_what_waits_is_counted(self):
        before = queues.lengths()
        assert set(before) == {q.name for q in app.conf.task_queues}
        app.send_task("portal.tasks.remind", queue="reports")
        try:
            assert queues.lengths()["reports"] == before["reports"] + 1
        finally:
            with app.connection_for_write() as line:
                line.default_channel.queue_purge("reports")

    def test_a_broker_that_is_away_is_none(self, monkeypatch):
        monkeypatch.setattr(queues, "SECONDS", 0.2)
        away = app.connection_for_read("redis://127.0.0.1:1/0")
        monkeypatch.setattr(app, "connection_for_read", lambda **how: away)
        assert queues.lengths() == {}


@pytest.mark.django_db
class TestRows:
    @pytest.fixture
    def failing(self):
        for name in ("Nordlicht", "Südwind"):
            studio = Studio.objects.create(name=name)
            WebhookEndpoint.objects.create(
                studio=studio, url="https://hooks.example.org/s3cr3t", failing_since=timezone.now()
            )

    def test_studios_are_added_up_and_none_is_named(self, failing):
        told = gathering.gather()
        assert told.sum("webhooks", "failing") == 2
        assert gathering.told() == told
        page = numbers.page().decode()
        assert 'lastmile_webhooks{state="failing"} 2.0' in page
        assert not re.search(r"Nordlicht|Südwind|s3cr3t|hooks\.example|example\.org", page)

    def test_each_is_counted_inside_its_own_fence(self, failing):
        """No audit row: nothing was opened across studios."""
        from portal.models import AuditEvent

        gathering.gather()
        assert not AuditEvent.objects.filter(verb="studios:across").exists()

    def test_the_age_tells_that_nobody_gathers(self):
        assert lines("lastmile_gathered_age_seconds") == ["lastmile_gathered_age_seconds +Inf"]
        gathering.gather()
        assert float(lines("lastmile_gathered_age_seconds")[0].split()[1]) < 60

    def test_no_label_is_a_person(self):
        User.objects.create(email="ada@example.org", name="Ada Lovelace")
        gathering.gather()
        assert not re.search("ada|Ada", numbers.page().decode())
