"""The first steps of a person: where each is done, and whether it is. Rooms register theirs.

Who has a role in a studio is led through that studio; who has one in the programme through the
programme. A step is shown to whoever may take it, so that each role has steps of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Capability

#: All done is remembered for so long: then Home asks the rows no more.
DONE_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Step:
    """`done(user, studio id)` asks the rows; `where` does so for the very place where it is done,
    and gives "" where only the page `url_name` is left. In the programme the studio id is None.

    `unless`: what somebody may do who is led otherwise. `offers` is the address name of a form that
    saves the step (a film to play with instead of one's own), with the words of its button.
    """

    order: int
    label: Any
    hint: Any
    url_name: str
    capability: Capability
    done: Callable[[Any, Any], bool]
    where: Callable[[Any, Any], str] = lambda user, studio: ""
    unless: Capability | None = None
    offers: tuple[str, Capability, Any] | None = None

    def is_for(self, user: Any, studio: Any) -> bool:
        if self.unless and user.can(self.unless, studio):
            return False
        return bool(user.can(self.capability, studio))

    def told(self, user: Any, studio: Any) -> dict[str, Any]:
        done = self.done(user, studio)
        told = {"label": self.label, "hint": self.hint, "done": done}
        place = "" if done else self.where(user, studio)
        return {**told, "url": place or reverse(self.url_name), "offer": self._offer(user, studio)}

    def _offer(self, user: Any, studio: Any) -> dict[str, Any] | None:
        if self.offers is None or not user.can(self.offers[1], studio):
            return None
        return {"url": reverse(self.offers[0]), "label": self.offers[2], "studio": studio}


STEPS: list[Step] = []


def register(*steps: Step) -> None:
    STEPS.extend(step for step in steps if step not in STEPS)
    STEPS.sort(key=lambda step: step.order)


def steps_of(user: Any, studio: Any) -> list[dict[str, Any]]:
    """What this person can do here, with what is done already; `next` is the first that is not."""
    steps = [step.told(user, studio) for step in STEPS if step.is_for(user, studio)]
    for step in steps:
        if not step["done"]:
            step["next"] = True
            break
    return steps


def checklist(user: Any, studio: Any) -> list[dict[str, Any]]:
    """The same for Home: nothing once all is done."""
    known = f"first-steps:{user.pk}:{studio}"
    if cache.get(known):
        return []
    steps = steps_of(user, studio)
    if all(step["done"] for step in steps):
        cache.set(known, True, DONE_SECONDS)
        return []
    return steps


def _has_colleagues(user: Any, studio: Any) -> bool:
    from portal.models import Invitation, Membership

    members = Membership.objects.visible_to(user).active().filter(studio=studio).count()
    others = Invitation.objects.visible_to(user).exclude(email__iexact=user.email)
    return members > 1 or others.filter(studio=studio).exists()


def _has_a_studio(user: Any, studio: Any) -> bool:
    from portal.models import Studio

    return Studio.objects.exists()


register(
    Step(
        40,
        _("Invite a colleague"),
        _("A director signs, an artist uploads and asks, a reviewer looks and comments."),
        "studio",
        Capability.MEMBERS,
        _has_colleagues,
        lambda user, studio: f"{reverse('studio')}?studio={studio}",
    ),
    Step(
        210,
        _("Let a studio in"),
        _("Add the studio and put it into a cohort; then invite its producer by mail."),
        "admin:portal_studio_add",
        Capability.ADMINISTER,
        _has_a_studio,
    ),
)
