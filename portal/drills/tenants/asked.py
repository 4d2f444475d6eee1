"""What the people of a studio that `drill tenants` fills were asked, and answered."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from feedback.models import Answer, Ask, Questionnaire
from feedback.questionnaires import building
from feedback.questionnaires.definition import Definition, Text, Words

NAME = "Asked in the drill"


def asked(producer: Any, studio: Any, mark: str) -> None:
    """An open ask with an answer that holds the mark, and one more to lose."""
    version = _questionnaire().published
    assert version is not None
    for number in range(2):
        ask = Ask.objects.create(
            studio=studio,
            questionnaire=version.questionnaire,
            version=version,
            person=producer,
            occasion=f"drill:{studio.pk}:{number}",
            about=mark,
            expires_at=timezone.now() + timedelta(days=9),
        )
        Answer.objects.create(ask=ask, question="words", value=mark)


def _questionnaire() -> Questionnaire:
    """The programme's, the same for both studios."""
    if found := Questionnaire.objects.filter(name=NAME).first():
        return found
    row = building.begin(actor=None, name=NAME)
    text = Text(key="words", title=Words(en="What is it?", fr="Qu'est-ce ?"))
    definition = Definition(title=Words(en=NAME, fr=NAME), questions=(text,))
    building.change(questionnaire=row, by=lambda _draft: definition)
    building.publish(actor=None, questionnaire=row)
    return row
