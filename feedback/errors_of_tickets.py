"""What can go wrong with a ticket, its picture, its topic, and the trackers it is sent to."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

_NOTHING = _("Nothing was changed.")
_WAITS = _("The topic is kept, and waits to be sent.")

TEXTS = {
    "ticket:picture": Text(
        422,
        _("This picture of the page cannot be kept ({detail})."),
        _("What you typed is still in the form."),
        _("Leave the picture out, or have it drawn again: a PNG of at most 2 MiB."),
    ),
    "ticket:studio": Text(
        422,
        _("You do not belong to this studio."),
        _NOTHING,
        _("Choose one of your own studios."),
    ),
    "ticket:move": Text(
        409,
        _("What is {now} cannot become {wanted}."),
        _NOTHING,
        _("Load the board again: somebody may have been faster."),
    ),
    "ticket:merge": Text(
        409,
        _("{ref} cannot be merged into {into}."),
        _NOTHING,
        _("Choose another topic, which is no duplicate itself."),
    ),
    "ticket:headline": Text(
        422,
        _("What every studio reads needs a headline of your own."),
        _NOTHING,
        _("Write one without words of a studio."),
    ),
    "ticket:closed": Text(
        409,
        _("This is shipped or declined; votes are taken for what is open."),
        _NOTHING,
        _("Tell the beta team what is still missing, in a new ticket."),
    ),
    "tracker:answer": Text(
        502,
        _("{tracker} answered {status} ({detail})."),
        _WAITS,
        _("It is tried again by itself."),
    ),
    "tracker:refused": Text(
        422,
        _("{tracker} refused the issue ({status}, {detail})."),
        _("The topic is kept."),
        _("Mend the connection in the administration, then send it again."),
    ),
    "tracker:form": Text(
        502,
        _("{tracker} answered {status} in a form that is not understood."),
        _WAITS,
        _("Check the address of the connection; it is looked for there before the next try."),
    ),
}
register(TEXTS)
