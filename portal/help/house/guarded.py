"""How content is protected, in a producer's words; row by row it is on the page Security."""

from django.utils.translation import gettext_lazy as _

from portal.help.groups import TRUST
from portal.help.kinds import Part, Topic

GUARDED = Topic(
    "protection",
    TRUST,
    _("How your content is protected"),
    _("What stands between unreleased work and everybody else, and what does not."),
    (
        Part(
            _("Who comes in"),
            points=(
                _(
                    "By invitation alone. Whoever signs in has a second factor and has accepted "
                    "the agreements, or nothing opens."
                ),
                _(
                    "A studio's rows are fenced twice: pages look for what a person may see, and "
                    "the database itself shows a connection only the studio it was opened for."
                ),
                _(
                    "A role that is taken away is gone at the next request; open connections are "
                    "closed."
                ),
                _(
                    "A guest sees one playlist, by a link and a passphrase, until a day, under a "
                    "mark with their name."
                ),
            ),
        ),
        Part(
            _("What leaves"),
            points=(
                _(
                    "Nothing goes to a provider until a producer has said so in the project's "
                    "policy and an administrator has recorded the provider's terms. What is not "
                    "known counts as no."
                ),
                _(
                    "Terms that allow training, or do not mention it, are refused whatever the "
                    "policy says."
                ),
                _(
                    "What goes is the least that the tool needs, drawn anew and under neutral "
                    "names. The receipt on the run's page tells what, to whom, under which terms."
                ),
                _(
                    "Directors and artists download originals only where the project allows it. "
                    "Views and downloads stand in the studio's audit."
                ),
            ),
        ),
        Part(
            _("What marks it"),
            points=(
                _(
                    "The player shows the viewer's name over the picture, or has it in the "
                    "picture, or neither: the project's settings say which. A mark over the player "
                    "is not in the file."
                ),
                _(
                    "Every picture and film that the portal makes carries content credentials "
                    "(C2PA) that say what made it, and of what."
                ),
            ),
        ),
        Part(
            _("What the portal does not do"),
            points=(
                _(
                    "It does not encrypt files and database itself: that is the operator's part "
                    "(disks, buckets, database)."
                ),
                _("It cannot stop somebody who photographs a screen."),
                _("No outside party has tested how it could be broken into."),
            ),
            links=((_("Security, row by row"), "security"),),
        ),
    ),
    is_open=True,
)
