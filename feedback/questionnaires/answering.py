"""What a person does with an ask: opens it, says something, sends it, puts it off, declines."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from feedback.models import Answer, Ask
from feedback.questionnaires.answers import Unfit, checked, unanswered
from feedback.questionnaires.conditions import shown
from portal.errors import PortalError
from portal.languages.days import day
from portal.models import Notification
from portal.outbox import notices
from portal.storage import files

LATER_DAYS = (1, 3, 7)


def opened(ask: Ask) -> None:
    """That somebody looked, the first time."""
    Ask.objects.filter(pk=ask.pk, opened_at=None).update(opened_at=timezone.now())


def held_open(ask: Ask) -> Ask:
    """Locked, and still to be answered."""
    held = Ask.objects.select_for_update().get(pk=ask.pk)
    if held.state == "expired":
        raise PortalError("ask:expired", day=day(held.expires_at))
    if held.state not in ("open", "snoozed"):
        raise PortalError("ask:over")
    return held


@transaction.atomic
def keep(*, actor: Any, ask: Ask, said: Mapping[str, Any]) -> dict[str, str]:
    """Keeps what can be kept of `said` (raw, by question) and tells of the rest, by question.

    None, "" or nothing takes an answer back. A question that this asks nothing of is refused.
    """
    held, wrong = held_open(ask), dict[str, str]()
    definition = held.version.definition
    for key, raw in said.items():
        question = definition.question(key)
        if question is None:
            raise PortalError("ask:question", question=str(key)[:40])
        try:
            _keep_one(held, key, checked(question, raw))
        except Unfit as unfit:
            wrong[key] = str(unfit)
    Ask.objects.filter(pk=held.pk, opened_at=None).update(opened_at=timezone.now())
    return wrong


def _keep_one(ask: Ask, key: str, value: Any) -> None:
    if value is None:
        forget(ask.answers.filter(question=key))
    else:
        Answer.objects.update_or_create(ask=ask, question=key, defaults={"value": value})


def forget(rows: Any) -> None:
    """Answers go with their files, once that is certain."""
    keys = [key for key in rows.values_list("storage_key", flat=True) if key]
    rows.delete()
    transaction.on_commit(partial(_delete, keys))


def _delete(keys: list[str]) -> None:
    for key in keys:
        files.delete(key)


@transaction.atomic
def send(*, actor: Any, ask: Ask) -> Ask:
    """It is answered: what is not shown by what was said goes. Raises `ask:unfinished`."""
    held = held_open(ask)
    definition, values = held.version.definition, held.values
    if lacks := unanswered(definition, values):
        fields = {key: [sentence] for key, sentence in lacks.items()}
        raise PortalError("ask:unfinished", fields=fields, count=len(lacks))
    seen = [question.key for question in shown(definition, values)]
    forget(held.answers.exclude(question__in=seen))
    held.answered_at = timezone.now()
    held.save(update_fields=["answered_at"])
    _read(held, actor)
    return held


@transaction.atomic
def put_off(*, actor: Any, ask: Ask, days: int) -> Ask:
    """Not shown until then; it ends on its day all the same. Raises `ask:too_late`."""
    held, until = held_open(ask), timezone.now() + timedelta(days=days)
    if days not in LATER_DAYS or until >= held.expires_at:
        raise PortalError("ask:too_late", day=day(held.expires_at))
    held.snoozed_until = until
    held.save(update_fields=["snoozed_until"])
    _read(held, actor)
    return held


@transaction.atomic
def decline(*, actor: Any, ask: Ask) -> Ask:
    """Not this one: it counts as declined, and what was typed goes."""
    held = held_open(ask)
    forget(held.answers.all())
    held.declined_at = timezone.now()
    held.save(update_fields=["declined_at"])
    _read(held, actor)
    return held


def _read(ask: Ask, actor: Any) -> None:
    """The notification that led here needs nobody any more."""
    rows = Notification.objects.filter(url=ask.get_absolute_url(), kind="questionnaire.asked")
    notices.read(rows, reader=actor)
