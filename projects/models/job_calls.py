"""How a worker is called to a job, and called again. Celery's message is only a wake-up call.

Every moment here is the database's: a worker whose clock is wrong neither takes what is another's
nor leaves alone what is nobody's. So no message expires either, which is for its reader's clock to
say; where nobody reads, the sweep stops adding to what waits.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Now

from portal import waking
from projects.models.job_news import State

SWEEP_AT_MOST = 500
#: Of Celery on Redis, where 0 is the most urgent: after all that a person waits for.
LATER = 6


def long_ago() -> Any:
    """What was called before this moment is called again."""
    return Now() - timedelta(seconds=settings.RESEND_SECONDS)


class JobCalls:
    """What sends a job to the workers; the rows are `projects.models.jobs.Job`."""

    kind: ClassVar[str]
    objects: Any
    pk: Any

    def send(self) -> None:
        """Row first, message after the commit."""
        type(self).objects.filter(pk=self.pk).update(sent_at=Now())
        transaction.on_commit(self._wake)

    @property
    def message(self) -> list[str]:
        """What the task is sent: which work it is."""
        return [str(self.pk)]

    def _wake(self, later: float = 0) -> None:
        self.call(self.message, later=later)

    @classmethod
    def call(cls, message: list[str], **how: Any) -> None:
        """A broker that is away is no reason to fail: the row is there, the sweep sends again."""
        waking.wake(cls.task(), message, **how)

    @classmethod
    def task(cls) -> Any:
        """The Celery task of this kind of job."""
        from projects import tasks

        return getattr(tasks, cls.kind)

    @classmethod
    def queue(cls) -> str:
        route = settings.CELERY_TASK_ROUTES.get(cls.task().name, {})
        return str(route.get("queue", settings.CELERY_TASK_DEFAULT_QUEUE))

    @classmethod
    def sweep(cls, *, crowded: Collection[str] = ()) -> int:
        """Send again what no message reaches; give up on what kills its workers.

        Nothing is sent again into `crowded` queues: it would wait behind itself.
        """
        for job in cls.objects.filter(cls.worn()):
            job.close(State.ERRORED, code="job:worker_lost")
        if cls.queue() in crowded:
            return 0
        sent = 0
        for job in cls.objects.filter(cls.stalled()).order_by("queued_at")[:SWEEP_AT_MOST]:
            job.send()
            sent += 1
        return sent

    @classmethod
    def worn(cls) -> Q:
        """Which rows have cost too many workers; what went back has cost none."""
        return cls.lost() & Q(attempt__gte=cls.enough())

    @classmethod
    def enough(cls) -> Any:
        """How many attempts."""
        back = Coalesce(Cast(KT("error_facts__put_back"), models.IntegerField()), 0)
        return settings.JOB_ATTEMPTS + back

    @classmethod
    def lost(cls) -> Q:
        """Which rows were left by a worker that is not heard of any more."""
        return Q(state=State.RUNNING, lease_expires_at__lt=Now())

    @classmethod
    def stalled(cls) -> Q:
        """Which rows no worker knows of: each is called once, and again after a while."""
        uncalled = Q(sent_at=None) | Q(sent_at__lt=long_ago())
        lapsed = cls.lost() & (uncalled | Q(sent_at__lt=F("lease_expires_at")))
        return lapsed | (Q(state=State.QUEUED) & uncalled)

    @classmethod
    def free(cls) -> Q:
        """Which rows a worker may take."""
        return Q(state=State.QUEUED) | cls.lost()
