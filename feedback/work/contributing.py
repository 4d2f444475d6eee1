"""What measured work adds to the shared pages."""

from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from feedback.models import TimeEntry
from feedback.views.work import waiting_for_felt
from feedback.work.linking import choices, keeper, link_by_itself
from feedback.work.of_shots import ITEMS
from feedback.work.timer_news import forget, shown_timer
from feedback.work.timers import timer_of
from portal.access import Capability
from portal.frame import Place, contribute
from portal.models import audit
from projects import purposes
from projects.models import Run
from projects.shot_status import parts

SENTENCES = {
    "work:draw_agreed": _("{actor} agreed that a draw settles how work items are done"),
    "work:draw_withdrawn": _("{actor} withdrew from the draw for later work items"),
    "work:step_set": _("{actor} set that assistance starts on {day} in {project}"),
    "work:imported": _("{actor} imported {file} into {project}: {new} new, {changed} changed"),
    "work:locked": _("{actor} locked {count} bids of {project}"),
    "work:departed": _("{actor} went on with {item} of {project} in the other way: {reason}"),
    "work:approved": _("{actor} approved the work item {item} of {project}"),
    "work:dropped": _("{actor} dropped the work item {item} of {project}: {reason}"),
}
LINES = 5
HINT = _("What this costs, and how often it is tried, counts to the item.")


def register() -> None:
    audit.register(SENTENCES, {"measured": (_("Measured work"), ("work:",))})
    contribute(
        places=[
            Place(35, _("Work"), "work", "clock", Capability.GIVE_FEEDBACK),
            Place(45, _("Measures"), "measures", "measures", Capability.READ_FEEDBACK),
        ],
        bands=[(30, "needs_you", _to_say), (30, "running", _timer)],
        counts={"timer": shown_timer},  # type: ignore[dict-item]
    )
    parts.register(ITEMS)
    purposes.register(purposes.Purpose(_("Measured work"), HINT, choices, keeper))
    post_save.connect(link_by_itself, sender=Run, dispatch_uid="work-links")
    post_save.connect(forget, sender=TimeEntry, dispatch_uid="work-timer")


def _to_say(user: Any) -> list[dict[str, Any]]:
    """Items that are done and whose felt saving nobody has said."""
    if not user.can(Capability.GIVE_FEEDBACK):
        return []
    return [
        {
            "text": _("What did assistance save in %(item)s?") % {"item": item},
            "project": item.project.name,
            "at": item.done_at,
            "url": f"{item.get_absolute_url()}felt/",
            "action": _("Say what it saved"),
        }
        for item in waiting_for_felt(user).select_related("project")[:LINES]
    ]


def _timer(user: Any) -> list[dict[str, Any]]:
    """One's own timer."""
    entry = timer_of(user) if user.can(Capability.GIVE_FEEDBACK) else None
    if entry is None:
        return []
    words = _("Your timer is paused: %(item)s") if entry.paused else _("Your timer runs: %(item)s")
    return [
        {
            "text": words % {"item": entry.item},
            "project": entry.item.project.name,
            "at": entry.started_at,
            "url": entry.item.get_absolute_url(),
            "action": _("See its times"),
        }
    ]
