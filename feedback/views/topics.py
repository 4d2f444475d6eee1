"""The board of beta leads, and all that becomes of one topic."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.models import Kind, Severity, Ticket, Topic, Tracker, shared_studios
from feedback.tickets import board, drafting, features, sending, triage
from feedback.tickets.alike import topics_like
from feedback.tickets.forms import AnswerForm, AskForm, WeighForm
from feedback.tickets.impact import weight
from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.tenancy import open_across

_FILTERS = {"kind": Kind.values, "severity": Severity.values}


@gate(Capability.RUN_BETA)
def listed(request: PersonRequest) -> HttpResponse:
    """Columns by status; what counts most stands on top."""
    _open(request, "the board of tickets")
    only = {
        name: value
        for name, allowed in {**_FILTERS, "feature": features.named()}.items()
        if (value := request.GET.get(name, "")) in allowed
    }
    context = {
        "columns": board.columns(request.user, **only),
        "chips": _chips(only.get("kind", "")),
        "weights": _weights(),
    }
    return render(request, "feedback/board.html", context)


def _open(request: PersonRequest, reason: str) -> None:
    again = bool(request.htmx and request.method == "GET")
    open_across(Studio.objects.all(), reason=reason, actor=request.user, still=again)


def _chips(kind: str) -> list[dict[str, Any]]:
    choices = [("", _("All kinds")), *Kind.choices]
    return [
        {"label": w, "url": f"?kind={k}" if k else "?", "current": k == kind} for k, w in choices
    ]


def _weights() -> list[tuple[Any, Any]]:
    """Severities as they count now, for the line that says the formula."""
    weights = board.weights_now()
    return [(label, weight(f"severity:{value}", weights)) for value, label in Severity.choices]


def _topic(request: PersonRequest, pk: UUID, reason: str) -> Topic:
    _open(request, reason)
    return get_object_or_404(Topic.objects.select_related("release", "into"), pk=pk)


@gate(Capability.RUN_BETA)
def detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    topic = _topic(request, pk, "one topic of tickets")
    return _page(request, topic, _answer_form(topic))


def _answer_form(topic: Topic) -> AnswerForm:
    now = {"headline": topic.headline, "answer": topic.answer, "release": topic.release}
    return AnswerForm(initial={**now, "publish": bool(topic.published_at)})


def _page(request: PersonRequest, topic: Topic, form: AnswerForm) -> HttpResponse:
    (card,) = board.cards(request.user, [topic])
    draft, with_words = drafting.draft_of(topic)
    context = {
        "card": card,
        "topic": topic,
        "answer_form": form,
        "weigh_form": WeighForm(initial={"severity": topic.severity, "feature": topic.feature}),
        "ask_form": AskForm(),
        "issues": topic.issues.select_related("tracker"),
        "trackers": Tracker.objects.filter(enabled=True).exclude(issues__topic=topic),
        "draft": draft,
        "with_words": with_words,
        "taken_in": topic.taken_in.all(),
    }
    return render(request, "feedback/topic.html", context)


@gate(Capability.RUN_BETA)
@require_POST
def moved(request: PersonRequest, pk: UUID) -> HttpResponse:
    topic = _topic(request, pk, "the status of a topic")
    triage.move(actor=request.user, topic=topic, stage=request.POST.get("stage", ""))
    return _after(request, topic)


def _after(request: PersonRequest, topic: Topic) -> HttpResponse:
    """From the board back to it, where the same press may go on; else to the topic."""
    return (
        redirect("tickets") if request.POST.get("from") == "board" else redirect("topic", topic.pk)
    )


@gate(Capability.RUN_BETA)
@require_POST
def weighed(request: PersonRequest, pk: UUID) -> HttpResponse:
    topic = _topic(request, pk, "how much a topic counts")
    form = WeighForm(request.POST)
    if form.is_valid():
        triage.weigh(actor=request.user, topic=topic, **form.cleaned_data)
    else:
        messages.error(request, _("Choose a severity and a feature from the lists."))
    return _after(request, topic)


@gate(Capability.RUN_BETA)
@require_POST
def answered(request: PersonRequest, pk: UUID) -> HttpResponse:
    topic = _topic(request, pk, "the answer to a topic")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, topic, form)
    said = form.cleaned_data
    told = {"headline": said["headline"], "text": said["answer"], "release": said["release"]}
    triage.answer(actor=request.user, topic=topic, publish=said["publish"], **told)
    messages.success(request, _("The answer is kept, and those who told of it hear of it."))
    return _after(request, topic)


@gate(Capability.RUN_BETA)
def merged(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What it may be a duplicate of, looked for by words; POST merges."""
    topic = _topic(request, pk, "merging topics")
    if request.method == "POST":
        into = get_object_or_404(Topic, pk=_uuid(request.POST.get("into", "")))
        triage.merge(actor=request.user, topic=topic, into=into)
        messages.success(request, _("Merged. Its votes and tickets are there now."))
        return _after(request, into)
    text = request.GET.get("q", "") or _own_words(request, topic)
    found = topics_like(text, _readable(request)).exclude(pk=topic.pk)[:8]
    cards = board.cards(request.user, found)
    context = {"topic": topic, "cards": cards, "text": text, "from": request.GET.get("from", "")}
    name = "_merge" if request.htmx else "merge"
    return render(request, f"feedback/{name}.html", context)


def _readable(request: PersonRequest) -> Any:
    """Tickets whose words a lead may look through."""
    rows = Ticket.objects.visible_to(request.user)
    return rows.filter(studio__in=shared_studios("words")) | rows.filter(let_read=True)


def _own_words(request: PersonRequest, topic: Topic) -> str:
    (card,) = board.cards(request.user, [topic])
    return card.title


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@gate(Capability.RUN_BETA)
@require_POST
def sent(request: PersonRequest, pk: UUID) -> HttpResponse:
    """To a tracker; one that failed is tried again."""
    topic = _topic(request, pk, "sending a topic to a tracker")
    trackers = Tracker.objects.filter(enabled=True)
    tracker = get_object_or_404(trackers, pk=_uuid(request.POST.get("tracker", "")))
    sending.ask(actor=request.user, topic=topic, tracker=tracker)
    messages.success(request, _("It is on its way to %(tracker)s.") % {"tracker": tracker})
    return redirect("topic", topic.pk)


@gate(Capability.RUN_BETA)
@require_POST
def asked(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The producers of a studio that withholds its words, for one ticket."""
    _open(request, "asking to read a ticket")
    rows = Ticket.objects.visible_to(request.user).select_related("studio", "topic")
    row = get_object_or_404(rows, pk=pk)
    form = AskForm(request.POST)
    if form.is_valid():
        triage.ask(actor=request.user, ticket=row, question=form.cleaned_data["asked"])
        messages.success(request, _("The studio's producers are asked."))
    else:
        messages.error(request, _("Say what you need to know, in at most 1000 characters."))
    return redirect("topic", row.topic_id)
