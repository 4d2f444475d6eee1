"""Writing questionnaires: for beta leads. What is published is read; a draft is changed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.models import Questionnaire, QuestionnaireVersion
from feedback.questionnaires import building
from feedback.questionnaires.attaching import ACCEPT, MOST_BYTES
from feedback.questionnaires.forms import BeginForm, RhythmForm, TitleForm, TriggerForm, addable
from feedback.questionnaires.showing import shown_questions
from feedback.questionnaires.soundness import missing, untranslated
from feedback.views.asks import language_of
from portal.access import Capability
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent


def the(pk: UUID) -> Questionnaire:
    return get_object_or_404(Questionnaire, pk=pk)


@gate(Capability.RUN_BETA)
def questionnaires(request: PersonRequest) -> HttpResponse:
    """All of them, and a form to begin one."""
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = building.begin(actor=request.user, name=form.cleaned_data["name"])
            return redirect("questionnaire", row.pk)
        except PortalError as error:
            form.add_error("name", error.sentence)
    published = Q(versions__published_at__isnull=False)
    running = Q(triggers__ended_at=None, triggers__isnull=False)
    rows = Questionnaire.objects.annotate(
        newest=Max("versions__number", filter=published),
        drafted=Count("versions", filter=Q(versions__published_at=None), distinct=True),
        running=Count("triggers", filter=running, distinct=True),
    )
    return render(request, "feedback/questionnaires.html", {"rows": rows, "form": form})


@gate(Capability.RUN_BETA)
@transaction.atomic
def questionnaire(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The draft or what is published, when it is asked, and how often (POST)."""
    held = Questionnaire.objects.select_for_update() if request.method == "POST" else Questionnaire
    row = get_object_or_404(held, pk=pk)
    form = RhythmForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        AuditEvent.record(request.user, "questionnaire:changed", name=row.name)
        messages.success(request, _("This is how often it is asked from now on."))
        return redirect("questionnaire", row.pk)
    return page(request, row, rhythm=form)


def page(request: PersonRequest, row: Questionnaire, **forms: Any) -> HttpResponse:
    """The one page of a questionnaire; a form that is not right yet takes the place of its own."""
    draft, published = row.draft, row.published
    version: Any = draft or published
    definition = version.definition
    context = {
        "row": row,
        "draft": draft,
        "published": published,
        "version": version,
        "questions": shown_questions(definition, {}, language_of()),
        "missing": missing(definition) if draft else [],
        "untranslated": untranslated(definition),
        "titles": TitleForm(initial=TitleForm.said_by(definition)),
        "rhythm": RhythmForm(instance=row),
        "trigger": TriggerForm(),
        "addable": addable(),
        "triggers": row.triggers.select_related("cohort", "milestone", "questionnaire"),
        **forms,
    }
    return render(request, "feedback/questionnaire.html", context)


@gate(Capability.RUN_BETA)
@require_POST
def questionnaire_words(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Title and introduction of the draft."""
    row, form = the(pk), TitleForm(request.POST)
    if not form.is_valid():
        return page(request, row, titles=form)
    building.change(questionnaire=row, by=form.applied)
    return redirect("questionnaire", row.pk)


@gate(Capability.RUN_BETA)
@require_POST
def questionnaire_publish(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The draft is what is asked from now on."""
    row = the(pk)
    version = building.publish(actor=request.user, questionnaire=row)
    messages.success(request, _("Version %(n)s is published.") % {"n": version.number})
    for sentence in untranslated(version.definition):
        messages.warning(request, sentence)
    return redirect("questionnaire", row.pk)


@gate(Capability.RUN_BETA)
@require_POST
def questionnaire_version(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A new draft that begins with what is published."""
    row = the(pk)
    building.begin_version(actor=request.user, questionnaire=row)
    return redirect("questionnaire", row.pk)


@gate(Capability.RUN_BETA)
def questionnaire_preview(request: PersonRequest, pk: UUID) -> HttpResponse:
    """As a partner would see it, in either language; nothing that is typed is kept."""
    row = the(pk)
    language = "fr" if request.GET.get("language") == "fr" else "en"
    version: QuestionnaireVersion | Any = row.draft or row.published
    definition = version.definition
    context = {
        "row": row,
        "version": version,
        "language": language,
        "languages": (("en", "English"), ("fr", "Français")),  # each in its own
        "title": definition.title.said(language) or row.name,
        "intro": definition.intro.said(language),
        "questions": shown_questions(definition, {}, language),
        "accept": ACCEPT,
        "most": MOST_BYTES // 1024 // 1024,
    }
    return render(request, "feedback/questionnaire_preview.html", context)
