"""The sentences of errors with decisions, on cuts and on pictures."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")
_UNSIGNED = _("Nothing was signed.")

TEXTS = {
    "decision:same": Text(
        409, _("{name} has signed exactly this already."), _NOTHING, _("Nothing is left to do.")
    ),
    "decision:reason": Text(
        422, _("A rejection or a request for changes needs a reason."), _NOTHING, _("Say why.")
    ),
    "decision:stale": Text(
        409,
        _("{name} {did} this {ago} ago."),
        _UNSIGNED,
        _("Look at it as it is now, then decide."),
    ),
    "decision:unknown": Text(
        422, _("The decision that was named does not stand here."), _UNSIGNED, ""
    ),
    "decision:twice": Text(
        409, _("One picture is named twice."), _UNSIGNED, _("Name each picture once.")
    ),
    "decision:nothing": Text(409, _("There is no decision here to take back."), _UNSIGNED, ""),
    "decision:verdict": Text(422, _("This ({kind}) is not decided in this way."), _UNSIGNED, ""),
    "decision:none": Text(
        422,
        _("This ({kind}) is not decided on."),
        _UNSIGNED,
        _("Its files can be taken away without a signature."),
    ),
    "candidate:picture": Text(
        409, _("This candidate is a picture; it has no cuts."), _NOTHING, _("Open its board.")
    ),
    "candidate:cut": Text(
        409, _("This candidate is a cut."), _NOTHING, _("Open its own page to decide on it.")
    ),
    "candidate:files": Text(
        409,
        _("This candidate ({kind}) is none of those that are worked on in this way."),
        _NOTHING,
        _("Open its own page."),
    ),
    "blind:sealed": Text(
        409,
        _("The providers stay hidden from you until every picture is decided."),
        _NOTHING,
        _("Decide on the {left} that are left."),
    ),
}
register(TEXTS)
