"""Measures: does it save anything, answered from measured work for beta leads."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from feedback.measured import Measured
from feedback.measures.choice_rows import FIGURES as CHOICES
from feedback.measures.choice_rows import choice_rows
from feedback.measures.episode_rows import FIGURES as EPISODES
from feedback.measures.episode_rows import episode_rows
from feedback.measures.page import page
from feedback.measures.rows import FIGURES, SINGLE_NUMBERS, SINGLE_WORDS, Rows, rows
from feedback.models import WorkItem
from feedback.models.reports import data_cut
from feedback.periods import week_of
from feedback.reports.choosing import CHOOSING
from feedback.reports.reach import RESPONSE
from feedback.reports.scope import Scope
from feedback.work.facts import facts, pseudonym
from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent, Studio
from portal.tenancy import open_across


@gate(Capability.READ_FEEDBACK)
def measures(request: PersonRequest) -> HttpResponse:
    """Of whole weeks. `?samples=1` counts the made-up items of the demo, and says so."""
    again = bool(request.htmx)
    open_across(Studio.objects.all(), reason="measures", actor=request.user, still=again)
    until, samples, made_up = data_cut(), _samples(request), _made_up()
    scope = Scope(until=week_of(until))
    context = {
        "page": page(
            _items(samples=samples),
            until=scope.until,
            names=_names(),
            opening=_opening(samples=samples),
        ),
        "until": until,
        "made_up": made_up,
        "samples": samples,
        "others": {**CHOICES, **EPISODES},
        "content": {"sections": [_section(one, scope) for one in (RESPONSE, CHOOSING)]},
    }
    return render(request, "feedback/measures.html", context)


@gate(Capability.READ_FEEDBACK)
def measures_rows(request: PersonRequest, what: str) -> HttpResponse:
    """What a figure was made of: `?of=` names its part. Studios whose single items are shown find
    it in their audit.
    """
    if what not in {*FIGURES, *CHOICES, *EPISODES}:
        raise Http404
    open_across(Studio.objects.all(), reason=f"rows of measures: {what}", actor=request.user)
    if what in CHOICES:
        found = choice_rows(what, data_cut())
    elif what in EPISODES:
        items = _items(samples=_samples(request))
        found = episode_rows(items, until=data_cut(), names=_names())
    else:
        items, of = _items(samples=_samples(request)), request.GET.get("of", "")
        found = rows(items, until=week_of(data_cut()), what=what, of=of, names=_names())
    _told(request, found)
    heads = {"single_words": SINGLE_WORDS, "single_numbers": SINGLE_NUMBERS}
    context: dict[str, Any] = {"found": found, "what": what, "samples": _samples(request), **heads}
    return render(request, "feedback/measures_rows.html", context)


def _told(request: PersonRequest, found: Rows) -> None:
    for studio in Studio.objects.filter(pk__in=found.studios):
        AuditEvent.record(request.user, "feedback:opened", studio, figure=found.title)


def _items(*, samples: bool) -> list[Measured]:
    return facts(as_of=data_cut(), samples=samples)


def _names() -> dict[str, str]:
    return {pseudonym("studio", one.pk): one.name for one in Studio.objects.all()}


def _made_up() -> bool:
    return WorkItem.objects.filter(sample=True).exists()


def _samples(request: PersonRequest) -> bool:
    return request.GET.get("samples") == "1" and _made_up()


def _opening(*, samples: bool) -> Callable[[str, str], str]:
    more = {"samples": "1"} if samples else {}

    def opening(what: str, of: str) -> str:
        return f"{reverse('measures_rows', args=[what])}?{urlencode({'of': of, **more})}"

    return opening


def _section(section: Any, scope: Scope) -> dict[str, Any]:
    blocks = section.make(scope, data_cut())
    return {"name": section.name, "title": section.title, "blocks": blocks}
