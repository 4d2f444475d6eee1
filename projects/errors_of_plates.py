"""The sentences of refusals by the clean plate."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_KEPT = _("Your original is kept as it arrived.")


def _refused(happened: Any, todo: Any) -> Text:
    return Text(422, happened, _KEPT, todo)


TEXTS = {
    "plate:range": _refused(
        _("There is nothing between the first and the last frame: {detail}."),
        _("Give a first frame before the last, both within the film."),
    ),
    "plate:too_short": _refused(
        _("The longest shot there is too short for a plate ({detail}); it takes at least 8."),
        _("Choose a longer shot, or other first and last frames."),
    ),
    "plate:black": _refused(
        _("The picture is black there; there is no background to find."),
        _("Choose frames in which something can be seen."),
    ),
    "plate:moving": _refused(
        _("The camera moves too much: its frames cannot be laid over one another."),
        _("Choose a stretch in which the camera stands still or moves slowly."),
    ),
    "plate:restless": _refused(
        _("Too few frames agree with each other: light or picture changes all the time."),
        _("Choose a stretch without flashes, strobe light or fast changes."),
    ),
}

register(TEXTS)
