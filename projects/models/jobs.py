"""The life of a job, kept in its row. Celery's message is only a wake-up call.

    QUEUED → RUNNING → READY | FAILED (you can act) | ERRORED (we must act) | CANCELLED

Claiming is a locked, conditional update that raises `attempt`; every later write carries
that attempt, so a worker that lost its lease can write nothing. `seq` only grows: it
makes room at each claim and each outside change for progress that was shown, not stored.
Leases and ends are written by the database's clock; a worker's own decides nothing.
"""

import random
import time
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import passing
from portal.access import TenantModel, TenantQuerySet
from portal.postgres.statements import NOW, change
from projects.assist.contract import Cancelled
from projects.models.job_calls import JobCalls
from projects.models.job_news import ACTIVE, TERMINAL, JobNews, State
from projects.models.job_rows import claimable, lease
from projects.models.projects import ProjectRow

SEQ_ROOM = 100_000
STORE_EVERY = 1.0  # seconds between stored progress
SHOW_EVERY = 0.25  # seconds between shown progress
#: Seconds between tries of a job that went back: doubled each time, up to the most.
BACK_LEAST, BACK_MOST = 2.0, 30.0

__all__ = ["ACTIVE", "TERMINAL", "Job", "LeaseLost", "ProgrammeJob", "ProjectJob", "State"]


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must stop without a word."""


class ProgrammeJob(JobNews, JobCalls, models.Model):
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

    #: What the work needs of other tables, read with the claim.
    at_hand: ClassVar[tuple[str, ...]] = ()
    _stored_at = 0.0
    _shown_at = 0.0
    _claimed: tuple[datetime, float] | None = None

    # -- working ---------------------------------------------------------------------

    @classmethod
    def claim(cls, pk: Any) -> Self | None:
        """The job, leased to this worker; None when there is nothing to do."""
        with transaction.atomic():
            job: Any = next(iter(claimable(cls)(pk)), None)
            if job is None:
                return None
            job._claimed = (job.database_now, time.monotonic())
            if not job.may_start():
                job.refused()
                return None
            job._take()
        job.tell()
        return job

    def _take(self) -> None:
        self.attempt, self.state, self.seq = self.attempt + 1, State.RUNNING, self.seq + SEQ_ROOM
        self.begin(self.moment())
        names = "attempt state seq stage fraction started_at".split()
        fields = {name: getattr(self, name) for name in names}
        change(type(self), {"pk": self.pk}, **fields, lease_expires_at=lease())

    def moment(self) -> datetime:
        """Now, as the database had it at the claim and a steady clock counts on."""
        if self._claimed is None:
            return timezone.now()
        told, then = self._claimed
        return told + timedelta(seconds=time.monotonic() - then)

    def begin(self, now: datetime) -> None:
        """From the start, also where an earlier attempt had come further."""
        self.stage, self.fraction, self.started_at = "", 0, now

    def may_start(self) -> bool:
        """Whether there is room for it now; asked while the row is locked."""
        return True

    def refused(self) -> None:
        """There was no room for it: what wakes it again, inside the transaction."""

    def ended(self) -> None:
        """What follows the end of a job, after the commit."""

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
            told = {"stage": stage, "fraction": self.fraction, "seq": self.seq}
            self._write(**told, lease_expires_at=lease())
        except passing.DATABASE:
            if connection.in_atomic_block:
                raise
            passing.drop_line()

    def _mine(self) -> models.QuerySet:
        return type(self).objects.filter(pk=self.pk, attempt=self.attempt, state=State.RUNNING)

    def _write(self, **fields: Any) -> None:
        if not self._change(**fields):
            raise self.lost_by()

    def _change(self, **fields: Any) -> bool:
        """Of the row, if it is still this worker's."""
        mine = {"pk": self.pk, "attempt": self.attempt, "state": State.RUNNING}
        return change(type(self), mine, **fields) > 0

    def lost_by(self) -> Exception:
        """The row itself may be gone."""
        state = type(self).objects.filter(pk=self.pk).values_list("state", flat=True).first()
        return Cancelled() if state == State.CANCELLED else LeaseLost()

    def renew(self) -> bool:
        """Keep the lease without news; False when the job is no longer this worker's."""
        return self._change(lease_expires_at=lease())

    def go_back(self) -> bool:
        """Queued again, since a part of the portal does not answer; False where it is another's.

        Nobody has to ask for it. What waited for `JOB_PATIENCE` in vain is not put back any more.
        """
        now = self.moment()
        since = self.error_facts.get("since") or now.isoformat()
        if now - datetime.fromisoformat(since) > settings.JOB_PATIENCE:
            return False
        back = self.put_back + 1
        self.error_facts = {"put_back": back, "since": since}
        pause = min(BACK_MOST, BACK_LEAST * 2 ** min(back, 10)) * random.uniform(0.7, 1)  # noqa: S311
        self.state, self.seq = State.QUEUED, self.seq + 1
        fields = {"state": State.QUEUED, "seq": self.seq, "error_facts": self.error_facts}
        if not self._change(**fields, lease_expires_at=None, sent_at=NOW):
            return False
        self._wake(later=pause)
        return True

    def finish(self, state: State, *, code: str = "", **facts: Any) -> None:
        """The terminal transition, alone; only the holder of the lease can make it."""
        self.state, self.error_code, self.error_facts = state, code, facts
        self.seq, self.finished_at, self.lease_expires_at = self.seq + 1, self.moment(), None
        if state == State.READY:
            self.fraction = 1.0
        names = "state error_code error_facts seq lease_expires_at fraction".split()
        with transaction.atomic():
            self._write(**{name: getattr(self, name) for name in names}, finished_at=NOW)
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
            finished_at=Now(),
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
