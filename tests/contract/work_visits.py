"""Doors of measured work: who gets what, which row is named, what is sent."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.evidence_of_work import over, planned, to_begin, under_way

SEE = "in 404 ok ok ok ok 404 403 403"
LIST = "in ok ok ok ok ok ok 403 403"
CREW = "in 404 ok ok ok 403 403 403 403"
PRODUCER = "in 404 ok 403 403 403 403 403 403"
AT_IT = "in 404 409 409 ok 403 403 403 403"  # it is the artist's, who alone may say so
OWN = "in 404 404 404 ok 404 404 403 403"  # times are the artist's own

PAGES = {
    "work GET": LIST,
    "work_counts GET": "in 403 403 403 403 403 403 ok ok",
    "work_draw POST": PRODUCER,
    "work_item GET": SEE,
    "work_begin POST": CREW,
    "work_done POST": AT_IT,
    "work_depart POST": AT_IT,
    "work_approve POST": "in 404 ok ok 403 403 403 403 403",
    "work_drop POST": PRODUCER,
    "work_felt GET": "in 404 302 302 ok 302 404 403 403",  # only whoever did it is asked
    "work_felt POST": SEE,  # everybody else is led back to the item, and nothing is said
    "work_timer POST": SEE,
    "work_times GET": SEE,
    "work_times POST": SEE,
    "work_requests POST": SEE,
    "time_entry GET": OWN,
    "time_entry POST": OWN,
    "project_work GET": PRODUCER,
    "project_work POST": PRODUCER,
    "work_import POST": "in 404 400 403 403 403 403 403 403",  # without a file
    "work_lock POST": PRODUCER,
    "work_step POST": PRODUCER,
}
API = {
    "api:timer GET": LIST,
    "api:timer POST": LIST,
    "api:workitem-list GET": LIST,
    "api:workitem-list POST": "in 400 ok 403 403 403 403 403 403",
    "api:workitem-detail GET": SEE,
    "api:workitem-begin POST": CREW,
    "api:workitem-done POST": AT_IT,
    "api:timeentry-list GET": LIST,
    "api:timeentry-list POST": "in 400 ok ok ok ok 400 403 403",
    "api:timeentry-detail GET": OWN,
    "api:timeentry-correct POST": OWN,
}


def _project(world: Any) -> list[Any]:
    return [world.ours.project.pk]


def _item(world: Any) -> list[Any]:
    return [world.ours.workitem.pk]


def _further(world: Any) -> list[Any]:
    return [under_way(world.ours, "W0002").pk]


def _to_lock(world: Any) -> list[Any]:
    planned(world.ours, "W0003")
    return _project(world)


ARGUMENTS = {
    **dict.fromkeys(["work_item", "work_timer", "work_times", "work_requests"], _item),
    **dict.fromkeys(["work_begin", "api:workitem-begin"], lambda w: [to_begin(w.ours, "W0002").pk]),
    **dict.fromkeys(["work_done", "work_depart", "work_drop", "api:workitem-done"], _further),
    **dict.fromkeys(["work_approve", "work_felt"], lambda w: [over(w.ours, "W0002").pk]),
    "time_entry": lambda w: [w.ours.timeentry.pk],
    **dict.fromkeys(["project_work", "work_import", "work_step"], _project),
    "work_lock": _to_lock,
    "api:timer": lambda w: [],
}
QUERY = {"work_draw": lambda w: f"?studio={w.ours.studio.pk}"}


def _time(world: Any) -> dict[str, Any]:
    start = timezone.now() - timedelta(days=10)
    return {
        **{"kind": "reviewing", "reason": "On the train."},
        "started_at": start.strftime("%Y-%m-%dT%H:%M"),
        "ended_at": (start + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M"),
    }


def _new(world: Any) -> dict[str, Any]:
    money = {"hours": "8", "rate": "50", "currency": "EUR"}
    return {"code": "NEW_1", "stage": "comp", "stratum": "large", **money}


BODIES = {
    "work_draw POST": lambda w: {},
    "work_begin POST": lambda w: {},
    "work_depart POST": lambda w: {"reason": "The plate is too soft."},
    "work_drop POST": lambda w: {"reason": "Cut from the film."},
    "work_felt POST": lambda w: {"way": "saved", "percent": "20"},
    "work_timer POST": lambda w: {"kind": "reviewing"},
    "work_times POST": _time,
    "work_requests POST": lambda w: {"request": str(w.ours.request.pk)},
    "time_entry POST": _time,
    "project_work POST": _new,
    "work_step POST": lambda w: {"starts_on": str(timezone.localdate() + timedelta(days=20))},
    "api:timer POST": lambda w: {"act": "sign", "quiet": 3},
    "api:workitem-list POST": lambda w: {"project": str(w.ours.project.pk), **_new(w)},
    "api:timeentry-list POST": lambda w: {"item": str(w.ours.workitem.pk), **_time(w)},
    "api:timeentry-correct POST": _time,
}
