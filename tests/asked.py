"""Questionnaires for tests: one of every kind of question, and asks of it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from feedback.models import Answer, Ask, Questionnaire, QuestionnaireVersion, Trigger
from feedback.questionnaires.definition import (
    KINDS,
    Choice,
    Condition,
    Definition,
    Words,
)


def words(text: str) -> Words:
    return Words(en=text, fr=f"{text} (fr)")


def choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(key=f"c{n}", words=words(label)) for n, label in enumerate(labels, 1))


def question(kind: str, key: str = "", **fields: Any) -> Any:
    """Sound, of whatever kind; a title in both languages."""
    given: dict[str, Any] = {"key": key or kind, "title": words(f"About {key or kind}")}
    if kind in ("single", "multiple", "ranking", "matrix"):
        given["choices"] = choices("Yes", "No", "Perhaps")
    if kind == "matrix":
        given["rows"] = choices("Speed", "Price")
    if kind == "number":
        given["unit"] = words("hours")
    return KINDS[kind](**{**given, **fields})


def definition(*questions: Any) -> Definition:
    return Definition(title=words("How is it?"), questions=questions)


def every_kind() -> Definition:
    """And one that is shown only for an answer."""
    rows = [question(kind, required=kind in ("scale", "single")) for kind in KINDS]
    more = question("text", "why", shown_if=Condition(question="single", values=("c2",)))
    return definition(*rows, more)


def make_questionnaire(
    asked: Definition | None = None, *, name: str = "Weekly", **fields: Any
) -> Questionnaire:
    """Published (now), and asked as often as a test likes."""
    published_at = fields.pop("published_at", timezone.now())
    given = {"most_a_week": 5, "rest_days": 0, **fields}
    row = Questionnaire.objects.create(name=name, **given)
    QuestionnaireVersion.objects.create(
        questionnaire=row,
        number=1,
        content=(asked or every_kind()).stored(),
        published_at=published_at,
        published_by_name="Lead",
    )
    return row


def make_ask(questionnaire: Questionnaire, person: Any, studio: Any, **fields: Any) -> Ask:
    version = questionnaire.published
    given = {"occasion": f"test:{timezone.now().isoformat()}", **fields}
    return Ask.objects.create(
        studio=studio,
        questionnaire=questionnaire,
        version=version,
        person=person,
        **{"expires_at": timezone.now() + timedelta(days=9), **given},
    )


def asked(house: Any, person: Any) -> dict[str, Any]:
    """Rows of a made-up studio: an open ask of one person with one answer, a file of theirs."""
    row = Questionnaire.objects.filter(name="Weekly").first() or make_questionnaire()
    ask = make_ask(row, person, house.studio)
    Answer.objects.create(ask=ask, question="scale", value=4)
    trigger = row.triggers.first() or Trigger.objects.create(questionnaire=row, kind="decision")
    return {"questionnaire": row, "ask": ask, "trigger": trigger}
