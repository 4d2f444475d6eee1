"""A trace from the click to the task, as a collector on loopback receives it; what is not in it."""

import gc
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from portal.celery import app
from portal.watching import tracing
from portal.watching.measuring import measured

TRACE, STEP = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
CLICK = f"00-{TRACE}-{STEP}-01"


@pytest.fixture
def kept():
    """Finished spans, by name."""
    exporter = InMemorySpanExporter()
    tracing.begin("test", SimpleSpanProcessor(exporter))
    assert connection.execute_wrappers.count(tracing.statement) == 1
    yield lambda: {span.name: span for span in exporter.get_finished_spans()}
    tracing.stop()
    assert tracing.statement not in connection.execute_wrappers


def trace_of(span):
    return f"{span.context.trace_id:032x}"


class TestOff:
    def test_nothing_is_begun_and_nothing_taken_along(self):
        assert not tracing.is_on() and tracing.here() == ""
        with tracing.span("run", **{"lastmile.id": "1"}) as found:
            found.set_attribute("a", 1)
            found.update_name("b")
        headers = {}
        tracing._takes_along(headers=headers)
        assert headers == {}

    def test_it_starts_only_where_the_settings_say_where(self, settings):
        settings.OTEL_ENDPOINT = ""
        tracing.start("web")
        assert not tracing.is_on()

    def test_a_missing_extra_is_named(self, settings, monkeypatch):
        import sys

        settings.OTEL_ENDPOINT = "http://127.0.0.1:4318"
        monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace.export", None)
        with pytest.raises(ImproperlyConfigured, match="extra `tracing`"):
            tracing.start("web")


class TestARequest:
    def answered(self, view=lambda request: HttpResponse(), **headers):
        return measured(view)(RequestFactory().get("/films/ada-lovelace/?q=kitchen", **headers))

    def test_it_belongs_to_the_click(self, kept):
        self.answered(HTTP_TRACEPARENT=CLICK)
        span = kept()["GET nowhere"]
        assert trace_of(span) == TRACE and f"{span.parent.span_id:016x}" == STEP
        assert span.attributes["http.route"] == "nowhere"

    def test_a_page_that_was_opened_belongs_to_it_by_a_cookie(self, kept):
        self.answered(HTTP_COOKIE=f"traceparent={CLICK}")
        assert trace_of(kept()["GET nowhere"]) == TRACE

    @pytest.mark.parametrize(
        "word",
        ["", "x", CLICK + "0", CLICK.replace("00-", "zz-"), "a" * 9999, CLICK[:-2] + "00"],
    )
    def test_nonsense_begins_a_trace_of_its_own(self, kept, word):
        self.answered(HTTP_TRACEPARENT=word)
        span = kept()["GET nowhere"]
        assert trace_of(span) != TRACE and span.parent is None

    @pytest.mark.django_db
    def test_statements_are_steps_of_it_by_their_first_word(self, kept):
        from portal.models import Studio

        def view(request):
            list(Studio.objects.filter(name="Ada's studio"))
            return HttpResponse()

        self.answered(view, HTTP_TRACEPARENT=CLICK)
        span = kept()["SELECT"]
        assert trace_of(span) == TRACE
        assert "Ada" not in span.to_json() and "portal_studio" not in span.to_json()


@pytest.mark.django_db
def test_no_path_no_word_and_no_address_is_in_a_trace(kept):
    client = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Ada's browser")
    client.get("/invitations/s3cr3t/", {"q": "kitchen at night"})
    client.get("/films/ada-lovelace/")
    told = "".join(span.to_json() for span in kept().values())
    assert "/invitations/<str:secret>/" in told
    for word in ("s3cr3t", "kitchen", "203.0.113", "browser", "lovelace", "testserver"):
        assert word not in told


def test_of_an_error_its_class_alone_is_told(kept):
    with pytest.raises(ValueError, match="KITCHEN"), tracing.span("run"):
        raise ValueError("INT. KITCHEN")
    span = kept()["run"]
    assert span.attributes["error.type"] == "ValueError" and "KITCHEN" not in span.to_json()


def test_a_task_goes_on_with_the_trace_that_sent_it(kept):
    @app.task(name="tests.traced")
    def traced():
        with tracing.span("provider poll", kind="CLIENT", **{"lastmile.provider": "runway"}):
            return

    headers: dict[str, str] = {}
    try:
        with tracing.span("request", kind="SERVER", parent=CLICK):
            tracing._takes_along(headers=headers)
        traced.apply(headers=headers)
    finally:
        app.tasks.pop("tests.traced")
    found = kept()
    assert {trace_of(found[name]) for name in ("request", "tests.traced", "provider poll")} == {
        TRACE
    }
    assert found["tests.traced"].parent.span_id == found["request"].context.span_id
    assert found["provider poll"].parent.span_id == found["tests.traced"].context.span_id
    assert tracing._tasks == {}


def test_the_message_of_a_task_carries_it(kept):
    with tracing.span("request", parent=CLICK):
        app.send_task("portal.tasks.remind", queue="reports")
    with app.connection_for_write() as line:
        message = line.default_channel.basic_get("reports", no_ack=True)
        line.default_channel.queue_purge("reports")
    assert message.headers["traceparent"].split("-")[1] == TRACE


def test_a_collector_receives_it(settings):
    received = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, ExportTraceServiceRequest.FromString(body)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.OTEL_ENDPOINT = f"http://127.0.0.1:{server.server_port}/"
    try:
        tracing.start("web")
        with tracing.span("request", kind="SERVER", parent=CLICK):
            pass
        tracing.shut()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    path, sent = received[0]
    span = sent.resource_spans[0].scope_spans[0].spans[0]
    assert (path, span.name, span.trace_id.hex()) == ("/v1/traces", "request", TRACE)
    named = {a.key: a.value.string_value for a in sent.resource_spans[0].resource.attributes}
    assert named == {"service.name": "last-mile", "service.instance.role": "web"}
    assert not tracing.is_on()
    # A sender that outlived its end would begin anew in every forked child: with a second thread
    # there, no namespace can be made, and PostgreSQL would not start.
    gc.collect()
    assert not [one for one in gc.get_objects() if type(one) is BatchSpanProcessor]
