"""The sentences of what can go wrong with an address that a mail holds."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

TEXTS = {
    "mail:link": Text(
        404,
        _("This address of a mail is not whole."),
        _("Nothing was switched off."),
        _("Copy it whole from the mail, or sign in and choose what comes by mail."),
    ),
}
register(TEXTS)
