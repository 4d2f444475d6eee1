"""What this room adds to the shared pages."""

from django.utils.translation import gettext_lazy as _

from feedback.models import Response
from feedback.work import contributing
from portal import first_steps
from portal.access import Capability
from portal.frame import Place, contribute
from portal.models import audit

SAID = first_steps.Step(
    50,
    _("Say what it was worth"),
    _("Two questions after a decision: how long it would have taken, how easy it was."),
    "review",
    Capability.GIVE_FEEDBACK,
    lambda user, studio: Response.objects.visible_to(user).filter(studio=studio).exists(),
)


def register() -> None:
    contributing.register()
    first_steps.register(SAID)
    audit.register(
        {
            "feedback:exported": _("{actor} downloaded all answers as {format}"),
            "feedback:words_shared": _("{actor} lets the beta team read what people type"),
            "feedback:words_withheld": _("{actor} withheld what people type from the beta team"),
            "feedback:raw_shared": _("{actor} lets the beta team download single answers"),
            "feedback:raw_withheld": _("{actor} withheld single answers from the beta team"),
        },
        {"exports": ("", ("feedback:",))},
    )
    contribute(
        places=[Place(40, _("Feedback"), "answers", "feedback", Capability.READ_FEEDBACK)],
        studio_links=[(20, _("What the beta team reads"), "shared")],
    )
