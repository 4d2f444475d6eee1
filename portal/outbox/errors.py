"""The sentences of what can go wrong with a webhook; its log shows the same ones."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")
_KEPT = _("The message is kept.")

TEXTS = {
    "webhook:url": Text(
        422,
        _("This is no address that a webhook can go to."),
        _NOTHING,
        _("Give a whole address such as https://hooks.example.org/last-mile."),
    ),
    "webhook:https": Text(
        422,
        _("A webhook needs an address that begins with https."),
        _NOTHING,
        _("Give the endpoint a certificate and use its https address."),
    ),
    "webhook:private": Text(
        422,
        _("{host} is inside a private network; webhooks go to public addresses only."),
        _("Nothing was sent."),
        _("Give the endpoint a public address, or ask the operator to allow private ones."),
    ),
    "webhook:name": Text(
        502,
        _("No address was found for the name {host}."),
        _KEPT,
        _("Check the spelling and the name's DNS entry."),
    ),
    "webhook:connect": Text(
        502,
        _("The endpoint could not be reached ({detail})."),
        _KEPT,
        _("Check that the endpoint runs and that its certificate is valid."),
    ),
    "webhook:timeout": Text(
        504,
        _("The endpoint did not answer within {seconds} seconds."),
        _KEPT,
        _("Answer at once with 204 and do the work afterwards."),
    ),
    "webhook:answer": Text(
        502,
        _("The endpoint's answer is no HTTP ({detail})."),
        _KEPT,
        _("Check that a web server listens at this address."),
    ),
    "webhook:redirect": Text(
        502,
        _("The endpoint redirects ({status}); redirects are not followed."),
        _KEPT,
        _("Enter the address it redirects to."),
    ),
    "webhook:status": Text(
        502,
        _("The endpoint answered {status}."),
        _KEPT,
        _("Look into the endpoint's log; it must answer with 2xx."),
    ),
    "webhook:too_many": Text(
        409,
        _("A studio has at most {most} webhooks."),
        _NOTHING,
        _("Remove one that is not needed any more, or choose more news for another."),
    ),
    "webhook:disabled": Text(
        409,
        _("This webhook is switched off."),
        _NOTHING,
        _("Switch it on first."),
    ),
}
register(TEXTS)
