"""What tools did and what people decided on it: nothing of the works themselves, nor of what people
of a studio wrote to each other.
"""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from feedback.exporting.columns import Column, Kind
from feedback.exporting.datasets import Dataset, counted, pseudonym
from feedback.models import Response
from projects.models import Candidate, Decision, Run

RUNS = Dataset(
    name="runs",
    title=_("Runs of tools"),
    means=_("One row an attempt of a tool, at a provider or by our own engine."),
    columns=(
        Column("run", Kind.ID, _("id of the run")),
        Column("request", Kind.ID, _("id of the request: the same for further runs of it")),
        Column("studio", Kind.TEXT, _("name of the studio")),
        Column("cohort", Kind.TEXT, _("cohort that the studio belongs to")),
        Column("project", Kind.ID, _("id of the project")),
        Column("person", Kind.CODE, _("pseudonym of who asked, the same in every export")),
        Column("tool", Kind.CODE, _("tool")),
        Column("provider", Kind.CODE, _("who ran it; local is our own engine")),
        Column("model", Kind.TEXT, _("model of the provider")),
        Column("item", Kind.ID, _("id of the work item that it was for")),
        Column("state", Kind.CODE, _("state of the run")),
        Column("error", Kind.CODE, _("code of what went wrong")),
        Column("queued", Kind.MOMENT, _("when it was asked for")),
        Column("started", Kind.MOMENT, _("when it began")),
        Column("finished", Kind.MOMENT, _("when it ended")),
        Column("candidates", Kind.INTEGER, _("results that it made")),
        Column("cost", Kind.NUMBER, _("what it cost at the provider"), "currency"),
        Column("currency", Kind.CODE, _("currency of the cost"), "ISO 4217"),
    ),
    values=(
        *("pk", "request_id", "studio__name", "studio__cohort__name", "project_id"),
        pseudonym("request__person_id"),
        *("request__tool", "provider", "model", "request__work_link__item_id"),
        *("state", "error_code", "queued_at", "started_at", "finished_at"),
        counted(Candidate.objects.filter(run=OuterRef("pk")), "run"),
        *("cost", "currency"),
    ),
    rows=lambda: Run.objects.order_by("pk"),
    by="pk",
)

DECISIONS = Dataset(
    name="decisions",
    title=_("Decisions"),
    means=_("One row a decision of a named person on a result; later ones replace none."),
    columns=(
        Column("decision", Kind.ID, _("id of the decision")),
        Column("decided", Kind.MOMENT, _("when")),
        Column("studio", Kind.TEXT, _("name of the studio")),
        Column("cohort", Kind.TEXT, _("cohort that the studio belongs to")),
        Column("project", Kind.ID, _("id of the project")),
        Column("person", Kind.CODE, _("pseudonym of who decided, the same in every export")),
        Column("candidate", Kind.ID, _("id of the result")),
        Column("kind", Kind.CODE, _("kind of the result, such as cut or clip")),
        Column("run", Kind.ID, _("id of the run that made it")),
        Column("tool", Kind.CODE, _("tool that made it")),
        Column("provider", Kind.CODE, _("who ran it; local is our own engine")),
        Column("verdict", Kind.CODE, _("what was decided")),
        Column("why", Kind.CODE, _("kind of reason, where one was chosen")),
        Column("answered", Kind.YES, _("the two questions after it were answered")),
    ),
    values=(
        *("pk", "at", "studio__name", "studio__cohort__name", "project_id"),
        pseudonym("person_id"),
        *("candidate_id", "candidate__kind", "candidate__run_id"),
        *("candidate__run__request__tool", "candidate__run__provider", "verdict", "why"),
        Exists(Response.objects.filter(decision=OuterRef("pk"))),
    ),
    rows=lambda: Decision.objects.order_by("pk"),
    by="pk",
)
