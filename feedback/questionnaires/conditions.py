"""Which questions are shown, from the answers so far."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from feedback.questionnaires.definition import Condition, Definition, Question


def shown(definition: Definition, answers: Mapping[str, Any]) -> list[Question]:
    """In order. What is not shown counts as not answered, whatever was said before."""
    seen: dict[str, Any] = {}
    found = []
    for question in definition.questions:
        if question.shown_if is None or met(question.shown_if, seen):
            found.append(question)
            seen[question.key] = answers.get(question.key)
    return found


def met(condition: Condition, answers: Mapping[str, Any]) -> bool:
    """False of a question that is not answered."""
    said = answers.get(condition.question)
    if said is None:
        return False
    if condition.holds in ("least", "most"):
        return _bounded(condition, said)
    given = {str(one) for one in said} if isinstance(said, list) else {str(said)}
    return bool(given & set(condition.values)) == (condition.holds == "is")


def _bounded(condition: Condition, said: Any) -> bool:
    bound, number = Decimal(condition.values[0]), Decimal(str(said))
    return number >= bound if condition.holds == "least" else number <= bound
