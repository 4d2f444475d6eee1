"""What is said where a studio is not open, or its cohort does not take it."""

from django.utils.translation import gettext_lazy as _

from portal.errors import Text, register

register(
    {
        "access:suspended": Text(
            403,
            _("{studio} is suspended ({reason})."),
            _("Nothing was deleted, and your account was kept."),
            _("Answer the mail you got about it, or ask the beta team what has to happen."),
        ),
        "access:offboarded": Text(
            403,
            _("{studio} has left the programme ({reason})."),
            _("Your account was kept."),
            _("Ask the beta team if you think that this is a mistake."),
        ),
        "cohort:full": Text(
            409,
            _("The cohort {cohort} has all of its {capacity} studios."),
            _("Nothing was changed."),
            _("Choose another cohort, or raise its capacity in the administration."),
        ),
        "cohort:planned": Text(
            409,
            _("The cohort {cohort} begins on {date}."),
            _("Nothing was changed."),
            _("Set up projects and people until then; uploads and assistance open on that day."),
        ),
        "cohort:closed": Text(
            409,
            _("The cohort {cohort} closed on {date}."),
            _("Nothing was changed."),
            _("Choose a cohort that is still open."),
        ),
        "studio:suspended": Text(
            409,
            _("{name} is suspended ({reason})."),
            _("Nothing was changed."),
            _("Open the studio again first."),
        ),
        "studio:offboarded": Text(
            409,
            _("{name} has left the programme."),
            _("Nothing was changed."),
            _("Make a new studio and invite its people."),
        ),
    }
)
