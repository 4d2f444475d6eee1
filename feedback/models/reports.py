"""Reports of the beta: what was asked for, and each time it was made."""

import hashlib
import json
import uuid
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.periods import week_start
from portal.access import Capability, TenantQuerySet
from portal.errors import PortalError
from portal.models import AuditEvent
from portal.names import NameField
from projects.models.jobs import ACTIVE, ProgrammeJob, State

LANGUAGES = [("en", "English"), ("fr", "Français")]


class Schedule(models.TextChoices):
    NEVER = "", _("only when asked")
    WEEKLY = "weekly", _("each Monday")
    MONTHLY = "monthly", _("on the first Monday of a month")


def readers(actor: Any) -> Q:
    """Beta leads and administrators; nobody else finds a report of the programme."""
    return Q() if actor.can(Capability.READ_FEEDBACK) else Q(pk=None)


class ReportDefinition(models.Model):
    """What a report tells: filters, sections, language. Frozen it never changes again, which the
    database refuses too: a milestone's report is written down before its data are seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.SlugField(
        _("name"), max_length=60, unique=True, help_text=_("Short, as for a file: first-lessons.")
    )
    title = NameField(_("title"), max_length=160)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    sections = models.JSONField(_("sections"), default=list)
    #: Of `cohort`, `studio`, `tool` (names), `since` and `until` (dates): what is given.
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    schedule = models.CharField(
        _("made"), max_length=8, choices=Schedule.choices, default=Schedule.NEVER, blank=True
    )
    #: The beginning of the week for which the schedule made it last.
    scheduled_for = models.DateTimeField(null=True, editable=False)
    sha256 = models.CharField(_("hash (SHA-256)"), max_length=64, editable=False)
    frozen_at = models.DateTimeField(_("frozen"), null=True, editable=False)
    frozen_by_name = models.CharField(max_length=150, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("report definition"), _("report definitions")
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(schedule__in=Schedule.values), name="report_schedule_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.frozen_at is None:
            self.sha256 = hashed(self.told())
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.name])

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return readers(actor)

    def told(self) -> dict[str, Any]:
        """What makes the report what it is; the hash is over this, the title and schedule aside."""
        names = ("name", "language", "sections", "filters")
        return {name: getattr(self, name) for name in names}

    @transaction.atomic
    def freeze(self, *, actor: Any) -> None:
        """From now on it is what it is. Raises `report:frozen` where it is already."""
        rows = ReportDefinition.objects.filter(pk=self.pk, frozen_at=None)
        if not rows.update(frozen_at=timezone.now(), frozen_by_name=str(actor)):
            raise PortalError("report:frozen", title=self.title)
        self.refresh_from_db()
        AuditEvent.record(actor, "report:frozen", title=self.title, sha256=self.sha256)


class Report(ProgrammeJob):
    """A definition made once, on the data of whole weeks before `as_of`."""

    kind = "report"
    stage_words = {
        "gather": _("counting"),
        "write": _("writing the files"),
        "store": _("storing"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    definition = models.ForeignKey(ReportDefinition, models.PROTECT, related_name="reports")
    as_of = models.DateTimeField(_("data until"))
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("asked by"), max_length=150)
    content = models.JSONField(_("content"), default=dict, editable=False)
    sha256 = models.CharField(_("hash (SHA-256)"), max_length=64, blank=True, editable=False)
    #: Ending → where the file lies.
    stored = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("report"), _("reports")
        ordering = ["-queued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "as_of"],
                condition=Q(state__in=ACTIVE),
                name="report_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition.title} · {self.as_of:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("report_made", args=[self.pk])

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return readers(actor)

    @classmethod
    def task(cls) -> Any:
        from feedback import tasks

        return tasks.report

    @property
    def storage_prefix(self) -> str:
        """Where the files of all its attempts lie."""
        return f"reports/{self.pk.hex}/"

    @property
    def is_there(self) -> bool:
        return self.state == State.READY

    def write_down(self, content: dict[str, Any]) -> None:
        """Its content, once: only whoever holds the lease can do it."""
        self.content, self.sha256 = content, hashed(content)
        self._write(content=self.content, sha256=self.sha256)

    def keep(self, stored: dict[str, str]) -> None:
        self.stored = stored
        self._write(stored=stored)

    def cancel(self, *, actor: Any) -> None:
        """Raises `run:ended` where it is over."""
        if not self.close(State.CANCELLED):
            raise PortalError("run:ended", state=self.get_state_display())
        AuditEvent.record(actor, "report:cancelled", title=str(self))


def hashed(content: Any) -> str:
    """Of the content as JSON with sorted keys: SHA-256, hexadecimal."""
    told = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def data_cut(moment: datetime | None = None) -> datetime:
    """The beginning of the week of this moment: only whole weeks are told."""
    return week_start(moment or timezone.now())
