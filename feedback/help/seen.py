"""The page itself. Each line names where the code keeps the promise, in a comment."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from feedback.suppression import FEWEST, PATIENCE
from portal.help import Part, Topic, register
from portal.help.groups import TRUST

#: portal.access: no role of the programme holds SEE, COMMENT, DOWNLOAD or EXPORT.
_NEVER = (
    _("Your pictures, films, sound and scripts, and anything that was made of them."),
    _("Your notes, playlists, decisions and their reasons."),
    _("What you sent to a provider, or what came back."),
)
#: projects.models.openings: `open_to`, `break_glass`; SEE is then the role *viewer*.
_OPENED = (
    _(
        "You open a project or the studio to a person of the programme, until a day "
        "(Studio ▸ Who may look). They look, and can do nothing else. You end it at "
        "any moment, and it stands in your audit."
    ),
    format_lazy(
        _(
            "An administrator can break the glass: with a reason, for {hours} hours at "
            "most. Your producers are told at once, and it stands in your audit."
        ),
        hours=settings.GLASS_HOURS_AT_MOST,
    ),
)
#: feedback.suppression, feedback.models.sharing
_FIGURES = (
    format_lazy(
        _(
            "Figures of {fewest} people or more: how long work took, how often results "
            "were approved, what people answered. Whoever is too few waits, {weeks} weeks "
            "at their own place, and counts in no figure until then. Whatever is "
            "subtracted from whatever still tells of {fewest} people."
        ),
        fewest=FEWEST,
        weeks=PATIENCE,
    ),
    _(
        "What your people type (comments, free answers), with the studio's name, "
        "unless your producers withhold it."
    ),
    _(
        "Single answers and times in a table, under pseudonyms, only where your "
        "producers share them. Each download stands in your audit."
    ),
    _(
        "Tickets that you send: your words, the page, the run and the version of the "
        "portal, and a picture of the page if you tick it. Footage is blank in that "
        "picture."
    ),
)
#: projects.admin, portal.admin: rows that are told; `NoteAdmin` and its neighbours leave out words.
_ADMIN = (
    _(
        "Administrators see in the Django admin that things exist: names of studios, "
        "people, projects, scenes, files, characters and performers with their "
        "consents, states, sizes, costs and receipts. Not the media, and not what "
        "notes say."
    ),
    _(
        "They invite people, keep agreements, connect providers and record their "
        "terms, and read the audit."
    ),
)
#: portal.watching, portal.logs (decision 0051)
_TELEMETRY = (
    _(
        "Operators see how the portal works by numbers: routes by their template, "
        "states, tools and providers, added up over studios, without path, name, title "
        "or address. Logs that are kept as JSON hold ids and no content; other logs "
        "may hold more."
    ),
    _(
        "Times of work are those that people start and stop themselves (Work), and "
        "when runs began and ended. Nothing watches keys, pointer or screen."
    ),
)

SEEN = Topic(
    "what-the-beta-team-sees",
    TRUST,
    _("What the beta team sees of your work"),
    _(
        "Beta leads run the programme, administrators the portal. By themselves "
        "neither sees your media."
    ),
    (
        Part(_("What they do not see"), points=_NEVER),
        Part(_("When they may look"), points=_OPENED),
        Part(_("What the beta leads read"), points=_FIGURES),
        Part(_("What administrators see"), points=_ADMIN),
        Part(_("What is measured without asking"), points=_TELEMETRY),
        Part(
            _("What you agreed to"),
            (
                _(
                    "The clause is in the agreement How the beta works, as your studio accepted "
                    "it: we measure how long work takes, how often results are approved and what "
                    "you say they were worth; reports name no person, and no studio without its "
                    "consent."
                ),
            ),
            links=((_("Agreements"), "agreements"),),
        ),
    ),
    is_open=True,
)


def contribute() -> None:
    register(SEEN)
