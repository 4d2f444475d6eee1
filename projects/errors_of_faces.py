"""The sentences of refusals by character continuity."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_KEPT = _("No face was looked for, and your original is kept as it arrived.")


def _refused(happened: Any, todo: Any) -> Text:
    return Text(422, happened, _KEPT, todo)


TEXTS = {
    "faces:no_consent": _refused(
        _("Nobody has vouched that the people in {detail} allow their faces to be compared."),
        _(
            "Ask them; then say consent_vouched=true. With marks and without that, clothes "
            "alone are compared."
        ),
    ),
    "run:vouched": Text(
        409,
        _("This run stands on the word of {name}, who vouched for the people who are seen."),
        _("Nothing was run, and nothing was changed."),
        _("Ask from the film's page anew and vouch for it yourself, or let {name} run it again."),
    ),
    "faces:bad_shots": _refused(
        _("These are no shots: {detail}."),
        _("Give first frame and end of each in order, such as 0-120,120-260."),
    ),
    "faces:bad_marks": _refused(
        _("This is no mark: {detail}."),
        _("Give a list of frame or shot, x, y, width and height, and a character if you like."),
    ),
}

register(TEXTS)
