"""One questionnaire put to one person, and what they answered.

open → answered | declined | expired;  open ⇄ snoozed
"""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from feedback.models.questionnaires import Questionnaire, QuestionnaireVersion
from portal.access import STUDIO_ROLES, TenantModel, TenantQuerySet


class AskQuerySet(TenantQuerySet):
    def unanswered(self) -> "AskQuerySet":
        """That can still be answered, snoozed or not."""
        now = timezone.now()
        return self.filter(answered_at=None, declined_at=None, expires_at__gt=now)

    def waiting(self) -> "AskQuerySet":
        """Of those, what may be shown now."""
        awake = Q(snoozed_until=None) | Q(snoozed_until__lte=timezone.now())
        return self.unanswered().filter(awake)


class Ask(TenantModel):
    """`occasion` names what it is asked for; a person is asked once for each, ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="asks")
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="asks")
    person = models.ForeignKey("portal.User", models.CASCADE, related_name="asks")
    occasion = models.CharField(_("occasion"), max_length=120)
    about = models.CharField(_("about"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    snoozed_until = models.DateTimeField(_("put off until"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"))

    objects = AskQuerySet.as_manager()  # type: ignore[misc]
    #: What it is about in the reader's words, see `feedback.questionnaires.subjects`.
    subject: str

    class Meta:
        verbose_name, verbose_name_plural = _("ask"), _("asks")
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "person", "occasion"], name="ask_once_an_occasion"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(declined_at=None), name="ask_ends_once"
            ),
        ]
        indexes = [models.Index(fields=["version", "answered_at"], name="ask_of_version")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """One's own, and nobody else's: beta leads see figures, never whose."""
        return Q(studio__in=actor.studios_with(STUDIO_ROLES), person=actor)

    @property
    def title(self) -> str:
        """In the reader's language."""
        language = (translation.get_language() or "en")[:2]
        return self.version.definition.title.said(language) or self.questionnaire.name

    def get_absolute_url(self) -> str:
        return reverse("answering", args=[self.pk])

    @property
    def state(self) -> str:
        now = timezone.now()
        if self.answered_at:
            return "answered"
        if self.declined_at:
            return "declined"
        if self.expires_at <= now:
            return "expired"
        return "snoozed" if self.snoozed_until and self.snoozed_until > now else "open"

    @property
    def values(self) -> dict[str, Any]:
        """What was said so far, by the question's key."""
        return {row.question: row.value for row in self.answers.all()}


class Answer(TenantModel):
    """What one person said to one question; a draft until the ask is answered.

    The shape of `value` is told by `feedback.questionnaires.answers`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="answers")
    person = models.ForeignKey("portal.User", models.CASCADE, related_name="+")
    question = models.CharField(_("question"), max_length=40)
    value = models.JSONField(_("answer"))
    #: Of a file that was sent; empty for everything else.
    storage_key = models.CharField(max_length=200, blank=True, editable=False)
    said_at = models.DateTimeField(_("said"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("answer"), _("answers")
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "question"], name="answer_once_a_question")
        ]

    def __str__(self) -> str:
        return self.question

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.studio_id, self.person_id = self.ask.studio_id, self.ask.person_id
        super().save(*args, **kwargs)

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return Q(studio__in=actor.studios_with(STUDIO_ROLES), person=actor)


class Turn(models.Model):
    """That a person was asked, whatever the studio: for counting, and nothing else.

    It stands outside the studios, since a worker inside one sees no other's asks.
    """

    person = models.ForeignKey("portal.User", models.CASCADE, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("asked"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("turn"), _("turns")
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["person", "at"], name="turn_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.questionnaire}"
