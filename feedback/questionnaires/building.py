"""Writing a questionnaire: drafts, their questions, publishing. What is published stays."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from feedback.models import Questionnaire, QuestionnaireVersion, Trigger
from feedback.questionnaires.definition import (
    KINDS,
    MOST_QUESTIONS,
    Definition,
    Question,
    Words,
)
from feedback.questionnaires.instruments import INSTRUMENTS
from feedback.questionnaires.soundness import broken, missing
from portal.errors import PortalError
from portal.models import AuditEvent


@transaction.atomic
def begin(*, actor: Any, name: str) -> Questionnaire:
    """With an empty draft. Raises `questionnaire:name` when it is taken."""
    row, made = Questionnaire.objects.get_or_create(name=name)
    if not made:
        raise PortalError("questionnaire:name", name=name)
    QuestionnaireVersion.objects.create(
        questionnaire=row, number=1, content=Definition(title=Words(en=name)).stored()
    )
    AuditEvent.record(actor, "questionnaire:begun", name=row.name)
    return row


@transaction.atomic
def begin_version(*, actor: Any, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """A draft that says what is published now; the one that is there already, if there is one."""
    held = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if draft := held.draft:
        return draft
    newest = held.versions.aggregate(n=Max("number"))["n"] or 0
    published = held.published
    content = published.content if published else Definition().stored()
    return held.versions.create(number=newest + 1, content=content)


@transaction.atomic
def publish(*, actor: Any, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """From now on this is asked; who was asked before answers what they were asked."""
    version = _draft(questionnaire)
    if lacks := missing(version.definition):
        raise PortalError("questionnaire:missing", detail=" ".join(lacks))
    version.published_at, version.published_by_name = timezone.now(), str(actor)
    version.save(update_fields=["published_at", "published_by_name"])
    facts = {"name": questionnaire.name, "version": version.number}
    AuditEvent.record(actor, "questionnaire:published", **facts)
    return version


def _draft(questionnaire: Questionnaire) -> QuestionnaireVersion:
    """Locked, so that two leads write one after the other."""
    rows = QuestionnaireVersion.objects.select_for_update()
    draft = rows.filter(questionnaire=questionnaire, published_at=None).first()
    if draft is None:
        raise PortalError("questionnaire:published", name=questionnaire.name)
    return draft


@transaction.atomic
def change(
    *, questionnaire: Questionnaire, by: Callable[[Definition], Definition]
) -> QuestionnaireVersion:
    """The draft as `by` makes it; what would be broken is not kept."""
    draft = _draft(questionnaire)
    made = by(draft.definition)
    if wrong := broken(made):
        raise PortalError("questionnaire:broken", detail=" ".join(wrong))
    draft.content = made.stored()
    draft.save(update_fields=["content"])
    return draft


def add(*, questionnaire: Questionnaire, what: str) -> str:
    """A question of a kind, or a whole published scale, at the end; the key of the first."""
    made: list[str] = []

    def added(definition: Definition) -> Definition:
        new: list[Any]
        if what in INSTRUMENTS:
            new = list(INSTRUMENTS[what].questions())
        else:
            new = [KINDS[what](key=_free(definition))]
        if len(definition.questions) + len(new) > MOST_QUESTIONS:
            raise PortalError("questionnaire:full", most=MOST_QUESTIONS)
        made.append(new[0].key)
        return definition.with_questions([*definition.questions, *new])

    if what not in INSTRUMENTS and what not in KINDS:
        raise PortalError("questionnaire:kind")
    change(questionnaire=questionnaire, by=added)
    return made[0]


def _free(definition: Definition) -> str:
    """q1, q2, …: the first that was never in this draft."""
    taken = {question.key for question in definition.questions}
    return next(f"q{n}" for n in range(1, MOST_QUESTIONS + 2) if f"q{n}" not in taken)


def move(*, questionnaire: Questionnaire, key: str, way: str) -> QuestionnaireVersion:
    """One place `up` or `down`, or `away`; a published scale moves and goes as a whole."""

    def moved(definition: Definition) -> Definition:
        block = _blocks(definition)
        at = next((n for n, part in enumerate(block) if key in [q.key for q in part]), None)
        if at is None:
            raise PortalError("questionnaire:question")
        part = block.pop(at)
        if way != "away":
            block.insert(max(0, at - 1) if way == "up" else at + 1, part)
        return definition.with_questions([one for part in block for one in part])

    return change(questionnaire=questionnaire, by=moved)


def _blocks(definition: Definition) -> list[list[Question]]:
    """Each question alone, the items of one published scale together."""
    blocks: list[list[Question]] = []
    for question in definition.questions:
        if question.instrument and blocks and blocks[-1][0].instrument == question.instrument:
            blocks[-1].append(question)
        else:
            blocks.append([question])
    return blocks


@transaction.atomic
def set_trigger(*, actor: Any, questionnaire: Questionnaire, **when: Any) -> Trigger:
    trigger = Trigger.objects.create(questionnaire=questionnaire, **when)
    facts = {"name": questionnaire.name, "when": trigger}
    AuditEvent.record(actor, "questionnaire:triggered", **facts)
    return trigger


@transaction.atomic
def end_trigger(*, actor: Any, trigger: Trigger) -> None:
    """Nobody is asked by it any more; what was asked stays open."""
    if Trigger.objects.filter(pk=trigger.pk, ended_at=None).update(ended_at=timezone.now()):
        facts = {"name": trigger.questionnaire.name, "when": trigger}
        AuditEvent.record(actor, "questionnaire:untriggered", **facts)
