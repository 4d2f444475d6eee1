"""Measured work of the studios that `drill tenants` fills: its rows, doors, and what nests."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from feedback.models import (
    Bid,
    Correction,
    Departure,
    Felt,
    OptIn,
    Step,
    TimeEntry,
    WorkItem,
    WorkLink,
)
from feedback.work.bidding import lock

_NOW = datetime.now(UTC)
_BEGUN = timedelta(days=30)  # before anything that a drill says of times


def measured(producer: Any, request: Any, mark: str) -> None:
    """Items in several states, all under way by the producer; whatever has words holds the mark."""
    project, said = request.project, {"project": request.project}
    standing = OptIn.objects.filter(studio=project.studio, withdrawn_at=None)
    standing.update(withdrawn_at=timezone.now(), withdrawn_by_name=mark)  # the sample's own
    OptIn.objects.create(studio=project.studio, person=producer, person_name=mark)
    today = timezone.localdate()
    Step.objects.create(**said, starts_on=today + timedelta(days=9), set_on=today, person_name=mark)
    items = [_item(producer, project, f"{mark}{number}", mark) for number in range(3)]
    lock(actor=producer, project=project)
    for item in items:
        _begun(item, producer)
    _timed(items[0], producer, mark)
    Felt.objects.create(**said, item=items[0], person=producer, saving=Decimal("0.1"))
    WorkLink.objects.create(**said, request=request, item=items[0], how="chosen")


def _item(producer: Any, project: Any, code: str, mark: str) -> WorkItem:
    item = WorkItem.objects.create(
        project=project, code=code[:64], title=mark, stage="roto", stratum="small"
    )
    bid = {"hours": 8, "rate": 50, "currency": "USD", "person_name": mark, "source": mark}
    Bid.objects.create(project=project, item=item, person=producer, **bid)
    return item


def _begun(item: WorkItem, producer: Any) -> None:
    WorkItem.objects.filter(pk=item.pk).update(
        state="begun",
        person=producer,
        assigned="assisted",
        arm="assisted",
        begun_at=timezone.now() - _BEGUN,
    )


def _timed(item: WorkItem, producer: Any, mark: str) -> None:
    """Two entries, one of them corrected; and a departure."""
    said, by = {"project": item.project}, {"person": producer, "person_name": mark}
    start = timezone.now() - timedelta(days=20)
    when = {"started_at": start, "ended_at": start + timedelta(hours=1)}
    for _number in range(2):
        entry = TimeEntry.objects.create(
            **said, item=item, person=producer, by_hand=True, reason=mark, **when
        )
    Correction.objects.create(**said, **by, entry=entry, kind="working", reason=mark, **when)
    Departure.objects.create(
        **said, **by, item=item, before="by_hand", after="assisted", reason=mark
    )


#: Name of a page → kind of the row in its address.
PAGES = {
    **dict.fromkeys(
        [
            *("work_item", "work_begin", "work_done", "work_depart", "work_approve"),
            *("work_drop", "work_felt", "work_timer", "work_times", "work_requests"),
        ],
        "workitem",
    ),
    "time_entry": "timeentry",
    **dict.fromkeys(["project_work", "work_import", "work_lock", "work_step"], "project"),
}
_TIME = {
    "kind": "working",
    "started_at": (_NOW - timedelta(days=10)).isoformat(),
    "ended_at": (_NOW - timedelta(days=10) + timedelta(minutes=5)).isoformat(),
    "reason": "x",
}
_ITEM = {"code": "W7", "stage": "roto", "stratum": "small", "hours": "8", "rate": "50"}
#: What one creates with something of another studio inside, over the API and on pages.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "work-items/"): {"project": "{project}", "shot": "{shot}", **_ITEM},
    ("POST", "time-entries/"): {"item": "{workitem}", **_TIME},
    ("POST", "time-entries/{timeentry}/correct/"): {"item": "{workitem}", **_TIME},
    ("POST", "timer/"): {"act": "start", "item": "{workitem}"},
}
FORMS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/work/draw/?studio={studio}"): {},
    ("POST", "/work/{workitem}/requests/"): {"request": "{assistrequest}"},
    ("POST", "/projects/{project}/work/"): {
        **{"shot": "{shot}", "currency": "USD", **_ITEM},
        "code": "W8",
    },
}
#: The item of a time is that of the entry, whatever is sent.
LEFT_OUT = {"time-entries/{timeentry}/correct/"}
