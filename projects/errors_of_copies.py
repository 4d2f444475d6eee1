"""The sentences of errors with viewing copies."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")

TEXTS = {
    "copy:height": Text(
        422,
        _("There is no such viewing copy of {name}."),
        _NOTHING,
        _("Choose a height that its page offers."),
    ),
    "copy:not_yet": Text(
        409,
        _("{name} is being examined; there is nothing to copy yet."),
        _NOTHING,
        _("Wait until that has ended."),
    ),
    "copy:marked_only": Text(
        403,
        _("This project shows films only with the viewer's name in the picture."),
        _("The film is as it was."),
        _("Open its page: a copy with your name is made there."),
    ),
}

register(TEXTS)
