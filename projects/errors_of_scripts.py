"""The sentences of errors with screenplays."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_KEPT = _("Your original is kept as it arrived.")
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
    "script:no_scenes": Text(
        422,
        _("There is no scene heading in {detail}."),
        _KEPT,
        _("Begin each scene with a line such as INT. KITCHEN - DAY, with an empty line before it."),
    ),
}

register(TEXTS)
