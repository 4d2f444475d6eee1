"""The sentences of what goes wrong with a provider."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_SENT_NOTHING = _("Nothing was sent.")
_INPUTS = _("Your files are untouched; what was held of the budget is free again.")
_PAID = _("Your files are untouched. Where the provider charges for it, that is booked.")
_LATER = _("Ask again later, or choose another provider.")
_OTHER = _("Choose another provider or model.")
_TEAM = _("The beta team can mend this: tell them the code below.")


def _text(happened: Any, todo: Any = _OTHER, kept: Any = _INPUTS, status: int = 422) -> Text:
    return Text(status, happened, kept, todo)


TEXTS = {
    "remote:unknown": _text(_("There is no provider {detail}."), _OTHER, _SENT_NOTHING),
    "remote:client": _text(
        _("The client of this provider is not installed: {detail}."), _TEAM, _SENT_NOTHING
    ),
    "remote:not_connected": _text(
        _("The provider is not connected: {detail}."), _TEAM, _SENT_NOTHING
    ),
    "remote:target": _text(
        _("No provider was chosen for this."), _("Choose who is to do it."), _SENT_NOTHING
    ),
    "remote:need": _text(_("This provider cannot do that: {detail}."), _OTHER, _SENT_NOTHING),
    "remote:unpriced": _text(_("There is no price for this: {detail}."), _TEAM, _SENT_NOTHING),
    "remote:gate": _text(
        _("It may not be sent to this provider: {detail}."),
        _("Mend what is named, or choose another provider."),
        _SENT_NOTHING,
        409,
    ),
    "remote:retired": _text(
        _("The provider has ended this model: {detail}."), _OTHER, _SENT_NOTHING
    ),
    "remote:key": _text(_("The provider does not accept the portal's key."), _TEAM),
    "remote:quota": _text(_("The portal's account at the provider is used up."), _TEAM),
    "remote:throttled": _text(_("The provider is busy and took nothing for too long."), _LATER),
    "remote:down": _text(_("The provider could not be reached: {detail}."), _LATER),
    "remote:invalid": _text(_("The provider refused the request: {detail}."), _OTHER),
    "remote:refused": _text(
        _("The model refused to do this: “{detail}”."),
        _("Change what is asked, or choose another provider."),
        _PAID,
    ),
    "remote:filtered": _text(
        _("The provider's content filter stopped this: “{detail}”."),
        _("Change what is asked, or choose another provider."),
        _PAID,
    ),
    "remote:failed": _text(_("The provider's job failed: “{detail}”."), _LATER),
    "remote:malformed": _text(
        _("The provider's answer could not be read: {detail}."),
        _LATER,
        _("Your files are untouched. What the provider charges for it is booked."),
    ),
    "remote:expired": _text(
        _("The link to the result had expired before it was fetched."),
        _LATER,
        _("Your files are untouched. What the provider charges for it is booked."),
    ),
    "remote:lost": _text(
        _("The provider does not know the job any more: {detail}."),
        _LATER,
        _("Your files are untouched. What the provider may charge for it is booked."),
    ),
    "remote:late": _text(
        _("The provider did not finish in time."),
        _LATER,
        _("Your files are untouched. What the provider may charge for it is booked."),
    ),
    "remote:uncertain": _text(
        _("The connection broke while this was sent: nobody knows whether it arrived."),
        _("Look at the provider's account before you ask again: it may be charged twice."),
        _("It was not sent a second time. What it may cost stays booked."),
    ),
    "compare:board": _text(
        _("Pictures are chosen on their board."), _("Open the board of this request."), "", 409
    ),
}
register(TEXTS)
