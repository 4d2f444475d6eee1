"""The sentences of what goes wrong with reports."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")

TEXTS = {
    "report:frozen": Text(
        409,
        _("The report “{title}” is frozen: it was written down before its data were seen."),
        _NOTHING,
        _("Make another definition, and say in its title how it differs."),
    ),
    "report:active": Text(
        409,
        _("The report “{title}” is being made already, on the same data."),
        _NOTHING,
        _("Wait for it; it is on the page of the definition."),
    ),
    "report:future": Text(
        422,
        _("There are no data of the week after {date} yet."),
        _NOTHING,
        _("Name a day that has passed. Only whole weeks are told."),
    ),
    "response:counted": Text(
        409,
        _("Your answer of {date} is in figures by now, which never change."),
        _("It stays as it was."),
        _("Say the new thing in a ticket, or with your next decision."),
    ),
    "report:not_ready": Text(
        409,
        _("This report is not made yet."),
        "",
        _("Wait until it is ready, or make it again if it failed."),
    ),
}
register(TEXTS)
