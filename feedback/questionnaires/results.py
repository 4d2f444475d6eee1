"""Figures of one version for beta leads: never whose answer, never a cell under five people.

Each person counts once, by the newest that they sent. Everything here reads across studios:
the caller has opened them (`open_across`), and words come only from studios that share them.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from feedback.models import Answer, Ask, QuestionnaireVersion, shared_studios
from feedback.questionnaires import figures, scores
from feedback.questionnaires.instruments import INSTRUMENTS
from feedback.suppression import FEWEST

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
    """A published scale. `score` is None where fewer than FEWEST people answered it whole."""

    instrument: Any
    n: int
    score: scores.Score | None


@dataclass(frozen=True)
class Results:
    reach: Reach
    scored: list[Scored]
    figures: list[figures.Figure]


def results(version: QuestionnaireVersion, language: str) -> Results:
    newest = Ask.objects.filter(version=version, answered_at__isnull=False)
    newest = newest.order_by("person_id", "-answered_at", "-pk").distinct("person_id")
    people = _answers(list(newest.values_list("pk", flat=True)))
    definition = version.definition
    words = _words(version)
    return Results(
        reach=reach(version),
        scored=_scored(definition, people),
        figures=[
            figures.figure(one, [p[one.key] for p in people if one.key in p], language, words)
            for one in definition.questions
        ],
    )


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


def _answers(asks: list[Any]) -> list[dict[str, Any]]:
    """What each person said, by question, without saying who."""
    found: dict[Any, dict[str, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(ask__in=asks).order_by("ask_id")
    for ask, question, value in rows.values_list("ask_id", "question", "value"):
        found[ask][question] = value
    return list(found.values())


def _scored(definition: Any, people: list[dict[str, Any]]) -> list[Scored]:
    """Whoever left out an item of a scale has no score on it."""
    names = dict.fromkeys(q.instrument for q in definition.questions if q.instrument)
    found = []
    for name in names:
        keys = [q.key for q in definition.questions if q.instrument == name]
        whole = [[p[key] for key in keys] for p in people if all(key in p for key in keys)]
        shown = len(whole) >= FEWEST and not figures.tells_of_few(name, whole)
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
