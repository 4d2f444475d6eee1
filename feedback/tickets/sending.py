"""Sending a topic to a tracker: asked for once, tried until it is taken, never made twice.

After any first try an issue with the topic's mark is looked for before another is made: an
answer that was lost, or a worker that died, leaves one behind. What a studio withholds stays
here, as it stands at the moment of sending.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from feedback.models import Issue, Topic, Tracker
from feedback.tickets import drafting, wire
from portal import waking
from portal.errors import PortalError
from portal.models import AuditEvent, Studio
from portal.outbox.deliveries import PAUSES, pause
from portal.outbox.posting import Answer, asked
from portal.tenancy import across_studios

State = Issue.State
ANSWER_BYTES, PAGES = 2 * 1024 * 1024, 3
#: Its clock may be behind ours when we look for what an earlier try made.
CLOCKS = timedelta(minutes=10)
#: Refusals that pass by themselves.
_PASSING = frozenset({408, 425, 429})


@transaction.atomic
def ask(*, actor: Any, topic: Topic, tracker: Tracker) -> Issue:
    """One issue a topic and tracker; a failed one is tried again, a sent one stays as it is."""
    row, made = Issue.objects.get_or_create(
        topic=topic, tracker=tracker, defaults={"person_name": str(actor)}
    )
    if made or row.again():
        wake(row)
    return row


def wake(issue: Issue) -> None:
    """After the commit; a broker that is away is no trouble, the sweep comes by."""
    from feedback.tickets import tasks

    transaction.on_commit(lambda: waking.wake(tasks.send_issue, (str(issue.pk),), expires=60))


def sweep() -> None:
    for issue in Issue.objects.due().order_by("next_try")[:50]:
        wake(issue)


def work_off(issue_id: Any) -> None:
    """One try, if it is due and nobody else has it."""
    issue = Issue.objects.due().select_related("topic", "tracker").filter(pk=issue_id).first()
    if issue is None or not issue.claim():
        return
    try:
        _try(issue)
    except PortalError as trouble:
        _failed(issue, trouble)


def _try(issue: Issue) -> None:
    tracker = issue.tracker
    there = system_of(tracker)
    made = _found(issue, there) if issue.attempt > 1 else None
    with across_studios(Studio.objects.all(), reason=f"an issue for {tracker}"):
        draft, with_words = drafting.draft_of(issue.topic)
        if made is None and _still_mine(issue):
            made = _created(tracker, there, draft)
        if made:
            issue.note(
                State.SENT,
                name_there=made.name[:80],
                url=made.url[:500],
                with_words=with_words,
                error_code="",
                error_facts={},
            )
            _note(issue, made)


def system_of(tracker: Tracker) -> wire.System:
    more = {"account": tracker.account, "issue_type": tracker.issue_type}
    at = {"address": tracker.address, "project": tracker.place, "token": tracker.token}
    return wire.system(tracker.system, **at, **(more if tracker.system == "jira" else {}))


def _still_mine(issue: Issue) -> bool:
    return Issue.objects.filter(pk=issue.pk, attempt=issue.attempt, state=State.WAITING).exists()


def _found(issue: Issue, there: wire.System) -> wire.Made | None:
    """What an earlier try of ours made, whether we heard of it or not."""
    mark = drafting.mark_of(issue.topic)
    since: datetime = (issue.began_at or issue.created_at) - CLOCKS
    for page in range(1, PAGES + 1):
        told = _told(issue.tracker, there, there.looking(mark, since, page))
        made, further = _read(issue.tracker, 200, lambda told=told: there.found(told, mark))
        if made or not further:
            return made
    return None


def _created(tracker: Tracker, there: wire.System, draft: wire.Draft) -> wire.Made:
    told = _told(tracker, there, there.creating(draft))
    return _read(tracker, 201, lambda: there.made(told))


def _told(tracker: Tracker, there: wire.System, call: wire.Call) -> Any:
    """What it answered; raises PortalError where it took nothing."""
    answer = asked(call.method, call.url, call.content, call.headers, at_most=ANSWER_BYTES)
    if 200 <= answer.status < 300:
        return _read(tracker, answer.status, lambda: json.loads(answer.body))
    facts: dict[str, Any] = {
        "tracker": str(tracker),
        "status": answer.status,
        "detail": _said(there, answer),
    }
    if _passes(answer):
        raise PortalError("tracker:answer", **facts)
    raise PortalError("tracker:refused", **facts)


def _passes(answer: Answer) -> bool:
    """GitHub says by 403, too, that one asked too often."""
    often = answer.status == 403 and "rate limit" in answer.body.lower()
    return answer.status in _PASSING or answer.status >= 500 or often


def _said(there: wire.System, answer: Answer) -> str:
    try:
        return there.said(json.loads(answer.body))[:300]
    except (ValueError, AttributeError, TypeError):
        return ""


def _read(tracker: Tracker, status: int, read: Any) -> Any:
    try:
        return read()
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise PortalError("tracker:form", tracker=str(tracker), status=status) from None


def _failed(issue: Issue, trouble: PortalError) -> None:
    """Refused for good, or tried again; where it may have been made all the same, later."""
    told: dict[str, Any] = {"error_code": trouble.code, "error_facts": trouble.facts}
    final = trouble.code in ("tracker:refused", "secret:lost", "webhook:private", "webhook:url")
    if final or issue.tries > len(PAUSES):
        issue.note(State.FAILED, **told)
        return
    # What was lost on the way may still arrive there: not before minutes have passed.
    wait = max(pause(min(issue.tries, len(PAUSES))), timedelta(seconds=PAUSES[1]))
    issue.note(State.WAITING, next_try=Now() + wait, **told)


def _note(issue: Issue, made: wire.Made) -> None:
    facts = {"ticket": issue.topic.ref, "tracker": str(issue.tracker), "name": made.name}
    rows = issue.topic.tickets.select_related("studio")
    for studio in {row.studio_id: row.studio for row in rows}.values():
        AuditEvent.record(None, "ticket:sent", studio, **facts)
