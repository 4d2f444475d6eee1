"""What a trigger finds in one studio: who is to be asked, and for what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from feedback.models import Ask, Trigger
from feedback.questionnaires.subjects import AFTER, about_decision
from portal.access import STUDIO_ROLES, TABLE, Capability
from portal.models import Membership, Studio, User
from projects.models import Decision, Run, State

#: How long something that happened is still an occasion.
FRESH = timedelta(days=1)


@dataclass(frozen=True)
class Occasion:
    """`name` is unique for all time; `about` is read by the person."""

    person: User
    name: str
    about: str = ""


def occasions(trigger: Trigger, studio: Studio) -> Iterator[Occasion]:
    """Those who were asked for it already are left out."""
    found = list(_FINDERS[Trigger.Kind(trigger.kind)](trigger, studio))
    names = {occasion.name for occasion in found}
    rows = Ask.objects.filter(questionnaire=trigger.questionnaire_id, occasion__in=names)
    asked = set(rows.values_list("person_id", "occasion"))
    return (one for one in found if (one.person.pk, one.name) not in asked)


def _people(trigger: Trigger, studio: Studio) -> dict[Any, User]:
    """Members who may give feedback, of the roles that the trigger names."""
    able = TABLE[Capability.GIVE_FEEDBACK] & set(trigger.roles or STUDIO_ROLES)
    rows = Membership.objects.active().filter(studio=studio, role__in=able, user__is_active=True)
    return {row.user_id: row.user for row in rows.select_related("user")}


def _since(trigger: Trigger) -> Any:
    return max(trigger.created_at, timezone.now() - FRESH)


def _decisions(trigger: Trigger, studio: Studio) -> Iterator[Occasion]:
    """The newest of each person; a whole board decided at once is one occasion."""
    people = _people(trigger, studio)
    rows = Decision.objects.filter(studio=studio, person__in=people, at__gt=_since(trigger))
    rows = rows.exclude(verdict=Decision.Verdict.REOPENED)
    if trigger.tool:
        rows = rows.filter(candidate__run__request__tool=trigger.tool)
    rows = rows.select_related("candidate__run__request", "project").defer("candidate__result")
    for row in rows.order_by("person_id", "-at", "-pk").distinct("person_id"):
        yield Occasion(people[row.person_id], f"{AFTER}{row.pk}", about_decision(row))


def _uses(trigger: Trigger, studio: Studio) -> Iterator[Occasion]:
    """Of those who used the tool lately, whoever did so n times or more; once for each n."""
    people = _people(trigger, studio)
    done = Run.objects.filter(studio=studio, state=State.READY, request__person__in=people)
    done = done.filter(request__tool=trigger.tool) if trigger.tool else done
    lately = done.filter(finished_at__gt=_since(trigger)).values("request__person")
    counted = done.filter(request__person__in=lately).values("request__person")
    enough = counted.annotate(n=Count("pk")).filter(n__gte=trigger.count or 1).order_by()
    name = f"use:{trigger.tool or '*'}:{trigger.count}"
    for row in enough:
        yield Occasion(people[row["request__person"]], name)


def _milestone(trigger: Trigger, studio: Studio) -> Iterator[Occasion]:
    milestone: Any = trigger.milestone
    if milestone.cohort_id == studio.cohort_id:
        name = f"milestone:{milestone.pk}"
        yield from _on(milestone.on, name, trigger, studio, about=milestone.name)


def _date(trigger: Trigger, studio: Studio) -> Iterator[Occasion]:
    day: Any = trigger.on
    yield from _on(day, f"date:{day}", trigger, studio)


def _cohort(trigger: Trigger, studio: Studio) -> Iterator[Occasion]:
    cohort: Any = studio.cohort
    day = cohort.opens_on + timedelta(days=trigger.count or 0)
    name = f"cohort:{cohort.pk}:{trigger.count}"
    yield from _on(day, name, trigger, studio, about=cohort.name)


def _on(
    day: date, name: str, trigger: Trigger, studio: Studio, about: str = ""
) -> Iterator[Occasion]:
    """From the day on, for as long as the questionnaire stays open."""
    late = day + timedelta(days=trigger.questionnaire.days_open)
    if day <= timezone.localdate() < late:
        for person in _people(trigger, studio).values():
            yield Occasion(person, name, about)


_FINDERS: dict[str, Any] = {
    Trigger.Kind.DECISION: _decisions,
    Trigger.Kind.USE: _uses,
    Trigger.Kind.MILESTONE: _milestone,
    Trigger.Kind.DATE: _date,
    Trigger.Kind.COHORT: _cohort,
}
