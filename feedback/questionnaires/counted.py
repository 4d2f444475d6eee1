"""What people answered to one version, as facts: figures are made of whole leaves of them.

Each person counts once, by the first that they sent: a figure of weeks that are over must not
change when somebody answers again.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from feedback.models import Answer, Ask, QuestionnaireVersion, shared_studios
from feedback.periods import week_of
from feedback.reports.scope import Fact, Scope
from feedback.suppression import Said


def counted(version: QuestionnaireVersion, until: datetime) -> list[Fact]:
    """Sent before `until`. Values by `question`, by `scale_name`, and by `part_name`."""
    asks = Ask.objects.filter(version=version, answered_at__lt=until)
    asks = asks.order_by("person_id", "answered_at", "pk").distinct("person_id")
    names = ("pk", "person_id", "answered_at", "studio__cohort__name", "studio__name", "studio_id")
    rows = list(asks.values_list(*names))
    said = _said([row[0] for row in rows])
    known = set(shared_studios("raw").values_list("pk", flat=True))
    return [
        Fact(
            Said(str(person), week_of(at), (cohort or "", name), studio in known),
            dict(_values(version.definition, said[ask])),
        )
        for ask, person, at, cohort, name, studio in rows
    ]


def _said(asks: list[Any]) -> dict[Any, dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(ask__in=asks)
    for ask, question, value in rows.values_list("ask_id", "question", "value"):
        found[ask][question] = value
    return found


def _values(definition: Any, said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Items of a published scale count where all of them were answered, and nowhere else: the
    score and its items are of the same people, so that neither tells what the other leaves out.
    """
    scales = scales_of(definition)
    whole = {name: [said[key] for key in keys] for name, keys in scales.items() if _all(keys, said)}
    for question in definition.questions:
        value = said.get(question.key)
        if value is None or (question.instrument and question.instrument not in whole):
            continue
        yield question.key, value
        yield from _parts(question, value)
    for name, items in whole.items():
        yield scale_name(name), items


def _all(keys: list[str], said: Mapping[str, Any]) -> bool:
    return all(said.get(key) is not None for key in keys)


def _parts(question: Any, value: Any) -> Iterator[tuple[str, Any]]:
    """What is told apart within one question is counted apart: currencies, rows of a matrix."""
    if question.kind == "money":
        yield part_name(question.key, value["currency"]), value
    elif question.kind == "matrix":
        for row, column in value.items():
            yield part_name(question.key, row), {row: column}


def scales_of(definition: Any) -> dict[str, list[str]]:
    """Published scale → the keys of its items, in order."""
    found: dict[str, list[str]] = {}
    for question in definition.questions:
        if question.instrument:
            found.setdefault(question.instrument, []).append(question.key)
    return found


def scale_name(instrument: str) -> str:
    """No key of a question has a colon."""
    return f":{instrument}"


def part_name(key: str, part: str) -> str:
    return f"{key}:{part}"


def told_values(scope: Scope, facts: list[Fact], name: str) -> list[Any]:
    """What the people of whole leaves said, one a person."""
    return [value for part in scope.slices(facts, name) for value in part.values(name)]


def told_parts(scope: Scope, facts: list[Fact], question: Any) -> list[Any] | None:
    """The same of each part of a question; None where it has none."""
    if question.kind == "money":
        parts = list(question.currencies)
    elif question.kind == "matrix":
        parts = [row.key for row in question.rows]
    else:
        return None
    names = [part_name(question.key, part) for part in parts]
    return [value for name in names for value in told_values(scope, facts, name)]
