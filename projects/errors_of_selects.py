"""The sentences of errors with ranking takes."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")

TEXTS = {
    "selects:nothing_judged": Text(
        422,
        _("None of the takes can be read: {detail}."),
        _NOTHING,
        _("Choose films that play, and send them again if they came in broken."),
    ),
    "selects:no_such_take": Text(
        422,
        _("These were chosen and are not among the takes that were judged: {detail}."),
        _NOTHING,
        _("Write names of takes with commas between, or best, or all."),
    ),
}

register(TEXTS)
