"""The end of a studio's stay: what it had is deleted, and a certificate says so.

    asked by a producer → confirmed by an administrator → QUEUED → RUNNING ⇄ QUEUED → READY
                        → withdrawn or refused (CANCELLED)

Two people, since nothing brings the work back. From the confirmation on it cannot be stopped:
whatever fails is tried again, with pauses, until everything is gone. See decision 0009.
"""

import uuid
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Role, TenantModel
from portal.errors import PortalError
from portal.models import AuditEvent, Studio
from projects import telling
from projects.models.jobs import ACTIVE, Job, State

FIRST_PAUSE, LONGEST_PAUSE = 10, 3600  # seconds before a further try


class Closeout(Job):
    kind = "closeout"
    stage_words = {
        "close": _("closing the doors"),
        "list": _("listing what is stored"),
        "delete": _("deleting the stored files"),
        "rows": _("deleting the data"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: A studio that was closed is never removed from under its certificate.
    studio = models.ForeignKey(Studio, models.PROTECT, related_name="closeouts")
    reason = models.TextField(_("reason"), max_length=2000)
    keep_export = models.BooleanField(_("keep the export until it expires"), default=True)
    person = models.ForeignKey(
        "portal.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    person_name = models.CharField(_("asked by"), max_length=150)
    confirmed_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    confirmed_by_name = models.CharField(_("confirmed by"), max_length=150, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    tries = models.PositiveIntegerField(_("pauses"), default=0)
    retry_at = models.DateTimeField(_("next try"), null=True, blank=True)
    left = models.PositiveIntegerField(_("files left"), default=0)
    certificate = models.JSONField(_("certificate"), null=True, blank=True)
    certificate_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("closeout"), _("closeouts")
        ordering = ["-queued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["studio"], condition=Q(state__in=ACTIVE), name="closeout_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["RUNNING", "READY"]) | Q(confirmed_at__isnull=False),
                name="closeout_needs_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="READY") | Q(certificate__isnull=False),
                name="closeout_done_has_certificate",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Closeout of %(studio)s") % {"studio": self.studio})

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return Q(studio__in=actor.studios_with({Role.PRODUCER}))

    def get_absolute_url(self) -> str:
        return f"{reverse('leaving')}?studio={self.studio_id}"

    @property
    def phase(self) -> str:
        """asked, confirmed, running, waiting, done or stopped: what a page says of it."""
        if self.state in (State.RUNNING, State.READY):
            return "running" if self.state == State.RUNNING else "done"
        if self.state != State.QUEUED:
            return "stopped"
        if self.confirmed_at is None:
            return "asked"
        return "waiting" if self.tries else "confirmed"

    def names(self, typed: str) -> bool:
        """Whether somebody typed the studio's name, whatever the case and the spaces."""
        return _plain(typed) == _plain(self.studio.name)

    # -- two people ------------------------------------------------------------------

    @transaction.atomic
    def withdraw(self, *, actor: Any, verb: str = "closeout:withdrawn") -> None:
        """By a producer, or refused by an administrator; not once it is confirmed."""
        mine = Closeout.objects.filter(pk=self.pk, state=State.QUEUED, confirmed_at=None)
        if not mine.update(state=State.CANCELLED, finished_at=timezone.now()):
            raise PortalError("closeout:begun")
        AuditEvent.record(actor, verb, self.studio)
        self.refresh_from_db()

    @transaction.atomic
    def confirm(self, *, actor: Any) -> None:
        """By an administrator who is not the person that asked. Then it begins."""
        if actor.pk == self.person_id:
            raise PortalError("closeout:same_person")
        mine = Closeout.objects.filter(pk=self.pk, state=State.QUEUED, confirmed_at=None)
        named = {"confirmed_by": actor, "confirmed_by_name": str(actor)}
        if not mine.update(confirmed_at=timezone.now(), **named):
            raise PortalError("closeout:begun")
        AuditEvent.record(actor, "closeout:confirmed", self.studio)
        self.refresh_from_db()
        self.send()

    # -- pauses ----------------------------------------------------------------------

    def pause(self, seconds: float, *, left: int = 0, code: str = "") -> None:
        """Let go of the lease and go on later, wherever a worker is free."""
        self.state, self.seq, self.tries, self.left = (
            State.QUEUED,
            self.seq + 1,
            self.tries + 1,
            left,
        )
        self.error_code, self.error_facts = code, {"left": left} if code else {}
        self.lease_expires_at = None
        names = "state seq tries left error_code error_facts lease_expires_at".split()
        until = Now() + timedelta(seconds=seconds)
        self._write(**{name: getattr(self, name) for name in names}, retry_at=until)

    @property
    def next_pause(self) -> float:
        return min(FIRST_PAUSE * 2 ** min(self.tries, 10), LONGEST_PAUSE)

    @classmethod
    def _due(cls) -> Q:
        due = Q(retry_at=None) | Q(retry_at__lte=Now())
        return due & Q(confirmed_at__isnull=False)

    @classmethod
    def free(cls) -> Q:
        return super().free() & cls._due()

    @classmethod
    def stalled(cls) -> Q:
        paused = Q(state=State.QUEUED, retry_at__lte=Now(), sent_at__lt=F("retry_at"))
        return (super().stalled() | paused) & cls._due()

    @classmethod
    def worn(cls) -> Q:
        """None: half a deletion is no place to stop."""
        return Q(pk__in=[])


class StoredObject(TenantModel):
    """One stored file of a closeout: what it was, its hash, and since when it is gone.

    Without a name or a content. The rows go when the certificate holds what they say.
    """

    closeout = models.ForeignKey(Closeout, models.CASCADE, related_name="objects_found")
    key = models.CharField(max_length=1024)
    kind = models.CharField(max_length=60)
    size = models.BigIntegerField(default=0)
    #: Of an upload that was never finished: how the storage knows its parts.
    ref = models.CharField(max_length=1024, blank=True)
    hash_kind = models.CharField(max_length=20, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    part_size = models.BigIntegerField(null=True)
    gone_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("stored file"), _("stored files")
        constraints = [models.UniqueConstraint(fields=["closeout", "key"], name="found_once")]

    def __str__(self) -> str:
        return self.key


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def ask_for_closeout(
    *, actor: Any, studio: Studio, name: str, reason: str, keep_export: bool = True
) -> Closeout:
    """The studio's name is typed, so that nobody closes the wrong one, or by a slip."""
    if _plain(name) != _plain(studio.name):
        raise PortalError("closeout:name", fields={"name": [str(_("Type the studio's name."))]})
    if not reason.strip():
        raise PortalError("closeout:reason", fields={"reason": [str(_("Say why."))]})
    fields = {"reason": reason.strip(), "keep_export": keep_export}
    try:
        with transaction.atomic():
            closeout = Closeout.objects.create(
                studio=studio, person=actor, person_name=str(actor), **fields
            )
            AuditEvent.record(actor, "closeout:asked", studio, reason=closeout.reason)
            telling.closeout_asked(closeout)
    except IntegrityError:
        raise PortalError("closeout:active") from None
    return closeout
