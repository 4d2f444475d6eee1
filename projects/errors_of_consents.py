"""The sentences of what a consent does not allow, and those that a performer reads."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")
_KEPT = _("Nothing is lost: it is kept as it is.")

TEXTS = {
    "consent:withdrawn": Text(
        403,
        _("This stands on consent {number} of {name}, which was withdrawn on {when}."),
        _KEPT,
        _("It opens again where a further consent of {name} covers it: see People."),
    ),
    "consent:not_covered": Text(
        403,
        _("{name} did not allow this to leave as a master: {clause}."),
        _KEPT,
        _("Record a further consent under People, or keep it as it is."),
    ),
    "consent:unknown_people": Text(
        403,
        _("Nobody has said who is seen in what this was made from."),
        _KEPT,
        _("Say who is seen, or that nobody is, on the page of the asset."),
    ),
    "consent:revoked": Text(
        409,
        _("Consent {number} was withdrawn already."),
        _NOTHING,
        _("Look at it again."),
    ),
    "consent:not_withdrawn": Text(
        409,
        _("Consent {number} is not withdrawn, or another one took over already."),
        _NOTHING,
        _("Look at it again."),
    ),
    "consent:no_replacement": Text(
        422,
        _("Consent {number} does not cover what was made before: {clause}."),
        _NOTHING,
        _("Have a further consent signed that covers it, and record it."),
    ),
    "strike:held": Text(
        409, _("All consents of {project} are on hold already."), _NOTHING, _("Look at it again.")
    ),
    "strike:not_held": Text(
        409,
        _("The consents of {project} are not on hold together."),
        _NOTHING,
        _("Look at it again: a single consent's hold is ended on its own page."),
    ),
    "performer:mail": Text(
        502,
        _("The mail to {email} could not be sent."),
        _("The link that was there before is kept; no new one was made."),
        _("Try again later, or make the link and send it yourself."),
    ),
    "performer:link_over": Text(
        410,
        _("This link was withdrawn or replaced by the studio that sent it."),
        _("What you allowed and what you withdrew stays as it is."),
        _("Ask the studio for another link."),
    ),
    "performer:link_ended": Text(
        409, _("The link of {performer} was withdrawn already."), _NOTHING, ""
    ),
}

register(TEXTS)
