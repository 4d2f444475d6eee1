"""The sentences of errors with screenplays."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_KEPT = _("Your original is kept as it arrived.")
_NOTHING = _("Nothing was changed.")
_EXPORT = _("Export it from your writing software as FDX or Fountain, and upload that.")

TEXTS = {
    "script:not_a_script": Text(
        422, _("It is neither Fountain, nor Final Draft's FDX, nor PDF."), _KEPT, _EXPORT
    ),
    "script:no_text": Text(
        422, _("The PDF has pictures of text, and no text: {detail}."), _KEPT, _EXPORT
    ),
    "script:locked": Text(
        422, _("The PDF is locked with a password."), _KEPT, _("Save it without one.")
    ),
    "script:unreadable_pdf": Text(422, _("The PDF cannot be read: {detail}."), _KEPT, _EXPORT),
    "script:too_long": Text(
        422, _("The script is too long: {detail}."), _KEPT, _("Divide it into parts.")
    ),
    "scenes:none": Text(
        422, _("No scene is ticked."), _NOTHING, _("Tick the scenes that the project is to have.")
    ),
    "scenes:not_approved": Text(
        403,
        _("Nobody has approved this breakdown yet."),
        _NOTHING,
        _("Ask a producer or director of the studio to look at it and to take its scenes over."),
    ),
    "scenes:unknown": Text(
        422, _("The script has no scene at place {place}."), _NOTHING, _("Open the page again.")
    ),
    "script:no_scenes": Text(
        422,
        _("There is no scene heading in {detail}."),
        _KEPT,
        _("Begin each scene with a line such as INT. KITCHEN - DAY, with an empty line before it."),
    ),
}

register(TEXTS)
