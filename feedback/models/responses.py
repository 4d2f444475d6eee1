"""Two questions after a decision: time by hand, and how hard it was."""

import uuid
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models.sharing import shared_studios
from feedback.periods import week_start
from portal.access import Capability
from portal.errors import PortalError
from portal.languages.days import day
from projects.models import Decision, Project
from projects.models.projects import ProjectRow

MONTH_MINUTES = 60 * 24 * 31


class Response(ProjectRow):
    """One answer of one person to one decision. What they say again later replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="responses")
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="responses")
    person = models.ForeignKey("portal.User", models.CASCADE, related_name="responses")
    minutes_by_hand = models.DecimalField(
        _("minutes by hand"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MONTH_MINUTES)],
        help_text=_("How long this would have taken without the tool."),
    )
    ease = models.PositiveSmallIntegerField(
        _("ease (SEQ, 1 very hard to 7 very easy)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
    )
    comment = models.TextField(_("comment"), blank=True, max_length=4000)
    created_at = models.DateTimeField(_("answered"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("response"), _("responses")
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["created_at", "id"], name="response_answered"),
            models.Index(
                fields=["created_at", "id"], name="response_words", condition=~Q(comment="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["decision", "person"], name="response_once"),
            models.CheckConstraint(
                condition=Q(minutes_by_hand=None) | Q(minutes_by_hand__gte=0),
                name="response_time_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(ease=None) | Q(ease__range=(1, 7)), name="response_ease_scale"
            ),
            models.CheckConstraint(
                condition=~Q(minutes_by_hand=None, ease=None, comment=""),
                name="response_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.decision}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """Partners read their own; beta leads those of studios that share single answers."""
        if actor.can(Capability.READ_FEEDBACK):
            return Q(studio__in=shared_studios("raw"))
        return super().visibility(actor) & Q(person=actor)


@transaction.atomic
def answer(
    *,
    actor: Any,
    decision: Decision,
    minutes_by_hand: Decimal | None,
    ease: int | None,
    comment: str,
) -> Response:
    """Keep the answer. Said again within its week it replaces what was said; what is left out
    stays. Raises `response:counted` later: figures of weeks that are over do not change.
    """
    said = {"minutes_by_hand": minutes_by_hand, "ease": ease, "comment": comment.strip() or None}
    given = {name: value for name, value in said.items() if value is not None}
    before = Response.objects.filter(decision=decision, person=actor).select_for_update().first()
    if before and before.created_at < week_start(timezone.now()):
        raise PortalError("response:counted", date=day(before.created_at))
    response, _made = Response.objects.update_or_create(
        decision=decision, person=actor, defaults={"project": decision.project, **given}
    )
    return response
