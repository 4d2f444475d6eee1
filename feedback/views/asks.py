"""What a person is asked, and answering it: as one types, in any order, on a phone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.models import Answer, Ask
from feedback.questionnaires.answering import LATER_DAYS, decline, keep, opened, put_off, send
from feedback.questionnaires.answers import from_form, unanswered
from feedback.questionnaires.attaching import ACCEPT, MOST_BYTES, attach
from feedback.questionnaires.conditions import shown
from feedback.questionnaires.showing import shown_questions
from feedback.questionnaires.subjects import with_subjects
from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.languages.days import day
from projects.responses import stored

MOST_LISTED = 100
OPEN = ("open", "snoozed")


def language_of() -> str:
    return (get_language() or "en")[:2]


def _find(request: PersonRequest, pk: UUID) -> Ask:
    rows = Ask.objects.select_related("version", "questionnaire", "studio")
    return find(rows, request, pk=pk)


@gate(Capability.GIVE_FEEDBACK)
def asks(request: PersonRequest) -> HttpResponse:
    """What waits, and what was answered."""
    rows = Ask.objects.shown_to(request.user).select_related("version", "questionnaire", "studio")
    listed = with_subjects(rows[:MOST_LISTED], reader=request.user)
    return render(request, "feedback/asks.html", {"asks": listed})


@gate(Capability.GIVE_FEEDBACK)
def ask(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The questions, or what was answered. What cannot be sent yet is kept and shown again."""
    row = _find(request, pk)
    if request.method == "POST":
        if row.state not in OPEN:  # sent twice, or again after going back
            return redirect(row)
        wrong, raw = _take(request, row)
        if not wrong and not (wrong := _sent(request, row)):
            messages.success(request, _("Your answers are sent."))
            return redirect("asks")
        missing = unanswered(row.version.definition, row.values)
        return _page(request, row, {**missing, **wrong}, raw)
    opened(row)
    return _page(request, row, {}, {})


def _take(request: PersonRequest, row: Ask) -> tuple[dict[str, str], dict[str, Any]]:
    """Keeps all that can be kept; (what is wrong, what was typed there) by question.

    `only` names the questions that were touched on this page: what the same page in another tab
    said of the others stays. Without a script there is none, and all count.
    """
    questions = row.version.definition.questions
    if "only" in request.POST:
        only = set(request.POST.getlist("only"))
        questions = tuple(question for question in questions if question.key in only)
    said = {q.key: from_form(q, request.POST) for q in questions if q.kind != "file"}
    wrong = keep(actor=request.user, ask=row, said=said)
    for question in questions:
        upload = request.FILES.get(f"a-{question.key}")
        if upload and question.kind == "file":
            try:
                attach(actor=request.user, ask=row, key=question.key, upload=upload)
            except PortalError as error:
                wrong[question.key] = error.sentence
    return wrong, {key: said[key] for key in wrong if key in said}


def _sent(request: PersonRequest, row: Ask) -> dict[str, str]:
    try:
        send(actor=request.user, ask=row)
    except PortalError as error:
        if error.code != "ask:unfinished":
            raise
        return {key: told[0] for key, told in error.fields.items()}
    return {}


def _page(
    request: PersonRequest, row: Ask, wrong: dict[str, str], raw: dict[str, Any]
) -> HttpResponse:
    definition, language = row.version.definition, language_of()
    with_subjects([row], reader=request.user)
    context = {
        "ask": row,
        "open": row.state in OPEN,
        "intro": definition.intro.said(language),
        "questions": shown_questions(definition, row.values, language, wrong, raw),
        "wrong": len(wrong),
        "later": LATER_DAYS,
        "accept": ACCEPT,
        "most": MOST_BYTES // 1024 // 1024,
        "most_bytes": MOST_BYTES,
    }
    return render(request, "feedback/ask.html", context)


@gate(Capability.GIVE_FEEDBACK)
@require_POST
def ask_keep(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What is typed so far is kept; answers which questions are shown now, and what is wrong."""
    row = _find(request, pk)
    wrong, _raw = _take(request, row)
    seen = [question.key for question in shown(row.version.definition, row.values)]
    return JsonResponse({"shown": seen, "wrong": wrong})


@gate(Capability.GIVE_FEEDBACK)
@require_POST
def ask_later(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Put off by some days."""
    days = request.POST.get("days", "")
    number = int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0
    row = put_off(actor=request.user, ask=_find(request, pk), days=number)
    told = _("It comes back on %(day)s; what you typed is kept.")
    messages.success(request, told % {"day": day(row.snoozed_until or row.expires_at)})
    return redirect("asks")


@gate(Capability.GIVE_FEEDBACK)
@require_POST
def ask_decline(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Not this one."""
    decline(actor=request.user, ask=_find(request, pk))
    messages.success(request, _("You are not asked this again."))
    return redirect("asks")


@gate(Capability.GIVE_FEEDBACK)
def ask_file(request: PersonRequest, pk: UUID, key: str) -> HttpResponse:
    """The file that one sent oneself, as a download."""
    row = _find(request, pk)
    rows = Answer.objects.visible_to(request.user).filter(ask=row, question=key)
    found = rows.exclude(storage_key="").first()
    if found is None:
        raise Http404
    return stored(found.storage_key, found.value["type"], download_as=found.value["name"])
