"""Where the makers of the portal keep their own list, and which topics were sent there."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models.topics import Topic
from portal.errors import sentences
from portal.names import NameField
from portal.sealing import opened, sealed

PURPOSE = "trackers"
#: A worker that has not told what came of a try within this time is gone.
LEASE = timedelta(minutes=5)


class Weight(models.Model):
    """What one severity or one feature counts for in the impact; what is missing has its usual."""

    name = models.CharField(_("of"), max_length=80, unique=True)
    value = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name, verbose_name_plural = _("impact weight"), _("impact weights")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="weight_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.name} × {self.value}"


class Tracker(models.Model):
    """A connection to GitHub, GitLab or Jira. Its token is sealed and never shown again."""

    class System(models.TextChoices):
        GITHUB = "github", "GitHub"
        GITLAB = "gitlab", "GitLab"
        JIRA = "jira", "Jira"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = NameField(_("name"), max_length=80, unique=True)
    system = models.CharField(_("system"), max_length=10, choices=System.choices)
    address = models.CharField(
        _("address"), max_length=200, help_text=_("Such as https://api.github.com")
    )
    place = models.CharField(
        _("project"),
        max_length=200,
        help_text=_("GitHub: owner/repository. GitLab: number or group/project. Jira: its key."),
    )
    account = models.CharField(
        _("account"), max_length=200, blank=True, help_text=_("Jira: the e-mail of the token.")
    )
    issue_type = models.CharField(
        _("issue type"), max_length=60, blank=True, help_text=_("Jira: such as Task.")
    )
    sealed = models.TextField(default="", editable=False)
    enabled = models.BooleanField(_("in use"), default=True)
    when_planned = models.BooleanField(
        _("send what is planned"), default=False, help_text=_("By itself, without a press.")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("issue tracker"), _("issue trackers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        """Raises `secret:lost` where SECRET_KEY changed."""
        return opened(self.sealed, PURPOSE).get("token", "")

    def seal(self, token: str) -> None:
        """Replaces what was kept. Not saved yet."""
        self.sealed = sealed({"token": token}, PURPOSE)


class IssueQuerySet(models.QuerySet["Issue"]):
    def due(self) -> Self:
        waiting = self.filter(state=Issue.State.WAITING, tracker__enabled=True)
        return waiting.filter(next_try__lte=Now())


class Issue(models.Model):
    """One topic in one tracker, once. `attempt` tells a worker that was overtaken."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="issues")
    tracker = models.ForeignKey(Tracker, models.CASCADE, related_name="issues")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempt = models.PositiveIntegerField(_("tries"), default=0)
    forgiven = models.PositiveIntegerField(default=0, editable=False)
    next_try = models.DateTimeField(_("next try"), default=timezone.now)
    began_at = models.DateTimeField(_("first try"), null=True, blank=True)
    name_there = models.CharField(_("its name there"), max_length=80, blank=True)
    url = models.CharField(_("address there"), max_length=500, blank=True)
    with_words = models.BooleanField(_("with words of a studio"), null=True, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_facts = models.JSONField(default=dict, blank=True)
    person_name = models.CharField(_("sent by"), max_length=150)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("issue"), _("issues")
        ordering = ["-created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["topic", "tracker"], name="issue_once")]

    def __str__(self) -> str:
        return f"{self.topic.ref} · {self.tracker}"

    @property
    def error(self) -> dict[str, str] | None:
        return sentences(self.error_code, self.error_facts) if self.error_code else None

    @property
    def tries(self) -> int:
        """Since it was asked for, or sent again by a person."""
        return self.attempt - self.forgiven

    def claim(self) -> bool:
        """Raises `attempt`; False when somebody else has it, or it is not due."""
        rows = Issue.objects.filter(
            pk=self.pk, attempt=self.attempt, state=Issue.State.WAITING, next_try__lte=Now()
        )
        began = self.began_at or timezone.now()
        if not rows.update(attempt=F("attempt") + 1, next_try=Now() + LEASE, began_at=began):
            return False
        self.attempt, self.began_at = self.attempt + 1, began
        return True

    def note(self, state: str, *, next_try: Any = None, **fields: Any) -> None:
        """What the try gave; nothing by a worker that was overtaken."""
        fields |= {"state": state, "next_try": next_try or Now()}
        mine = Issue.objects.filter(pk=self.pk, attempt=self.attempt, state=Issue.State.WAITING)
        mine.update(**fields)

    def again(self) -> bool:
        """From the first try on; what an earlier one made is looked for before."""
        failed = Issue.objects.filter(pk=self.pk, state=Issue.State.FAILED)
        fresh = {"state": Issue.State.WAITING, "next_try": Now()}
        return bool(failed.update(**fresh, forgiven=F("attempt"), error_code="", error_facts={}))
