"""What tickets add to the shared pages: places in the rail, the button of every page, sentences."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.tickets import found
from feedback.tickets.telling import EVENTS, KINDS
from portal.access import Capability
from portal.frame import Place, contribute
from portal.models import audit
from portal.outbox import events, kinds

SENTENCES = {
    "ticket:told": _("{actor} told the beta team something: {ticket} ({kind})"),
    "ticket:moved": _("{actor} gave the ticket {ticket} the status {status}"),
    "ticket:weighed": _("{actor} weighed the ticket {ticket} as {severity}"),
    "ticket:answered": _("{actor} answered the ticket {ticket}"),
    "ticket:merged": _("{actor} merged the ticket {ticket} into {into}"),
    "ticket:asked": _("{actor} asked to read the ticket {ticket}"),
    "ticket:let_read": _("{actor} let the beta team read the ticket {ticket}"),
    "ticket:sent": _("The ticket {ticket} went to {tracker} as {name}"),
    "tracker:made": _("{actor} connected the tracker {tracker}"),
    "tracker:changed": _("{actor} changed the connection to the tracker {tracker}"),
    "release:written": _("{actor} wrote the release {name}"),
}
GROUPS = {
    "tickets": (_("Tickets"), ("ticket:",)),
    "programme": ("", ("tracker:", "release:")),
}


def _tells(person: Any) -> int:
    """Whether the frame offers this person to tell something."""
    return int(person.can(Capability.GIVE_FEEDBACK))


def register() -> None:
    audit.register(SENTENCES, GROUPS)
    kinds.register(KINDS)
    events.register(EVENTS)
    found.register()
    contribute(
        places=[
            Place(40, _("Feedback"), "feedback", "feedback", Capability.GIVE_FEEDBACK, "f"),
            Place(42, _("Tickets"), "tickets", "tickets", Capability.RUN_BETA, "t"),
        ],
        counts={"tells": _tells},
    )
