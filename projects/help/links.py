"""For people without an account: guests of a playlist, and performers with their personal link."""

from django.utils.translation import gettext_lazy as _

from portal.help import Part, Topic
from portal.help.groups import TRUST

LINKS = Topic(
    "links",
    TRUST,
    _("If a link was sent to you"),
    _(
        "Guests look at one playlist; performers read what was made of what they "
        "allowed. Neither needs an account."
    ),
    (
        Part(
            _("As a guest"),
            points=(
                _(
                    "The link and the passphrase were made for you alone, by name, until a day. "
                    "Your name lies over the picture."
                ),
                _(
                    "You see that playlist and the notes that you write yourself, nothing else. "
                    "The studio sees your notes, and when you opened what."
                ),
                _(
                    "Ten tries at the passphrase within an hour shut the link for a while. Whoever "
                    "sent it can withdraw it at any moment."
                ),
            ),
        ),
        Part(
            _("As a performer, or who represents one"),
            points=(
                _(
                    "Your page says in a sentence what you allowed, until when, with the clause as "
                    "it was signed, and every use that was made."
                ),
                _(
                    "You may withdraw there. All that stands on it is in quarantine at once: kept, "
                    "but not played, sent, approved or taken away."
                ),
                _(
                    "What was already sent to a provider or handed out cannot be called back by "
                    "the portal; the page says what that was."
                ),
            ),
        ),
        Part(
            _("When a link does not open"),
            points=(
                _(
                    "It was withdrawn, its day is over, or it was copied without its end. Ask "
                    "whoever sent it for a new one."
                ),
            ),
        ),
    ),
    is_open=True,
)
