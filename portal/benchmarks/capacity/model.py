"""What so many studios need, and what gives way first: plain arithmetic (decision 0056).

Units are in the names: `_ms`, `_us`, `_s` of CPU, `_kib`, `_mib`, `_bytes`; a day is a working day,
a year has 250 of them. `Habits` is what people do, `Costs` what one such thing takes (measured by
`bench capacity`), `Plant` what stands there. All three are told with the result.
"""

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

DAYS, DAY_S = 250, 86_400
GIB, MIB = 2**30, 2**20


@dataclass(frozen=True)
class Habits:
    """Of one studio, on a busy day. A busy hour has `busy_hour` of the day's work."""

    people: float = 8
    pages_a_person: float = 150
    calls_a_person: float = 300
    tabs_a_person: float = 2
    runs: float = 40
    run_tool_s: float = 60  # CPU of the tool itself: its film decides
    events_a_run: float = 60
    watchers: float = 4
    uploads: float = 10
    upload_mib: float = 800
    ingest_s: float = 120
    downloads_mib: float = 4_000
    busy_hour: float = 0.2


@dataclass(frozen=True)
class Costs:
    """Of one page, call, delivery, run, upload, socket or process."""

    page_web_ms: float = 37.3
    page_db_ms: float = 9.2
    call_web_ms: float = 16.9
    call_db_ms: float = 2.8
    delivery_us: float = 60
    run_worker_ms: float = 99
    run_rows: float = 23
    run_bytes: float = 14_300
    upload_rows: float = 7
    upload_bytes: float = 4_200
    person_day_rows: float = 20  # an estimate, as its bytes: notes, notifications, audit of pages
    person_day_bytes: float = 9_000
    socket_kib: float = 80
    web_mib: float = 129
    worker_mib: float = 74


@dataclass(frozen=True)
class Plant:
    """One of each, as `compose.yaml` starts them; PostgreSQL and Valkey on machines of four cores.
    `share` is how busy a core may be in the busy hour before people wait."""

    share: float = 0.6
    web_sockets: float = 5_000
    web_memory_mib: float = 1_024
    worker_slots: float = 4
    db_cores: float = 4
    db_connections: float = 100
    web_connections: float = 16
    slot_connections: float = 1.5
    table_rows: float = 100_000_000
    db_gib: float = 500
    valkey_messages_s: float = 40_000
    storage_gib: float = 102_400  # a bucket has no end; from here on its price is looked at
    line_mbit: float = 1_000


#: What is done when it gives way, before anything else.
NEXT_STEP = {
    "web CPU": "more web processes behind the proxy; they share nothing",
    "web sockets": "more web processes; then a live layer by shards of studios",
    "web memory": "more web processes",
    "worker CPU": "more workers on the media and assist queues, on machines of their own",
    "database CPU": "a larger machine, then a read replica for lists, search and reports",
    "database connections": "PgBouncer in session mode, and a smaller pool in each process",
    "largest table": "partitions by month for audit, progress and sealed rows",
    "database size": "partitions by month, old ones on slower disks or in the archive",
    "Valkey": "a live layer of its own beside the broker, then shards; SQS as the broker",
    "storage a year": "S3 with rules that move masters to colder classes",
    "line": "a CDN with signed addresses in front of the bucket",
}


@dataclass(frozen=True)
class Need:
    """`used` of `there`; more than 1 means that it has given way."""

    what: str
    used: float
    there: float
    unit: str

    @property
    def share(self) -> float:
        return self.used / self.there

    def as_dict(self) -> dict[str, Any]:
        told = {"what": self.what, "used": _short(self.used), "there": _short(self.there)}
        return {**told, "unit": self.unit, "share": round(self.share, 3)}


def needs(studios: float, habits: Habits, costs: Costs, plant: Plant) -> list[Need]:
    """Largest share first."""
    people = studios * habits.people
    found = [
        *_web(people, studios, habits, costs, plant),
        *_workers(studios, habits, costs, plant),
        *_database(people, studios, habits, costs, plant),
        *_outside(studios, habits, plant),
    ]
    return sorted(found, key=lambda need: need.share, reverse=True)


def _a_second(a_day: float, habits: Habits) -> float:
    """In the busy hour."""
    return a_day * habits.busy_hour / 3600


def _deliveries(studios: float, habits: Habits) -> float:
    return _a_second(studios * habits.runs * habits.events_a_run, habits) * habits.watchers


