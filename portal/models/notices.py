"""What a person is told: in the portal, and by mail as they chose.

A mail is WAITING until the server took it (SENT) or its tries are used up (DEAD). As with
webhooks, `next_try` is the worker's lease while it sends, and `attempt` goes with each write:
it only rises, also when a mail is sent again. `forgiven` says how many of them are the past.
"""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import TenantModel, TenantQuerySet


class Mode(models.TextChoices):
    AT_ONCE = "at_once", _("a mail at once")
    DIGEST = "digest", _("in the daily mail")
    OFF = "off", _("no mail")


def _own(actor: Any) -> Q:
    """Mine, from studios I still belong to; people of the programme belong to none."""
    mine = Q(user=actor)
    return mine if actor.programme_role else mine & Q(studio__in=list(actor.roles))


class NoticeQuerySet(TenantQuerySet):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(TenantModel):
    """One sentence with one way on. `facts` fill the sentence of its kind."""

    user = models.ForeignKey("portal.User", models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    needs_me = models.BooleanField(_("needs me"), default=False)
    mode = models.CharField(_("mail"), max_length=10, choices=Mode.choices)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    digested_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("notification"), _("notifications")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_of_person"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["studio", "url"], name="notice_of_place"),
            models.Index(
                fields=["studio"],
                condition=Q(mode="digest", digested_at=None),
                name="notice_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return _own(actor)

    @property
    def sentence(self) -> str:
        from portal.outbox.kinds import sentence

        return sentence(self.kind, self.facts, still=self.needs_me)


class NotificationChoice(models.Model):
    """How a person wants to hear of one kind; without a row the kind's own way holds."""

    user = models.ForeignKey("portal.User", models.CASCADE, related_name="notification_choices")
    kind = models.CharField(_("kind"), max_length=60)
    mode = models.CharField(_("mail"), max_length=10, choices=Mode.choices)

    class Meta:
        verbose_name, verbose_name_plural = _("notification choice"), _("notification choices")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_mode_display()}"


#: After each failed try; then the mail is dead until an administrator sends it again.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 30, 120, 360)]
LEASE = timedelta(seconds=90)


class MailQuerySet(TenantQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=Mail.State.WAITING)

    def due(self) -> Self:
        return self.waiting().filter(next_try__lte=Now())


class Mail(TenantModel):
    """A mail to one person of the portal; written with what it tells, sent afterwards."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DEAD = "dead", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("portal.User", models.CASCADE, related_name="+")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    #: The same as HTML; empty where it was written before mails had any.
    html = models.TextField(default="", db_default="", blank=True, editable=False)
    #: What the person may switch off from the mail itself, see `portal.mailing.silence`.
    silences = models.CharField(
        max_length=60, default="", db_default="", blank=True, editable=False
    )
    #: About the end of the studio: it goes to people who are no longer its members.
    parting = models.BooleanField(_("goes to former members"), default=False, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempt = models.PositiveIntegerField(_("tries"), default=0)
    forgiven = models.PositiveIntegerField(default=0, editable=False)
    next_try = models.DateTimeField(_("next try"), default=timezone.now)
    said = models.CharField(_("what the server said"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = MailQuerySet.as_manager()  # type: ignore[misc]
    #: What a closeout leaves, see `portal.possessions`.
    outlives = Q(parting=True)
    outlives_why = _("what tells its producers of this closeout")

    class Meta:
        verbose_name, verbose_name_plural = _("mail"), _("mails")
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(
                fields=["studio", "next_try"], condition=Q(state="waiting"), name="mail_due"
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return _own(actor)

    @property
    def tries(self) -> int:
        """Since it was written, or since an administrator sent it again."""
        return self.attempt - self.forgiven

    def claim(self) -> bool:
        rows = Mail.objects.due().filter(pk=self.pk, attempt=self.attempt)
        if not rows.update(attempt=self.attempt + 1, next_try=Now() + LEASE):
            return False
        self.attempt += 1
        return True

    def sent(self) -> None:
        self._write(state=self.State.SENT, sent_at=Now(), said="")

    def not_sent(self, said: str) -> None:
        """Wait longer each time; after the last pause it is dead."""
        if self.tries > len(PAUSES):
            return self.give_up(said)
        pause = PAUSES[self.tries - 1]
        return self._write(next_try=Now() + pause, said=said[:200])

    def give_up(self, said: str) -> None:
        self._write(state=self.State.DEAD, said=said[:200])

    def again(self) -> None:
        """From the first try on. The fence rises, so that a worker still at it writes nothing."""
        further = {"attempt": F("attempt") + 1, "forgiven": F("attempt") + 1}
        Mail.objects.filter(pk=self.pk).update(state=self.State.WAITING, next_try=Now(), **further)
        self.refresh_from_db()

    def _write(self, **fields: Any) -> None:
        mine = {"pk": self.pk, "attempt": self.attempt, "state": self.State.WAITING}
        Mail.objects.filter(**mine).update(**fields)
        for name, value in fields.items():
            setattr(self, name, value)
