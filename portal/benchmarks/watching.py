"""`bench watching`: what measuring costs a request, and what tracing costs where it is on.

An address of the API that is not there, and one statement, are asked for through the whole chain
of middleware without a network: as it was (without the measuring one), as it is, and as it is
with traces (each span is made, and kept in memory instead of sent). A line of the log is written as
text and as JSON. Seconds of CPU of this process, medians of the rounds,
each kind in turn within a round. A task's two commands to the live layer are timed by the wall.
"""

import gc
import io
import logging
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

from portal.logs import BlankSecrets, JsonLines
from portal.rehearsal import bare
from portal.watching import counting, tracing

ROUNDS, REQUESTS = 9, 400
MEASURED = "portal.watching.measuring.measured"
ASK = """
from portal.benchmarks.watching import measure
import json
print(json.dumps(measure()))
"""


def run(args: list[str]) -> dict[str, Any]:
    """Microseconds of CPU a request, by kind, and what each adds."""
    import json

    with bare(quick=True) as portal:
        found = json.loads(portal.shell(ASK, seconds=600).splitlines()[-1])
    method = (__doc__ or "").split("\n\n", 1)[1].replace("\n", " ")
    return {"bench": "watching", "method": method, "rounds": ROUNDS, "requests": REQUESTS, **found}


def measure() -> dict[str, Any]:
    logging.disable(logging.WARNING)
    kinds: dict[str, Callable[[], None]] = {
        "before": _called(_chain(without=MEASURED)),
        "measured": _called(_chain()),
        "traced": _traced(_called(_chain())),
    }
    for call in kinds.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for _round in range(ROUNDS):
        for name, call in kinds.items():
            times[name].append(_cpu(call) / REQUESTS * 1e6)
    logging.disable(logging.NOTSET)
    told = {f"{name}_us": round(median(found), 1) for name, found in times.items()}
    noise = max(max(found) - min(found) for found in times.values())
    return {
        **told,
        "measuring_adds_us": round(median(times["measured"]) - median(times["before"]), 1),
        "tracing_adds_us": round(median(times["traced"]) - median(times["measured"]), 1),
        "noise_us": round(noise, 1),
        **_lines(),
        "task_wall_us": _task(),
    }


def _chain(*, without: str = "") -> WSGIHandler:
    before = settings.MIDDLEWARE
    settings.MIDDLEWARE = [
        name for name in before if name != without and not name.startswith("servestatic.")
    ]
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = before


def _called(chain: WSGIHandler) -> Callable[[], None]:
    """Through all middleware to a short answer: little else that could hide what is added."""
    ask = RequestFactory(HTTP_HOST="127.0.0.1")

    def calls() -> None:
        for _request in range(REQUESTS):
            chain.get_response(ask.get("/api/v1/nothing/"))
            with connection.cursor() as cursor:
                cursor.execute("select 1")

    return calls


def _traced(calls: Callable[[], None]) -> Callable[[], None]:
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    def traced() -> None:
        tracing.begin("bench", SimpleSpanProcessor(InMemorySpanExporter()))
        try:
            calls()
        finally:
            tracing.stop()

    return traced


def _cpu(call: Callable[[], None]) -> float:
    gc.collect()
    began = time.process_time()
    call()
    return time.process_time() - began


def _lines() -> dict[str, float]:
    """Microseconds of CPU a line."""
    plain = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    forms: dict[str, logging.Formatter] = {"line": plain, "json": JsonLines()}
    return {f"{name}_us": _line(form) for name, form in forms.items()}


def _line(form: logging.Formatter) -> float:
    handler = logging.StreamHandler(io.StringIO())
    handler.addFilter(BlankSecrets())
    handler.setFormatter(form)
    logger = logging.Logger("portal.bench")
    logger.addHandler(handler)

    def writes() -> None:
        for number in range(REQUESTS):
            logger.warning("run %s stopped after %s s", "6f1c1d5e-1111-4000", number)

    return round(median(_cpu(writes) for _round in range(ROUNDS)) / REQUESTS * 1e6, 1)


def _task() -> float:
    began = time.perf_counter()
    for _time in range(REQUESTS):
        counting.note("bench", "bench", "SUCCESS", 0.1)
    return round((time.perf_counter() - began) / REQUESTS * 1e6, 1)
