"""Decisions and runs hurry the asking: after the commit, by a message that may be lost."""

from functools import partial
from typing import Any

from django.db import transaction

from feedback.models import Trigger
from portal.postgres.statements import Asked
from portal.waking import wake

#: News of the work → the triggers that wait for it.
HEARD = {"decision.made": Trigger.Kind.DECISION, "run.finished": Trigger.Kind.USE}


_OPEN = Asked(lambda kind: Trigger.objects.filter(kind=kind, ended_at=None).values_list("pk")[:1])


def hear(event: str, studio: Any) -> None:
    """Part of the transaction of what happened, and nothing if that is taken back."""
    if event in HEARD:
        transaction.on_commit(partial(_wake, HEARD[event], str(studio.pk)))


def _wake(kind: str, studio: str) -> None:
    from feedback import tasks

    if not _OPEN(kind):
        return
    wake(tasks.ask, (studio,), expires=60)
