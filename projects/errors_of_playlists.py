"""The sentences of errors with playlists, and those that a guest reads."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")
_KEPT_NOTES = _("What you wrote is kept.")
_ASK = _("Ask whoever sent you the link for another one.")

TEXTS = {
    "playlist:closed": Text(
        409,
        _("The session of {name} is closed."),
        _NOTHING,
        _("Open it again to go on."),
    ),
    "playlist:full": Text(
        409,
        _("A playlist holds at most {most} versions."),
        _NOTHING,
        _("Make a second playlist for the rest."),
    ),
    "playlist:elsewhere": Text(
        422,
        _("A playlist holds versions of its own project only."),
        _NOTHING,
        _("Choose versions of this project."),
    ),
    "share:ended": Text(409, _("The link of {guest} was withdrawn already."), _NOTHING, ""),
    "share:full": Text(
        409,
        _("The playlist has {most} open links already."),
        _NOTHING,
        _("Withdraw those that are no longer needed."),
    ),
    "share:revoked": Text(
        410, _("This link was withdrawn by the studio that sent it."), _KEPT_NOTES, _ASK
    ),
    "share:expired": Text(410, _("The time of this link is over."), _KEPT_NOTES, _ASK),
    "share:tries": Text(
        429,
        _("The passphrase was tried too often."),
        _("The link is kept as it is."),
        _("Wait {minutes} minutes, and open the link again."),
    ),
    "share:signed_in": Text(
        403,
        _("You are signed in as {person}, and this link is for a guest."),
        _("Your session is kept as it is."),
        _("Open the link in a private window, or sign out first."),
    ),
    "guest:nobody": Text(
        403,
        _("Nobody has come in by a link here, or the session is over."),
        _KEPT_NOTES,
        _("Open the link that you were sent once more."),
    ),
    "guest:may_not_comment": Text(
        403,
        _("This link is for looking only."),
        _NOTHING,
        _("Tell whoever sent you the link what you have to say."),
    ),
}
register(TEXTS)
