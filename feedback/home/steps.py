"""First steps of this room: of whoever is asked, and of whoever asks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models import QuestionnaireVersion, ReportDefinition, Response, Topic
from feedback.models.topics import Stage
from portal.access import Capability
from portal.first_steps import Step
from projects.models import Decision


def _has_said(user: Any, studio: Any) -> bool:
    return Response.objects.visible_to(user).filter(studio=studio, person=user).exists()


def _decision(user: Any, studio: Any) -> str:
    """The newest one of the studio that this person may say something of."""
    rows = Decision.objects.visible_to(user).filter(studio=studio).order_by("-at", "-pk")
    pk = rows.values_list("pk", flat=True).first()
    return reverse("worth", args=[pk]) if pk else ""


STEPS = [
    Step(
        50,
        _("Say what it was worth"),
        _("Two questions after a decision: how long it would have taken, how easy it was."),
        "review",
        Capability.GIVE_FEEDBACK,
        _has_said,
        _decision,
    ),
    Step(
        110,
        _("Sort the first ticket"),
        _("Partners write them from any page; give each a status, and answer in your own words."),
        "tickets",
        Capability.RUN_BETA,
        lambda user, studio: Topic.objects.exclude(stage=Stage.NEW).exists(),
    ),
    Step(
        120,
        _("Publish a questionnaire"),
        _("Begin with one of the known instruments; say after what, and how often it is asked."),
        "questionnaires",
        Capability.RUN_BETA,
        lambda user, studio: QuestionnaireVersion.objects.exclude(published_at=None).exists(),
    ),
    Step(
        130,
        _("Write a report down before its data are seen"),
        _("Choose what it tells, and freeze it: nobody can say later that it was fitted."),
        "reports",
        Capability.RUN_BETA,
        lambda user, studio: ReportDefinition.objects.exclude(frozen_at=None).exists(),
        lambda user, studio: reverse("report_new"),
    ),
]
