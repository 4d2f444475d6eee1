"""How a studio leaves with everything it has."""

from django.utils.translation import gettext_lazy as _

from portal.help import Part, Topic
from portal.help.groups import TRUST

LEAVING = Topic(
    "leaving",
    TRUST,
    _("How to leave"),
    _("On any day, without a reason, with everything that is yours."),
    (
        Part(
            _("Take everything away"),
            (
                _(
                    "Studio ▸ Export and closeout: a producer asks for one archive with all "
                    "originals, what was made, the data as JSON Lines, decisions and audit, and a "
                    "list with the SHA-256 of each file. It is kept for seven days."
                ),
            ),
        ),
        Part(
            _("Close the studio"),
            points=(
                _(
                    "A producer asks for it on the same page, by the studio's name and with a "
                    "reason; an administrator confirms. Until then it can be taken back."
                ),
                _(
                    "Then all rows and files of the studio are deleted and looked for again. A "
                    "certificate tells what was removed and what was kept, and why."
                ),
                _(
                    "Reports that were made before keep their figures: they tell of five people or "
                    "more and name nobody."
                ),
            ),
        ),
        Part(
            _("What is not in the portal's hands"),
            points=(
                _(
                    "Backups that the operator made before, and older versions in a versioned "
                    "bucket: their term is the operator's."
                ),
                _(
                    "What was sent to a provider, for as long as its terms say. The receipts tell "
                    "what that was."
                ),
                _("What your own people and guests have downloaded."),
            ),
        ),
    ),
    is_open=True,
)
