"""What this room adds to the shared pages."""

from django.utils.translation import gettext_lazy as _

from portal.access import Capability
from portal.frame import Place, contribute
from portal.models import audit


def register() -> None:
    audit.register(
        {"feedback:exported": _("{actor} downloaded all answers as {format}")},
        {"exports": ("", ("feedback:",))},
    )
    contribute(places=[Place(40, _("Feedback"), "answers", "feedback", Capability.READ_FEEDBACK)])
