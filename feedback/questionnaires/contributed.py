"""What questionnaires add to the shared pages: places, lines on Home, news, audit sentences."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from feedback.models import Ask
from feedback.questionnaires import waking
from feedback.questionnaires.subjects import with_subjects
from portal.access import Capability
from portal.frame import Place, contribute
from portal.models import audit
from portal.outbox import events, kinds

PLACES = [
    Place(42, _("Programme"), "questionnaires", "programme", Capability.RUN_BETA),
]
LINES = 5
KIND = kinds.Kind(
    _("A questionnaire waits for me"),
    _("A few questions about {about}: {title}"),
    _("Answer it"),
)
SENTENCES = {
    "questionnaire:begun": _("{actor} began the questionnaire {name}"),
    "questionnaire:published": _("{actor} published version {version} of {name}"),
    "questionnaire:changed": _("{actor} changed how often {name} is asked"),
    "questionnaire:triggered": _("{actor} has {name} asked: {when}"),
    "questionnaire:untriggered": _("{actor} has {name} no longer asked: {when}"),
}


def register() -> None:
    kinds.register({"questionnaire.asked": KIND})
    events.listen(waking.hear)
    audit.register(SENTENCES, {"questionnaires": (_("Questionnaires"), ("questionnaire:",))})
    contribute(places=PLACES, bands=[(30, "needs_you", _waiting)])


def _waiting(user: Any) -> list[dict[str, Any]]:
    """Those that may be shown now, the one that ends first first."""
    if not user.can(Capability.GIVE_FEEDBACK):
        return []
    rows = Ask.objects.shown_to(user).waiting()
    rows = rows.select_related("version", "questionnaire", "studio")
    return [
        {
            "text": _t("A few questions: %(title)s") % {"title": row.title},
            "project": row.subject if row.about else "",
            "at": row.created_at,
            "url": row.get_absolute_url(),
            "action": _t("Answer the questions"),
        }
        for row in with_subjects(rows.order_by("expires_at", "pk")[:LINES], reader=user)
    ]
