"""What people said: a row an answered question, and a row a ticket."""

from typing import Any

from django.db.models import Case, F, Func, OuterRef, QuerySet, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from feedback.exporting.columns import Column, Kind
from feedback.exporting.datasets import Dataset, counted, pseudonym
from feedback.models import Answer, Ticket, Vote


class _KindOf(Func):
    """(definition, key): the kind of the question, as its version has it."""

    template = "(select q.value->>'kind' from jsonb_array_elements(%(expressions)s limit 1)"
    arg_joiner = "->'questions') q where q.value->>'key' = "
    output_field = TextField()  # type: ignore[assignment]


class _Plain(Func):
    """A JSON text without its quotes; JSON where it is more than one value."""

    template = "(%(expressions)s #>> '{}')"
    output_field = TextField()  # type: ignore[assignment]


def _answers() -> QuerySet[Any, Any]:
    """Of asks that were sent: drafts are nobody's answer."""
    rows = Answer.objects.filter(ask__answered_at__isnull=False)
    return rows.annotate(of=_KindOf("ask__version__content", "question")).order_by("pk")


QUESTIONNAIRE_ANSWERS = Dataset(
    name="questionnaire_answers",
    title=_("Answers to questionnaires"),
    means=_("One row a question that a person answered in a questionnaire that they sent."),
    columns=(
        Column("answer", Kind.ID, _("id of the answer")),
        Column("ask", Kind.ID, _("id of the sent questionnaire: the same for all its answers")),
        Column("asked", Kind.MOMENT, _("when the person was asked")),
        Column("answered", Kind.MOMENT, _("when they sent it")),
        Column("studio", Kind.TEXT, _("name of the studio")),
        Column("cohort", Kind.TEXT, _("cohort that the studio belongs to")),
        Column("person", Kind.CODE, _("pseudonym, the same in every export")),
        Column("questionnaire", Kind.TEXT, _("name of the questionnaire")),
        Column("version", Kind.INTEGER, _("its version")),
        Column("question", Kind.TEXT, _("key of the question within the version")),
        Column("kind", Kind.CODE, _("kind of the question, such as scale or money")),
        Column(
            "value",
            Kind.TEXT,
            _("what was said: a number or the key of a choice; JSON where it is several; nothing "
              "for texts and files"),
            _("as the question has it"),
        ),
        Column("words", Kind.TEXT, _("what was typed, of questions for a text"), words=True),
    ),
    values=(
        *("pk", "ask_id", "ask__created_at", "ask__answered_at"),
        *("studio__name", "studio__cohort__name", pseudonym("person_id")),
        *("ask__questionnaire__name", "ask__version__number", "question", "of"),
        Case(When(of__in=("text", "file"), then=Value(None)), default=_Plain("value")),
        Case(When(of="text", then=_Plain("value")), default=Value(None)),
    ),
    rows=_answers,
    by="pk",
)  # fmt: skip

TICKETS = Dataset(
    name="tickets",
    title=_("Tickets"),
    means=_("What people told the beta team: one row a ticket, with what became of its topic."),
    columns=(
        Column("ticket", Kind.ID, _("id of the ticket")),
        Column("told", Kind.MOMENT, _("when it was written")),
        Column("studio", Kind.TEXT, _("name of the studio")),
        Column("cohort", Kind.TEXT, _("cohort that the studio belongs to")),
        Column("person", Kind.CODE, _("pseudonym, the same in every export")),
        Column("kind", Kind.CODE, _("bug, idea, praise or question")),
        Column("severity", Kind.TEXT, _("how bad the person found it")),
        Column("feature", Kind.TEXT, _("part of the portal, or tool, that it is about")),
        Column("page", Kind.TEXT, _("kind of page that it was written on")),
        Column("portal_version", Kind.TEXT, _("version of the portal")),
        Column("topic", Kind.ID, _("id of the topic: the same for tickets about the same")),
        Column("topic_severity", Kind.TEXT, _("how bad the beta team finds it")),
        Column("status", Kind.TEXT, _("status of the topic")),
        Column("status_since", Kind.MOMENT, _("since when")),
        Column("duplicate", Kind.YES, _("it was told elsewhere first")),
        Column("tickets", Kind.INTEGER, _("tickets of the topic, in the whole programme")),
        Column("people", Kind.INTEGER, _("people who find the topic important, in the programme")),
        Column("title", Kind.TEXT, _("in one line, in their words"), words=True),
        Column("text", Kind.TEXT, _("what happened, in their words"), words=True),
    ),
    values=(
        *("pk", "created_at", "studio__name", "studio__cohort__name", pseudonym("person_id")),
        *("kind", "severity", "feature", "page_name", "app_version", "topic_id"),
        *("topic__severity", "topic__stage", "topic__stage_since", "merged"),
        counted(Ticket.objects.filter(topic=OuterRef("topic")), "topic"),
        counted(Vote.objects.filter(topic=OuterRef("topic")), "topic"),
        *(F("title"), F("text")),
    ),
    rows=lambda: Ticket.objects.order_by("pk"),
    by="pk",
)
