"""Putting a questionnaire to a person: once an occasion, and never too often.

Decisions and runs hurry it (`waking`); the sweep finds what no message reached. An occasion that
comes while somebody was asked often enough waits a day for its turn, a day of the calendar as
long as the questionnaire is open.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from feedback.models import Ask, Questionnaire, Trigger, Turn
from feedback.questionnaires.definition import LANGUAGES
from feedback.questionnaires.occasions import occasions
from feedback.questionnaires.subjects import with_subjects
from portal.languages.spoken import KEPT_IN
from portal.models import Studio, User
from portal.outbox.notices import notify
from portal.tenancy import in_studio

WEEK = timedelta(days=7)
#: Longer than the longest rest: turns older than this say nothing any more.
KEPT = timedelta(days=370)


@transaction.atomic
def ask(
    *, questionnaire: Questionnaire, person: User, studio: Studio, occasion: str, about: str = ""
) -> Ask | None:
    """None where they were asked for this occasion, or often enough, or have it open already.

    The person's row is locked, so that two occasions at once are counted one by one.
    """
    version = questionnaire.published
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if version is None or not _may_come(questionnaire, person):
        return None
    row = Ask(
        studio=studio,
        questionnaire=questionnaire,
        version=version,
        person=person,
        occasion=occasion,
        about=about[:200],
        expires_at=timezone.now() + timedelta(days=questionnaire.days_open),
    )
    # Asked in another studio for the same occasion: a row that cannot be seen from here.
    Ask.objects.bulk_create([row], ignore_conflicts=True)
    if not Ask.objects.filter(pk=row.pk).exists():
        return None
    Turn.objects.create(person=person, questionnaire=questionnaire)
    _tell(row)
    return row


def _may_come(questionnaire: Questionnaire, person: User) -> bool:
    now = timezone.now()
    turns = Turn.objects.filter(person=person)
    if turns.filter(at__gt=now - WEEK).count() >= questionnaire.most_a_week:
        return False
    rest = timedelta(days=questionnaire.rest_days)
    if turns.filter(questionnaire=questionnaire, at__gt=now - rest).exists():
        return False
    open_ones = Ask.objects.unanswered().filter(questionnaire=questionnaire, person=person)
    return not open_ones.exists()


def _tell(row: Ask) -> None:
    """In the portal at once, by mail with the digest unless they chose otherwise."""
    notify(
        kind="questionnaire.asked",
        people=[row.person],
        studio=row.studio,
        url=row.get_absolute_url(),
        facts=_facts(row),
        needs_me=True,
    )


def _facts(row: Ask) -> dict[str, str]:
    """Facts are stored once: what has words in several languages is stored in each."""
    facts: dict[str, str] = {}
    for language in LANGUAGES:
        end = "" if language == KEPT_IN else f"_{language}"
        with override(language):
            [said] = with_subjects([row], reader=row.person)
            facts |= {f"title{end}": said.title, f"about{end}": said.subject}
    return facts


def ask_in(studio: Any) -> int:
    """Everything that is due in one studio; how many were asked. Inside its fence."""
    house = Studio.objects.filter(pk=studio, suspended_at=None, closed_at=None).first()
    if house is None:
        return 0
    triggers = Trigger.objects.filter(ended_at=None).select_related("questionnaire", "milestone")
    asked = 0
    for trigger in triggers:
        if trigger.cohort_id not in (None, house.cohort_id):
            continue
        for occasion in occasions(trigger, house):
            made = ask(
                questionnaire=trigger.questionnaire,
                person=occasion.person,
                studio=house,
                occasion=occasion.name,
                about=occasion.about,
            )
            asked += made is not None
    return asked


def ask_everywhere() -> None:
    """The sweep: each studio inside its own fence, and old turns forgotten."""
    Turn.objects.filter(at__lt=timezone.now() - KEPT).delete()
    for studio in Studio.objects.filter(suspended_at=None, closed_at=None):
        with in_studio(studio):
            ask_in(studio.pk)