def _web(people: float, studios: float, habits: Habits, costs: Costs, plant: Plant) -> list[Need]:
    pages = people * habits.pages_a_person * costs.page_web_ms
    calls = people * habits.calls_a_person * costs.call_web_ms
    cpu = _a_second(pages + calls, habits) / 1e3
    cpu += _deliveries(studios, habits) * costs.delivery_us / 1e6
    sockets = people * habits.tabs_a_person
    memory = costs.web_mib + sockets * costs.socket_kib / 1024
    return [
        Need("web CPU", cpu, plant.share, "cores"),
        Need("web sockets", sockets, plant.web_sockets, "sockets"),
        Need("web memory", memory, plant.web_memory_mib, "MiB"),
    ]


def _workers(studios: float, habits: Habits, costs: Costs, plant: Plant) -> list[Need]:
    runs = studios * habits.runs * (habits.run_tool_s + costs.run_worker_ms / 1e3)
    cpu = _a_second(runs + studios * habits.uploads * habits.ingest_s, habits)
    return [Need("worker CPU", cpu, plant.worker_slots * plant.share, "cores")]


def _database(
    people: float, studios: float, habits: Habits, costs: Costs, plant: Plant
) -> list[Need]:
    pages = people * habits.pages_a_person * costs.page_db_ms
    calls = people * habits.calls_a_person * costs.call_db_ms
    cpu = _a_second(pages + calls, habits) / 1e3
    webs, slots = processes(studios, habits, costs, plant)
    connections = webs * plant.web_connections + slots * plant.slot_connections
    rows = _a_year(people, studios, habits, costs, "rows")
    size = _a_year(people, studios, habits, costs, "bytes")
    return [
        Need("database CPU", cpu, plant.db_cores * plant.share, "cores"),
        Need("database connections", connections, plant.db_connections * 0.8, "connections"),
        # Rows spread over many tables; the audit takes about a third of them.
        Need("largest table", rows / 3, plant.table_rows, "rows a year"),
        Need("database size", size / GIB, plant.db_gib, "GiB a year"),
    ]


def _a_year(people: float, studios: float, habits: Habits, costs: Costs, what: str) -> float:
    of = asdict(costs)
    day = studios * (habits.runs * of[f"run_{what}"] + habits.uploads * of[f"upload_{what}"])
    return (day + people * of[f"person_day_{what}"]) * DAYS


def _outside(studios: float, habits: Habits, plant: Plant) -> list[Need]:
    events = _a_second(studios * habits.runs * habits.events_a_run, habits)
    stored = studios * habits.uploads * habits.upload_mib * DAYS / 1024
    moved = studios * (habits.uploads * habits.upload_mib + habits.downloads_mib)
    mbit = _a_second(moved, habits) * MIB * 8 / 1e6
    return [
        Need("Valkey", events * 4, plant.valkey_messages_s, "commands a second"),
        Need("storage a year", stored, plant.storage_gib, "GiB a year"),
        Need("line", mbit, plant.line_mbit * plant.share, "Mbit/s"),
    ]


def processes(studios: float, habits: Habits, costs: Costs, plant: Plant) -> tuple[int, int]:
    """(web processes, worker slots) that the busy hour wants; one and four at least."""
    people = studios * habits.people
    web = max(need.share for need in _web(people, studios, habits, costs, plant))
    [worker] = _workers(studios, habits, costs, plant)
    slots = math.ceil(worker.used / plant.share)
    return max(1, math.ceil(web)), max(int(plant.worker_slots), slots)


def table(studios: int, habits: Habits, costs: Costs, plant: Plant) -> dict[str, Any]:
    """One row of the decision's table: what is needed, and what gives way first, with its step."""
    found = needs(studios, habits, costs, plant)
    webs, slots = processes(studios, habits, costs, plant)
    over = [need.what for need in found if need.share > 1]
    return {
        "studios": studios,
        "people": round(studios * habits.people),
        "web_processes": webs,
        "worker_slots": slots,
        "first": found[0].what,
        "next_step": NEXT_STEP[found[0].what],
        "given_way": over,
        "carries_studios": _carries(found[0], studios),
        "needs": [need.as_dict() for need in found],
    }


def _carries(need: Need, studios: float) -> int:
    """How many studios until the first gives way (all but memory's base grow with them)."""
    return math.floor(studios / need.share)


def apart(decided: Costs, measured: dict[str, float], factor: float = 2.0) -> dict[str, float]:
    """What was measured at more than `factor` times what was decided, or less than its part."""
    found = {}
    for name in (field.name for field in fields(Costs)):
        if name in measured:
            ratio = measured[name] / getattr(decided, name)
            if not 1 / factor <= ratio <= factor:
                found[name] = round(ratio, 2)
    return found


def _short(value: float) -> float:
    return round(value, 1) if abs(value) >= 10 else round(value, 3)
