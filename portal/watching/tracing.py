"""Traces for an OTLP collector: from the click, through request and task, to the provider.

Off unless OTEL_EXPORTER_OTLP_ENDPOINT says where the collector is; then the extra `tracing` has to
be there. The spans are our own, and not those of the instrumentation packages: these note paths,
search words, statements and addresses, and whoever reads traces need not see what studios type. Of
ours every name and value is of the code, a number, or the id of a row. Nothing is added to what
leaves for a provider.
"""

import atexit
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery import signals
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.http import HttpRequest

CLICK = "traceparent"  # header of what pages fetch, cookie of what they open
#: Of a trace that is kept: one that says it is not would hide its request from the operator.
_FORM = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f][13579bdf]")
_tracer: Any = None
_provider: Any = None
_tasks: dict[str, Any] = {}


def is_on() -> bool:
    return _tracer is not None


def start(role: str) -> None:
    """Once a process, and after a fork: the sender is a thread, and threads do not fork."""
    if not settings.OTEL_ENDPOINT:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ImproperlyConfigured(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set: install the extra `tracing`, or unset it"
        ) from error
    address = settings.OTEL_ENDPOINT.rstrip("/") + "/v1/traces"
    begin(role, BatchSpanProcessor(OTLPSpanExporter(endpoint=address, timeout=5)))


def begin(role: str, processor: Any) -> None:
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    global _tracer, _provider
    about = Resource({"service.name": "last-mile", "service.instance.role": role})
    _provider = TracerProvider(resource=about, shutdown_on_exit=False)
    _provider.add_span_processor(processor)
    _tracer = _provider.get_tracer("portal")
    for line in connections.all(initialized_only=True):  # a worker forks with one; later ones ask
        if statement not in line.execute_wrappers:
            line.execute_wrappers.append(statement)


def stop() -> None:
    """The provider goes too: while it is there, its sender begins anew in every forked child."""
    global _tracer, _provider
    _tracer = _provider = None
    for line in connections.all(initialized_only=True):
        line.execute_wrappers[:] = [w for w in line.execute_wrappers if w is not statement]


@atexit.register
def shut() -> None:
    """What waits is sent first."""
    if _tracer is not None:
        _provider.shutdown()
        stop()


@contextmanager
def span(name: str, *, kind: str = "INTERNAL", parent: str = "", **facts: Any) -> Iterator[Any]:
    """A step; `parent` is a traceparent of elsewhere. Of an error its class alone is told."""
    if _tracer is None:
        yield _Nothing
        return
    from opentelemetry.trace import SpanKind

    how: dict[str, Any] = {"record_exception": False, "set_status_on_exception": False}
    how |= {"context": _context(parent), "kind": SpanKind[kind], "attributes": facts}
    with _tracer.start_as_current_span(name, **how) as found:
        try:
            yield found
        except Exception as error:
            fail(found, type(error).__name__)
            raise


class _Nothing:
    """Takes what a span takes, where there is none."""

    @staticmethod
    def set_attribute(_name: str, _value: Any) -> None:
        return None

    update_name = staticmethod(lambda _name: None)


def fail(found: Any, why: str) -> None:
    from opentelemetry.trace import Status, StatusCode

    found.set_attribute("error.type", why)
    found.set_status(Status(StatusCode.ERROR))


def _context(parent: str) -> Any:
    """None: whatever is under way here."""
    if not _FORM.fullmatch(parent):
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({CLICK: parent})


def here() -> str:
    """The traceparent of what is under way; "" for nothing."""
    if _tracer is None:
        return ""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    found: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(found)
    return found.get(CLICK, "")


def clicked(request: HttpRequest) -> str:
    """What the page said: by a header, or, opening another page, by a cookie of some seconds."""
    return request.headers.get(CLICK, "") or request.COOKIES.get(CLICK, "")


def statement(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict) -> Any:
    """Around each statement of the database; its first word alone is told."""
    word = str(sql).lstrip("( ")[:12].split(" ")[0].upper()
    if _tracer is None or not word.isalpha():
        return execute(sql, params, many, context)
    with span(word, kind="CLIENT", **{"db.system.name": "postgresql", "db.operation.name": word}):
        return execute(sql, params, many, context)


@signals.before_task_publish.connect
def _takes_along(headers: dict[str, Any] | None = None, **_more: Any) -> None:
    if headers is not None and (parent := here()):
        headers[CLICK] = parent


@signals.task_prerun.connect
def _task_begins(task_id: str = "", task: Any = None, **_more: Any) -> None:
    if _tracer is None:
        return
    told = getattr(task.request, CLICK, None) or (task.request.headers or {}).get(CLICK) or ""
    queue = (task.request.delivery_info or {}).get("routing_key") or ""
    facts = {"messaging.destination.name": queue, "lastmile.task": task.name}
    found = span(task.name, kind="CONSUMER", parent=told, **facts)
    found.__enter__()
    _tasks[task_id] = found


@signals.task_postrun.connect
def _task_ends(task_id: str = "", state: str | None = None, **_more: Any) -> None:
    if found := _tasks.pop(task_id, None):
        found.__exit__(None, None, None)


@signals.worker_process_init.connect
def _in_a_process_of_a_pool(**_more: Any) -> None:
    start("worker")


@signals.worker_init.connect
def _in_a_worker_of_threads(sender: Any = None, **_more: Any) -> None:
    if "threads" in str(getattr(sender, "pool_cls", "")):
        start("worker")
