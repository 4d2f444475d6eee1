"""What an administrator finds on Home: what the programme's well-being asks for."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal import wellbeing
from portal.access import Capability
from portal.models import Studio, Trouble
from portal.tenancy import current, open_across, resumed

LINES = 6


def lines(user: Any) -> list[dict[str, Any]]:
    """Troubles of the portal itself, then worries; the audit tells of looking by the hour."""
    if not user.can(Capability.ADMINISTER):
        return []
    with resumed(current()):
        reason = "is the beta well, on Home"
        open_across(Studio.objects.all(), reason=reason, actor=user, still=True)
        worries = wellbeing.worries()
    found = [*_troubles(), *map(_line, worries[:LINES])]
    if (more := len(worries) - LINES) > 0:
        text = _("and %(n)s further worries") % {"n": more}
        found.append({"text": text, "url": reverse("admin:index"), "action": _("See all")})
    return found


def _troubles() -> list[dict[str, Any]]:
    return [
        {
            "text": row.sentence,
            "project": _("since"),
            "at": row.began_at,
            "url": reverse("admin:portal_trouble_change", args=[row.pk]),
            "action": _("Look at it"),
        }
        for row in Trouble.objects.filter(over_at=None).order_by("-began_at")[:LINES]
    ]


def _line(worry: wellbeing.Worry) -> dict[str, Any]:
    return {"text": worry.text, "url": worry.url, "action": _("Mend it")}
