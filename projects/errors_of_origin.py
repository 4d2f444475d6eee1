"""The sentences of what goes wrong with content credentials."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing of it was kept.")
_INPUTS = _("Your files are untouched, and what was made so far is kept for the next attempt.")
_TEAM = _("The operator has to mend the certificate; then run it again.")


def _text(happened: Any, todo: Any, kept: Any = _NOTHING, status: int = 422) -> Text:
    return Text(status, happened, kept, todo)


TEXTS = {
    "origin:certificate": _text(
        _("Nothing can be signed with the certificate of this portal: {detail}."), _TEAM, _INPUTS
    ),
    "origin:not_signed": _text(
        _("What was made could not be given its content credentials: {detail}."), _TEAM, _INPUTS
    ),
    "origin:source_type": _text(
        _("IPTC knows no such digitalSourceType: {detail}."),
        _("Tell the beta team which tool this was."),
        _INPUTS,
    ),
    "origin:unreadable": _text(
        _("This file cannot be read: {detail}."),
        _("Look whether it arrived whole, and try again."),
    ),
    "origin:too_much": _text(
        _("This file was given up: {detail}."),
        _("Its credentials are too large or damaged. Ask its maker for another copy."),
    ),
    "origin:no_file": _text(
        _("There is no file in what was sent."), _("Choose a file and send it again."), status=400
    ),
}

register(TEXTS)
