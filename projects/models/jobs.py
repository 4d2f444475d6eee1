"""The life of a job, kept in its row. Celery's message is only a wake-up call.

    QUEUED → RUNNING → READY | FAILED (you can act) | ERRORED (we must act) | CANCELLED

Claiming is a locked, conditional update that raises `attempt`; every later write carries
that attempt, so a worker that lost its lease can write nothing. `seq` only grows: it
makes room at each claim and each outside change for progress that was shown, not stored.
"""

import random
import time
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import passing, waking
from portal.access import TenantModel, TenantQuerySet
from projects.assist.contract import Cancelled
from projects.models.job_news import ACTIVE, TERMINAL, JobNews, State
from projects.models.projects import ProjectRow

SEQ_ROOM = 100_000
STORE_EVERY = 1.0  # seconds between stored progress
SHOW_EVERY = 0.25  # seconds between shown progress
#: Seconds between tries of a job that went back: doubled each time, up to the most.
BACK_LEAST, BACK_MOST = 2.0, 30.0
RESEND_AFTER = timedelta(seconds=60)
SWEEP_AT_MOST = 500

__all__ = ["ACTIVE", "TERMINAL", "Job", "LeaseLost", "ProgrammeJob", "ProjectJob", "State"]


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must stop without a word."""


class ProgrammeJob(JobNews, models.Model):
    """Work of the programme, which belongs to no studio; studios' own is `Job`."""

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.QUEUED, db_index=True
    )
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=40, blank=True)
    fraction = models.FloatField(_("done"), default=0)
    seq = models.PositiveBigIntegerField(default=0)
    error_code = models.CharField(_("error"), max_length=60, blank=True)
    error_facts = models.JSONField(default=dict, blank=True)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    #: Since when nothing lies in the storage that its attempts left without a row.
    swept_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True

    _stored_at = 0.0
    _shown_at = 0.0

    # -- sending ---------------------------------------------------------------------

    def send(self) -> None:
        """Row first, message after the commit."""
        type(self).objects.filter(pk=self.pk).update(sent_at=timezone.now())
        transaction.on_commit(self._wake)

    @property
    def message(self) -> list[str]:
        """What the task is sent: which work it is."""
        return [str(self.pk)]

    def _wake(self, later: float = 0) -> None:
        """A broker that is away is no reason to fail: the row is there, the sweep sends again."""
        life = RESEND_AFTER.total_seconds() + later
        waking.wake(self.task(), self.message, expires=life, later=later)

    @classmethod
    def task(cls) -> Any:
        """The Celery task of this kind of job."""
        from projects import tasks

        return getattr(tasks, cls.kind)

    @classmethod
    def sweep(cls) -> int:
        """Send again what no message reaches; give up on what kills its workers."""
        for job in cls.objects.filter(cls.worn()):
            job.close(State.ERRORED, code="job:worker_lost")
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
        return Q(state=State.RUNNING, lease_expires_at__lt=timezone.now())

    @classmethod
    def stalled(cls) -> Q:
        """Which rows no worker knows of."""
        now = timezone.now()
        return (
            Q(state=State.RUNNING, lease_expires_at__lt=now)
            | Q(state=State.QUEUED, sent_at__lt=now - RESEND_AFTER)
            | Q(state=State.QUEUED, sent_at=None, queued_at__lt=now - RESEND_AFTER)
        )

    # -- working ---------------------------------------------------------------------

    @classmethod
    def claim(cls, pk: Any) -> Self | None:
        """The job, leased to this worker; None when there is nothing to do."""
        now = timezone.now()
        with transaction.atomic():
            rows = cls.objects.filter(cls.free(), pk=pk).select_for_update(skip_locked=True)
            job: Any = rows.first()
            if job is None or not job.may_start():
                return None
            job.attempt, job.state, job.lease_expires_at = (
                job.attempt + 1,
                State.RUNNING,
                job._lease(),
            )
            job.begin(now)
            job.seq += SEQ_ROOM
            job.save()
        job.tell()
        return job

    def begin(self, now: datetime) -> None:
        """From the start, also where an earlier attempt had come further."""
        self.stage, self.fraction, self.started_at = "", 0, now

    def may_start(self) -> bool:
        """Whether there is room for it now; asked while the row is locked."""
        return True

    def ended(self) -> None:
        """What follows the end of a job, after the commit."""

    @classmethod
    def free(cls) -> Q:
        """Which rows a worker may take."""
        return Q(state=State.QUEUED) | cls.lost()

    def _lease(self) -> Any:
        return timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)

    def progress(self, stage: str, fraction: float) -> None:
        """Show at most four times a second, store once a second and at each stage.

        Raises Cancelled or LeaseLost, at the latest a second after it happened.
        """
        now, new_stage = time.monotonic(), stage != self.stage
        if not new_stage and now - self._shown_at < SHOW_EVERY:
            return
        self.stage, self.fraction, self.seq = stage, min(max(fraction, 0.0), 1.0), self.seq + 1
        if new_stage or now - self._stored_at >= STORE_EVERY:
            self._store_progress(stage)
            self._stored_at = now
        self._shown_at = now
        self.tell()

    def _store_progress(self, stage: str) -> None:
        """Without a database for a moment the work goes on: what it stands at is told later."""
        try:
            self._write(
                stage=stage, fraction=self.fraction, seq=self.seq, lease_expires_at=self._lease()
            )
        except passing.DATABASE:
            if connection.in_atomic_block:
                raise
            passing.drop_line()

    def _mine(self) -> models.QuerySet:
        return type(self).objects.filter(pk=self.pk, attempt=self.attempt, state=State.RUNNING)

    def _write(self, **fields: Any) -> None:
        if self._mine().update(**fields):
            return
        raise self.lost_by()

    def lost_by(self) -> Exception:
        """The row itself may be gone."""
        state = type(self).objects.filter(pk=self.pk).values_list("state", flat=True).first()
        return Cancelled() if state == State.CANCELLED else LeaseLost()

    def renew(self) -> bool:
        """Keep the lease without news; False when the job is no longer this worker's."""
        return bool(self._mine().update(lease_expires_at=self._lease()))

    def go_back(self) -> bool:
        """Queued again, since a part of the portal does not answer; False where it is another's.

        Nobody has to ask for it. What waited for `JOB_PATIENCE` in vain is not put back any more.
        """
        since = self.error_facts.get("since") or timezone.now().isoformat()
        waited = timezone.now() - datetime.fromisoformat(since)
        if waited > settings.JOB_PATIENCE:
            return False
        back = self.put_back + 1
        self.error_facts = {"put_back": back, "since": since}
        pause = min(BACK_MOST, BACK_LEAST * 2 ** min(back, 10)) * random.uniform(0.7, 1)  # noqa: S311
        self.state, self.seq = State.QUEUED, self.seq + 1
        fields = {"state": State.QUEUED, "seq": self.seq, "error_facts": self.error_facts}
        if not self._mine().update(**fields, lease_expires_at=None, sent_at=timezone.now()):
            return False
        self._wake(later=pause)
        return True

    def finish(self, state: State, *, code: str = "", **facts: Any) -> None:
        """The terminal transition, alone; only the holder of the lease can make it."""
        self.state, self.error_code, self.error_facts = state, code, facts
        self.seq, self.finished_at, self.lease_expires_at = self.seq + 1, timezone.now(), None
        if state == State.READY:
            self.fraction = 1.0
        names = "state error_code error_facts seq finished_at lease_expires_at fraction".split()
        with transaction.atomic():
            self._write(**{name: getattr(self, name) for name in names})
            self.report_end()
        transaction.on_commit(self.ended)

    def report_end(self) -> None:
        """What each kind tells of its end: rows only, in the same transaction."""

    @transaction.atomic
    def close(self, state: State, *, code: str = "") -> bool:
        """End the job from outside, if it is still active (compare and set)."""
        active = type(self).objects.filter(pk=self.pk, state__in=ACTIVE)
        done = active.update(
            state=state,
            error_code=code,
            finished_at=timezone.now(),
            lease_expires_at=None,
            seq=F("seq") + SEQ_ROOM,
        )
        self.refresh_from_db()
        if done:
            self.report_end()
            transaction.on_commit(self.tell)
            transaction.on_commit(self.ended)
        return bool(done)


class Job(ProgrammeJob, TenantModel):
    """Work of a studio. Most of it belongs to a project: see `ProjectJob`."""

    class Meta:
        abstract = True

    @property
    def message(self) -> list[str]:
        """Whose work it is, and which."""
        return [str(self.studio_id), str(self.pk)]


class ProjectJob(Job, ProjectRow):
    """Work inside a project: whoever watches the project hears of it."""

    class Meta:
        abstract = True

    def groups(self) -> list[str]:
        return [*super().groups(), f"project.{self.project_id}"]

    def event(self) -> dict[str, Any]:
        return {**super().event(), "project": str(self.project_id)}
