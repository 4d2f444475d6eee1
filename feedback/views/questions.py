"""The questions of a draft, one page each; and when a questionnaire is asked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.models import Trigger
from feedback.questionnaires import building
from feedback.questionnaires.condition_form import ConditionForm
from feedback.questionnaires.definition import Definition
from feedback.questionnaires.forms import TriggerForm
from feedback.questionnaires.instruments import INSTRUMENTS
from feedback.questionnaires.question_form import QuestionForm
from feedback.questionnaires.showing import KIND_LABELS
from feedback.views.questionnaires import page, the
from portal.access import Capability
from portal.errors import PortalError
from portal.gates import PersonRequest, gate


@gate(Capability.RUN_BETA)
@require_POST
def questionnaire_add(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A question, whose page opens, or a published scale, which is whole already."""
    row = the(pk)
    what = request.POST.get("what", "")
    key = building.add(questionnaire=row, what=what)
    if what in INSTRUMENTS:
        messages.success(request, _("%(scale)s is added.") % {"scale": INSTRUMENTS[what].label})
        return redirect("questionnaire", row.pk)
    return redirect("questionnaire_question", row.pk, key)


@gate(Capability.RUN_BETA)
def questionnaire_question(request: PersonRequest, pk: UUID, key: str) -> HttpResponse:
    """Its words and when it is shown. Of a published scale only the latter is free."""
    row = the(pk)
    draft = row.draft
    question: Any = draft.definition.question(key) if draft else None
    if draft is None or question is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = None if question.instrument else QuestionForm(posted, question=question)
    when = ConditionForm(posted, definition=draft.definition, question=question)
    if posted is not None and when.is_valid() and (form is None or form.is_valid()):
        made = question if form is None else form.made
        made = made.model_copy(update={"shown_if": when.condition})
        try:
            building.change(questionnaire=row, by=lambda d: _with(d, made))
            return redirect("questionnaire", row.pk)
        except PortalError as error:
            when.add_error(None, error.sentence)
    kind = INSTRUMENTS[question.instrument].label if question.instrument else None
    context = {"row": row, "question": question, "form": form, "when": when}
    context["kind"] = kind or KIND_LABELS[question.kind]
    return render(request, "feedback/question.html", context)


def _with(definition: Definition, made: Any) -> Definition:
    """In its place; a published scale is shown or hidden as a whole."""
    if definition.question(made.key) is None:
        raise PortalError("questionnaire:question")
    rows = [made if one.key == made.key else one for one in definition.questions]
    if made.instrument:
        shown = {"shown_if": made.shown_if}
        same = made.instrument
        rows = [one.model_copy(update=shown) if one.instrument == same else one for one in rows]
    return definition.with_questions(rows)


@gate(Capability.RUN_BETA)
@require_POST
def questionnaire_move(request: PersonRequest, pk: UUID, key: str) -> HttpResponse:
    """Up, down or away."""
    row = the(pk)
    way = request.POST.get("way", "")
    if way in ("up", "down", "away"):
        building.move(questionnaire=row, key=key, way=way)
    return redirect("questionnaire", row.pk)


@gate(Capability.RUN_BETA)
@require_POST
def questionnaire_trigger(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A further occasion on which it is asked."""
    row, form = the(pk), TriggerForm(request.POST)
    if not form.is_valid():
        return page(request, row, trigger=form)
    building.set_trigger(actor=request.user, questionnaire=row, **form.cleaned_data)
    messages.success(request, _("It is asked on this occasion from now on."))
    return redirect("questionnaire", row.pk)


@gate(Capability.RUN_BETA)
@require_POST
def trigger_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Nobody is asked on this occasion any more."""
    row = get_object_or_404(Trigger.objects.select_related("questionnaire"), pk=pk)
    building.end_trigger(actor=request.user, trigger=row)
    return redirect("questionnaire", row.questionnaire_id)
