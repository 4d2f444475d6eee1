"""A part of a long job, so that media workers on several machines can be at it at once."""

import os
import socket
import uuid
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.postgres.statements import change
from projects.models.job_rows import lease
from projects.models.projects import Project, ProjectRow

#: So many workers may be lost over a part; then only who holds the job tries it.
TRIES = 3


class JobPart(ProjectRow):
    """Part `number` of one step of the job `job`, which is of that `kind`.

        FREE → TAKEN → DONE         a worker that is not heard of any more loses what it took
                 └───→ LEFT         it failed there; whoever holds the job does it

    What is to be done, and what was found, lie in the storage beside the job's files, signed.
    `attempt` is a fence: only who took the part last can end it.
    """

    class State(models.TextChoices):
        FREE = "FREE", _("free")
        TAKEN = "TAKEN", _("taken")
        LEFT = "LEFT", _("left")
        DONE = "DONE", _("done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="job_parts")
    kind = models.CharField(_("kind"), max_length=20)
    job = models.UUIDField(_("job"))
    step = models.CharField(_("step"), max_length=40)
    number = models.PositiveIntegerField(_("number"))
    #: SHA-256 of everything that this step is asked to do.
    digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.FREE)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    #: Host and number of the process that took it last.
    taken_by = models.CharField(_("taken by"), max_length=100, blank=True, default="")
    share = models.FloatField(_("done"), default=0)
    #: When workers were last called for it.
    called_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("part of a job"), _("parts of jobs")
        ordering = ["job", "step", "number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "step", "number"], name="job_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.step} · {self.number}"

    @classmethod
    def of(cls, kind: str, job: Any) -> models.QuerySet:
        return cls.objects.filter(kind=kind, job=job)

    @classmethod
    def free(cls) -> Q:
        """Which parts any worker may take."""
        lost = Q(state=cls.State.TAKEN, lease_expires_at__lt=Now())
        return (Q(state=cls.State.FREE) | lost) & Q(attempt__lt=TRIES)

    @classmethod
    def busy(cls) -> Q:
        """Which parts somebody is at."""
        return Q(state=cls.State.TAKEN, lease_expires_at__gte=Now())

    @classmethod
    def untaken(cls) -> Q:
        """Which parts whoever holds the job may take."""
        lost = Q(state=cls.State.TAKEN, lease_expires_at__lt=Now())
        return Q(state__in=(cls.State.FREE, cls.State.LEFT)) | lost

    @classmethod
    @transaction.atomic
    def take(cls, rows: models.QuerySet) -> "JobPart | None":
        """The first of `rows`, leased; one that another worker is just taking is passed over."""
        part = rows.select_for_update(of=["self"], skip_locked=True).order_by("number").first()
        if part is None:
            return None
        part.attempt, part.state, part.share = part.attempt + 1, cls.State.TAKEN, 0.0
        part.lease_expires_at, part.taken_by = lease().expression, _process()
        part.save(update_fields=["attempt", "state", "share", "lease_expires_at", "taken_by"])
        return part

    def renew(self, share: float) -> bool:
        """Keep the lease; False when the part is no longer this worker's."""
        return self._change(share=share, lease_expires_at=lease())

    def end(self, state: "JobPart.State") -> bool:
        """DONE or LEFT, by who took it last."""
        return self._change(state=state, lease_expires_at=None, share=1.0)

    def doubt(self) -> None:
        """Free again what is done, since what was found cannot be read."""
        done = JobPart.objects.filter(pk=self.pk, attempt=self.attempt, state=self.State.DONE)
        done.update(state=self.State.FREE, share=0.0)

    def _change(self, **fields: Any) -> bool:
        """Of the row, if it is still this worker's."""
        mine = {"pk": self.pk, "state": self.State.TAKEN, "attempt": self.attempt}
        return change(JobPart, mine, **fields) > 0


def _process() -> str:
    return f"{socket.gethostname()[:80]}:{os.getpid()}"
