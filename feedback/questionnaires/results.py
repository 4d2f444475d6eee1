"""Figures of one version for beta leads: never whose answer, never a cell under five people.

What was answered is told of whole weeks and whole leaves (`feedback.suppression`), so that two
looks never tell what one person said between them; how many were asked and answered is told as it
stands. Everything here reads across studios: the caller has opened them (`open_across`), and words
come only from studios that share them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from feedback.models import Answer, Ask, QuestionnaireVersion, shared_studios
from feedback.models.reports import data_cut
from feedback.periods import week_of
from feedback.questionnaires import figures, scores
from feedback.questionnaires.counted import (
    counted,
    scale_name,
    scales_of,
    told_parts,
    told_values,
)
from feedback.questionnaires.instruments import INSTRUMENTS
from feedback.questionnaires.sent_files import sent_files
from feedback.reports.scope import Fact, Scope

#: The newest of what people typed; the rest is in the raw export, where studios allow it.
MOST_WORDS = 100


@dataclass(frozen=True)
class Reach:
    """Of how many asks what became; `rate` in percent of `asked`, None while nobody was asked."""

    asked: int
    opened: int
    answered: int
    snoozed: int
    declined: int
    expired: int
    people: int
    rate: scores.Score | None


@dataclass(frozen=True)
class Scored:
    """A published scale. `score` is None where no five people who answered it whole are told."""

    instrument: Any
    n: int
    score: scores.Score | None


@dataclass(frozen=True)
class Results:
    """`until`: scores and figures are of the whole weeks before it."""

    until: datetime
    reach: Reach
    scored: list[Scored]
    figures: list[figures.Figure]


def results(version: QuestionnaireVersion, language: str) -> Results:
    until = data_cut()
    facts, scope = counted(version, until), Scope(until=week_of(until))
    return Results(
        until=until,
        reach=reach(version),
        scored=_scored(version.definition, facts, scope),
        figures=_figures(version, facts, scope, language),
    )


def _figures(
    version: QuestionnaireVersion, facts: list[Fact], scope: Scope, language: str
) -> list[figures.Figure]:
    words, files = _words(version), sent_files(version)
    return [
        figures.figure(
            one,
            told_values(scope, facts, one.key),
            language,
            words,
            told_parts(scope, facts, one),
            files,
        )
        for one in version.definition.questions
    ]


def reach(version: QuestionnaireVersion) -> Reach:
    """Put off counts whoever ever did so; expired are those that nobody answered in time."""
    now = timezone.now()
    unsaid = Q(answered_at=None, declined_at=None)
    told = Ask.objects.filter(version=version).aggregate(
        asked=Count("pk"),
        opened=Count("pk", filter=Q(opened_at__isnull=False)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        snoozed=Count("pk", filter=Q(snoozed_until__isnull=False)),
        declined=Count("pk", filter=Q(declined_at__isnull=False)),
        expired=Count("pk", filter=unsaid & Q(expires_at__lte=now)),
        people=Count("person", distinct=True, filter=Q(answered_at__isnull=False)),
    )
    rate = scores.share(told["answered"], told["asked"]) if told["asked"] else None
    return Reach(**told, rate=rate)


def _scored(definition: Any, facts: list[Fact], scope: Scope) -> list[Scored]:
    """Whoever left out an item of a scale has no score on it."""
    found = []
    for name in scales_of(definition):
        whole = told_values(scope, facts, scale_name(name))
        shown = bool(whole) and not figures.tells_of_few(name, whole)
        score = scores.score(name, whole) if shown else None
        found.append(Scored(INSTRUMENTS[name], len(whole), score))
    return found


def _words(version: QuestionnaireVersion) -> dict[str, list[tuple[str, str]]]:
    """(studio, text) by question, newest first; only of studios that do not withhold them."""
    keys = [q.key for q in version.definition.questions if q.kind == "text"]
    rows = Answer.objects.filter(ask__version=version, ask__answered_at__isnull=False)
    rows = rows.filter(question__in=keys, studio__in=shared_studios("words"))
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    rows = rows.order_by("-said_at", "pk")[: MOST_WORDS * max(1, len(keys))]
    for question, studio, value in rows.values_list("question", "studio__name", "value"):
        if len(found[question]) < MOST_WORDS:
            found[question].append((studio, value))
    return found
