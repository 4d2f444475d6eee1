"""What was deleted waits for a while, and can come back until its time is over."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.models import AuditEvent

#: How long somebody may change their mind. Meanwhile it counts against the quota.
TRASH = timedelta(days=14)


class Trashable(models.Model):
    """Hidden at once (`deleted_at`); its files go after `gone_after`, and are looked for again.

    A row of before the trash has no `gone_after`: its time is over.
    """

    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    gone_after = models.DateTimeField(_("kept until"), null=True, blank=True)
    files_removed_at = models.DateTimeField(_("files removed"), null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def due() -> Q:
        """Whose files are to be removed now."""
        over = Q(gone_after=None) | Q(gone_after__lte=timezone.now())
        return Q(deleted_at__isnull=False, files_removed_at=None) & over

    @property
    def can_come_back(self) -> bool:
        return self.gone_after is not None and self.gone_after > timezone.now()

    def throw_away(self) -> None:
        self.deleted_at = timezone.now()
        self.gone_after = self.deleted_at + TRASH
        written = ["deleted_at", "gone_after", "studio"]  # of the rows that have this as a part
        self.save(update_fields=written)

    def take_back(self, *, actor: Any) -> None:
        """Raises `trash:gone` when its time is over: the files may be going already."""
        rows = type(self)._default_manager.filter(pk=self.pk, files_removed_at=None)
        alive = rows.filter(gone_after__gt=timezone.now(), deleted_at__isnull=False)
        if not alive.update(deleted_at=None, gone_after=None):
            raise PortalError("trash:gone", name=str(self))
        self._told(actor, "asset:restored")

    @transaction.atomic
    def end_now(self, *, actor: Any) -> None:
        """The next hourly tidying removes the files. Raises `trash:gone` when that has begun."""
        rows = type(self)._default_manager.filter(pk=self.pk, files_removed_at=None)
        waiting = rows.filter(gone_after__gt=timezone.now(), deleted_at__isnull=False)
        if not waiting.update(gone_after=timezone.now()):
            raise PortalError("trash:gone", name=str(self))
        self._told(actor, "asset:ended")

    def _told(self, actor: Any, verb: str) -> None:
        project: Any = self.project  # type: ignore[attr-defined]
        facts = {"asset": str(self), "project": project.name}
        AuditEvent.record(actor, verb, project.studio, **facts)


#: Kinds of candidates that show several files, and go when any of them is deleted.
OF_SEVERAL = ("script", "match", "selects", "changes", "found", "track", "compared")


def shows_deleted(candidate: str = "") -> Q:
    """Candidates of several files of which one is deleted; `candidate` leads to them
    (`candidate__`).
    """
    kind = {f"{candidate}kind__in": OF_SEVERAL}
    return Q(_input_deleted(f"{candidate}run__request"), **kind)


def _input_deleted(request: str) -> models.Exists:
    """Whether somebody deleted any of the files of the request that `request` leads to."""
    inputs = apps.get_model("projects", "RequestInput").objects
    return models.Exists(
        inputs.filter(request=models.OuterRef(request), version__asset__deleted_at__isnull=False)
    )


def stands_withdrawn(path: str) -> Q:
    """Versions or candidates at `path` that stand on a withdrawn consent: see `lineage`."""
    rows = apps.get_model("projects", "Reliance").objects.filter(node=models.OuterRef(path))
    withdrawn = rows.filter(consent__revoked_at__isnull=False, consent__replaced_by=None)
    return Q(models.Exists(withdrawn))
