"""The sentences of what goes wrong with disclosure packs, and with what people say for them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")


def _text(happened: Any, todo: Any, kept: Any = _NOTHING, status: int = 409) -> Text:
    return Text(status, happened, kept, todo)


TEXTS = {
    "use:not_approved": _text(
        _("This result is not approved, so that it is not used as anything."),
        _("Approve it first; then say what it is used as."),
    ),
    "use:no_ai": _text(
        _("AI had no part in what this result shows, so that there is nothing to disclose."),
        _("Choose a picture or film that a tool made or changed."),
        status=422,
    ),
    "use:no_script": _text(
        _("This is nothing that a writer would be given as material of a script."),
        _("Choose a script breakdown."),
        status=422,
    ),
    "use:no_edit": _text(
        _("{name} is no edit list or timeline, so that no shots can be counted on it."),
        _("Upload the final cut as OTIO, FCPXML, XML, AAF or EDL, and choose that."),
        status=422,
    ),
    "use:several_films": _text(
        _("{name} holds {films} films, and which one is the final cut is not said."),
        _("Export the final one alone, upload it, and choose that."),
        status=422,
    ),
    "pack:active": _text(
        _("A disclosure pack of this project is being made."),
        _("Wait until it is there; a further one tells of what happens meanwhile."),
    ),
    "pack:not_there": _text(
        _("This disclosure pack holds nothing: it is not made, or it failed."),
        _("Look what it says on its page, and ask for a new one."),
    ),
    "pack:changed": _text(
        _("This disclosure pack is not what was made: its content has another hash."),
        _("Do not use it. Tell the beta team, and ask for a new one."),
    ),
    "pack:other": _text(
        _("What you saw is not what this pack holds."),
        _("Load the page again, look at it, and sign then."),
    ),
    "pack:signed": _text(
        _("You have signed this pack already."), _("Somebody else can sign it as well.")
    ),
}

register(TEXTS)
