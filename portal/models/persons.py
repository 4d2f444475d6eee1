"""What concerns a person rather than a studio, told in the audit of each studio of theirs."""

from typing import Any

from django.contrib.auth import get_user_model

from portal.models.audit import AuditEvent
from portal.tenancy import acting_as, in_studio


def has_studio(person: Any) -> bool:
    """Whether they belong to one, suspended ones too, whatever the fence shows at the moment."""
    with acting_as(person):
        return person.memberships.filter(revoked_at=None).exists()


def record_of_person(actor: Any, verb: str, *, of: Any = None, **facts: Any) -> None:
    """What concerns a person, in each studio of theirs; in the programme's part without one."""
    person = of or actor
    with acting_as(get_user_model().objects.get(pk=person.pk)):
        rows = person.memberships.active().select_related("studio")
        studios = [membership.studio for membership in rows]
    for studio in studios:
        with in_studio(studio):
            AuditEvent.record(actor, verb, studio, **facts)
    if not studios:
        AuditEvent.record(actor, verb, **facts)
