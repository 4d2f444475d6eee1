"""The first steps in a studio. Rooms register theirs, each with a way to tell it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Capability


@dataclass(frozen=True)
class Step:
    """`done(user, studio id)` asks the rows; the step is shown to whoever may take it."""

    order: int
    label: Any
    hint: Any
    url_name: str
    capability: Capability
    done: Callable[[Any, Any], bool]


STEPS: list[Step] = []


def register(*steps: Step) -> None:
    STEPS.extend(step for step in steps if step not in STEPS)
    STEPS.sort(key=lambda step: step.order)


def steps_of(user: Any, studio: Any) -> list[dict[str, Any]]:
    """What this person can do here, with what the studio has done already."""
    return [
        {
            "label": step.label,
            "hint": step.hint,
            "url": reverse(step.url_name),
            "done": step.done(user, studio),
        }
        for step in STEPS
        if user.can(step.capability, studio)
    ]


def _has_colleagues(user: Any, studio: Any) -> bool:
    from portal.models import Invitation, Membership

    members = Membership.objects.visible_to(user).active().filter(studio=studio).count()
    others = Invitation.objects.visible_to(user).exclude(email__iexact=user.email)
    return members > 1 or others.filter(studio=studio).exists()


register(
    Step(
        40,
        _("Invite a colleague"),
        _("A director signs, an artist uploads and asks, a reviewer looks and comments."),
        "studio",
        Capability.MEMBERS,
        _has_colleagues,
    )
)
