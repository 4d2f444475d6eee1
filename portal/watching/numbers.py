"""What Prometheus reads. Only names of the code are labels: never a path, a person or a studio.

Requests and sockets are counted by the process that answers: each web process is asked at its own
address. Everything else is the same whichever process is asked.
"""

import time
from collections.abc import Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from portal.watching import counting, gathering, queues

disable_created_metrics()  # twice the lines, and nobody reads them
registry = CollectorRegistry()
requests = Counter(
    "lastmile_requests", "requests answered", ["method", "route", "status"], registry=registry
)
seconds = Histogram(
    "lastmile_request_seconds",
    "seconds until the answer began",
    ["route"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
    registry=registry,
)
sockets = Gauge("lastmile_sockets", "live sockets of this process", registry=registry)


class Shared(Collector):
    """What all processes of the portal have counted, and what stands in rows."""

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        yield from self._tasks()
        lengths = GaugeMetricFamily("lastmile_queue_length", "messages waiting", labels=["queue"])
        for queue, length in queues.lengths().items():
            lengths.add_metric([queue], length)
        yield lengths
        workers = GaugeMetricFamily("lastmile_workers", "workers alive", labels=["queue"])
        for queue, count in counting.workers_by_queue().items():
            workers.add_metric([queue], count)
        yield workers
        yield from self._rows()

    def _tasks(self) -> Iterator[CounterMetricFamily]:
        labels = ["queue", "task", "state"]
        done = CounterMetricFamily("lastmile_tasks", "tasks that ended", labels=labels)
        spent = CounterMetricFamily("lastmile_task_seconds", "seconds tasks took", labels=labels)
        for label, (count, took) in counting.tasks().items():
            done.add_metric(label, count)
            spent.add_metric(label, took)
        yield from (done, spent)

    def _rows(self) -> Iterator[GaugeMetricFamily]:
        told = gathering.told()
        age = GaugeMetricFamily("lastmile_gathered_age_seconds", "age of the numbers from rows")
        age.add_metric([], time.time() - told.at if told.at else float("inf"))
        yield age
        for name, meaning in gathering.MEANINGS.items():
            labels = gathering.LABELS[name]
            family = GaugeMetricFamily(f"lastmile_{name}", meaning, labels=labels)
            for label, value in told.numbers.get(name, {}).items():
                family.add_metric(list(label), value)
            yield family


registry.register(Shared())


def page() -> bytes:
    return generate_latest(registry)
