"""The sentences of refusals by scope extension."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_KEPT = _("Your original is kept as it arrived.")


def _refused(happened: Any, todo: Any) -> Text:
    return Text(422, happened, _KEPT, todo)


TEXTS = {
    "scope:corners": _refused(
        _("These corners mark no region: {detail}."),
        _(
            "Give four points clockwise from the upper left, in pixels of the frame they are "
            "marked in, such as [[100,80],[400,80],[400,300],[100,300]]."
        ),
    ),
    "scope:range": _refused(
        _("There is no frame to begin with there: {detail}."),
        _("Give a first frame before the last, and the marked frame between them."),
    ),
    "scope:one_frame": _refused(
        _("There is one frame only there, and nothing to follow."),
        _("Choose a longer stretch of the film."),
    ),
    "scope:alone": _refused(
        _("The film cuts beside the marked frame, so there is nothing to follow."),
        _("Mark the region in a frame within the shot."),
    ),
    "scope:black": _refused(
        _("The marked region is black, so there is nothing to follow."),
        _("Mark a region in a frame in which it can be seen."),
    ),
    "scope:plain": _refused(
        _("The marked region has too little to hold on to: {detail} places that stand out."),
        _("Mark a larger flat region with texture or lines in both directions."),
    ),
    "scope:picture": _refused(
        _("The picture to insert cannot be read: {detail}."),
        _("Choose a PNG, TIFF or JPEG of at most 60 million pixels."),
    ),
}

register(TEXTS)
