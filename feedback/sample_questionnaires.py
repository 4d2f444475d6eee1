"""The demo's questionnaire: SUS and a few questions, published, and put to one producer."""

from django.db import transaction

from feedback.models import Questionnaire
from feedback.questionnaires import building
from feedback.questionnaires.asking import ask
from feedback.questionnaires.definition import (
    Choice,
    Condition,
    Definition,
    Money,
    Multiple,
    Question,
    Single,
    Text,
    Words,
)
from feedback.questionnaires.instruments import INSTRUMENTS
from portal.access import Role
from portal.models import User

NAME = "First weeks"


def _choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(key=f"c{number}", words=Words(en=english, fr=french))
        for number, (english, french) in enumerate(pairs, 1)
    )


def questions() -> list[Question]:
    return [
        Single(
            key="used",
            title=Words(en="Did you use the portal on a real project this week?",
                        fr="Avez-vous utilisé le portail sur un vrai projet cette semaine ?"),
            choices=_choices(("Yes", "Oui"), ("Not yet", "Pas encore")),
        ),
        Multiple(
            key="why_not",
            title=Words(en="What kept you from it?", fr="Qu'est-ce qui vous en a empêché ?"),
            choices=_choices(("No time", "Pas le temps"), ("No shot for it", "Pas de plan adapté"),
                             ("I trust it too little", "Je ne m'y fie pas assez")),
            required=False,
            shown_if=Condition(question="used", values=("c2",)),
        ),
        *INSTRUMENTS["sus"].questions(),
        Money(
            key="worth",
            title=Words(en="What would a month of it be worth to your studio?",
                        fr="Que vaudrait un mois d'utilisation pour votre studio ?"),
            required=False,
        ),
        Text(
            key="better",
            title=Words(en="What should be better first?", fr="Que faut-il améliorer d'abord ?"),
            required=False,
        ),
    ]  # fmt: skip


@transaction.atomic
def show_questionnaire(person: User | None) -> None:
    """What exists is left as it is. Inside the fence of the person's studio."""
    if person is None or Questionnaire.objects.filter(name=NAME).exists():
        return
    lead = User.objects.filter(programme_role=Role.BETA_LEAD).first()
    row = building.begin(actor=lead, name=NAME)
    definition = Definition(
        title=Words(en="How are the first weeks?", fr="Comment vont les premières semaines ?"),
        intro=Words(en="Fourteen short questions, about three minutes.",
                    fr="Quatorze questions courtes, environ trois minutes."),
        questions=tuple(questions()),
    )  # fmt: skip
    building.change(questionnaire=row, by=lambda _draft: definition)
    building.publish(actor=lead, questionnaire=row)
    building.set_trigger(actor=lead, questionnaire=row, kind="decision", tool="")
    membership = person.memberships.active().select_related("studio").first()
    if membership:
        ask(questionnaire=row, person=person, studio=membership.studio, occasion="sample")
