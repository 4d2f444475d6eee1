"""One trace from the click to the call of a provider, over every turn of a run that was put down.

The provider is a ComfyUI on loopback, the collector one that reads OTLP as it comes over HTTP, and
each turn is begun by the message that lay in the broker: nothing else leads from one to the next.
"""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from portal.celery import app
from portal.drills.remote import world
from portal.drills.remote.rounds import TURNS, _expire
from portal.drills.remote.sides import FarSide
from portal.models import Studio
from portal.watching import tracing
from portal.watching.measuring import measured
from projects import tasks

TRACE, STEP = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
CLICK = f"00-{TRACE}-{STEP}-01"


@pytest.fixture
def collected(settings):
    """Spans as a collector received them, once the sender has ended."""
    bodies = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.OTEL_ENDPOINT = f"http://127.0.0.1:{server.server_port}"
    tracing.start("web")

    def sent():
        tracing.shut()
        told = [ExportTraceServiceRequest.FromString(body) for body in bodies]
        scopes = [s for one in told for r in one.resource_spans for s in r.scope_spans]
        return [span for scope in scopes for span in scope.spans]

    yield sent
    tracing.shut()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def line():
    """The queue of runs, empty before and after."""
    with app.connection_for_write() as found:
        channel = found.default_channel
        app.amqp.queues["assist"].bind(channel).declare()
        channel.queue_purge("assist")
        yield channel
        channel.queue_purge("assist")


def turn(line, run):
    """The next message, done as a worker would: with its own headers and no others. What an
    earlier test's run still calls for is nothing to this one."""
    message = line.basic_get("assist", no_ack=True)
    while message and str(run.pk) not in map(str, message.payload[0]):
        message = line.basic_get("assist", no_ack=True)
    assert message, f"nobody was woken for the run, which is {run.state}"
    _expire(run)
    carried = {tracing.CLICK: message.headers[tracing.CLICK]}
    tasks.run.apply(args=message.decode()[0], headers=carried)


@pytest.fixture
def gone_through(transactional_db, collected, line):
    """A run from a click to its end: the spans, and the run."""
    world.contract()
    studio = Studio.objects.create(name="Nordlicht")
    version = world.script(studio)
    with FarSide("comfyui").here() as side:
        way, asked = world.connected(studio, side), []

        def view(request):
            asked.append(world.asked(version, way))
            return HttpResponse(status=201)

        measured(view)(RequestFactory().post("/films/ada/", headers={"traceparent": CLICK}))
        (run,) = asked
        for _turn in range(TURNS):
            turn(line, run)
            run.refresh_from_db()
        assert run.state == "READY" and side.arrived == 1 and side.polls == TURNS
        yield collected(), run, side


def test_every_step_belongs_to_the_click_over_all_put_downs(gone_through):
    spans, _run, _side = gone_through
    by_id = {span.span_id: span for span in spans}
    named = [span.name for span in spans]
    assert named.count("provider submit") == named.count("provider fetch") == 1
    assert named.count("provider poll") == named.count("projects.tasks.run") == TURNS
    assert {span.trace_id.hex() for span in spans if span.name in WANTED} == {TRACE}
    for span in (one for one in spans if one.name.startswith("provider ")):
        way = [span.name]
        while span.parent_span_id in by_id:
            span = by_id[span.parent_span_id]
            way.append(span.name)
        assert way[1:3] == ["run", "projects.tasks.run"] and way[-1] == "POST nowhere"
        assert span.parent_span_id.hex() == STEP


WANTED = {"POST nowhere", "projects.tasks.run", "run", "provider submit", "provider poll"}


def test_no_content_no_key_and_no_address_is_in_it(gone_through):
    spans, run, side = gone_through
    told = b"".join(span.SerializeToString() for span in spans)
    for word in (b"boat", b"dawn", b"Fog", b"Drill", b"DRILL-1", b"ada", b"Nordlicht", b"fountain"):
        assert word.lower() not in told.lower(), word
    assert side.address.encode() not in told and b"127.0.0.1" not in told
    facts = {a.key: a.value for span in spans if "provider" in span.name for a in span.attributes}
    assert facts["lastmile.provider"].string_value == "comfyui"
    assert str(run.pk).encode() in told
