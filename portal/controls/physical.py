"""Physical security: of places and machines, so the operator's alone."""

from django.utils.translation import gettext_lazy as _

from portal.controls.kinds import Area, Control

PHYSICAL = Area(
    "physical",
    _("Physical security"),
    (
        Control(
            _("Entry, visitors and keys"),
            operator=_("Locked rooms, badges, a log of visitors, keys taken back."),
        ),
        Control(
            _("Alarms and cameras"),
            operator=_("Alarms, cameras, and how long recordings are kept."),
        ),
        Control(
            _("Data centres and cloud regions"),
            here=_("Database, broker and files are where the settings say, and nowhere else."),
            operator=_("Which data centre or region, and its certificates."),
        ),
    ),
)
