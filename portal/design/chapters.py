"""The portal's own chapters of the design page."""

from django.utils.translation import gettext_lazy as _

from portal.design import (
    Chapter,
    components,
    empties,
    families,
    palette,
    register,
    specimens,
    sprite,
    states,
    troubles,
)

_SPECIMENS = "portal/design/specimens.html"

register(
    Chapter(
        10,
        "tokens",
        _("Design tokens"),
        _("Colours and their contrast, type, space."),
        "portal/design/tokens.html",
        lambda request: palette.shown(),
    ),
    Chapter(
        20,
        "icons",
        _("Icons"),
        _("The one sprite; a word stands beside each."),
        "portal/design/icons.html",
        lambda request: {"icons": sprite.icons()},
    ),
    Chapter(
        30,
        "components",
        _("Components"),
        _("Every file of templates/components, in each of its states."),
        "portal/design/components.html",
        lambda request: {
            **specimens.page(components.specimens(), request),
            "of_frame": components.FRAME,
        },
    ),
    Chapter(
        40,
        "families",
        _("Class families"),
        _("Buttons, fields, tables, lists, overlays: what pages are put together from."),
        _SPECIMENS,
        lambda request: specimens.page(families.specimens(), request),
    ),
    Chapter(
        50,
        "states",
        _("States"),
        _("A shape, a colour and a word for each state; the bar of a job; the line to the portal."),
        _SPECIMENS,
        lambda request: {**specimens.page(states.specimens(), request), "alive": True},
    ),
    Chapter(
        60,
        "errors",
        _("Errors and refusals"),
        _("What happened, what was kept, what to do: every text in both languages, and the pages."),
        "portal/design/errors.html",
        troubles.shown,
    ),
    Chapter(
        70,
        "empty",
        _("Empty states"),
        _("What belongs there and the first step, as every page says it."),
        _SPECIMENS,
        empties.shown,
    ),
)
