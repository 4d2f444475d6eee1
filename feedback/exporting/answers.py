"""The two questions after a decision, a row an answer."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from feedback.exporting.columns import Column, Kind
from feedback.exporting.datasets import Dataset, pseudonym
from feedback.models import Response

ANSWERS = Dataset(
    name="answers",
    title=_("Answers after decisions"),
    means=_("What people said right after they had decided on a result: one row an answer."),
    columns=(
        Column("answer", Kind.ID, _("id of the answer")),
        Column("answered", Kind.MOMENT, _("when it was first given")),
        Column("studio", Kind.TEXT, _("name of the studio")),
        Column("cohort", Kind.TEXT, _("cohort that the studio belongs to")),
        Column("project", Kind.ID, _("id of the project")),
        Column("person", Kind.CODE, _("pseudonym, the same in every export")),
        Column("tool", Kind.CODE, _("tool that made the result")),
        Column("provider", Kind.CODE, _("who ran it; local is our own engine")),
        Column("verdict", Kind.CODE, _("what was decided")),
        Column("decided", Kind.MOMENT, _("when it was decided")),
        Column("run_started", Kind.MOMENT, _("when the run began")),
        Column("run_finished", Kind.MOMENT, _("when the run ended")),
        Column(
            "minutes_by_hand",
            Kind.NUMBER,
            _("how long it would have taken without the tool, as the person thinks"),
            _("minutes"),
        ),
        Column("ease", Kind.INTEGER, _("Single Ease Question: 1 very hard, 7 very easy"), "1–7"),
        Column("comment", Kind.TEXT, _("what should be better, in their words"), words=True),
    ),
    values=(
        *("pk", "created_at", "studio__name", "studio__cohort__name", "project_id"),
        pseudonym("person_id"),
        "decision__candidate__run__request__tool",
        "decision__candidate__run__provider",
        *("decision__verdict", "decision__at"),
        *("decision__candidate__run__started_at", "decision__candidate__run__finished_at"),
        *("minutes_by_hand", "ease", F("comment")),
    ),
    rows=lambda: Response.objects.order_by("created_at", "pk"),
    by="created_at",
)
