"""The sentences of refusals by cut comparison and by finding shots."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_KEPT = _("Your originals are kept as they arrived.")


def _refused(happened: Any, todo: Any) -> Text:
    return Text(422, happened, _KEPT, todo)


TEXTS = {
    "cuts:two_films": _refused(
        _("Two cuts are compared, and {detail} was given."),
        _("Give two films: the earlier cut first, then the later one."),
    ),
    "find:references": _refused(
        _("There is nothing to look for in the film: {detail}."),
        _("Give the film first, then one or more pictures or clips of the shots to find."),
    ),
    "find:nothing_shown": _refused(
        _("There is nothing to be seen in {detail}, so no shot can be told by it."),
        _("Choose a picture or clip in which something can be seen."),
    ),
}

register(TEXTS)
