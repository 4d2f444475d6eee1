"""A word that could not be signed, kept for its author until the page is there again."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.errors import PortalError
from projects.models import Candidate

_KEY = "unsigned"
#: Characters of a reason that wait in the session: ten times what may be signed.
_MOST = 20_000


@dataclass(frozen=True)
class Unsigned:
    """`said` is what happened and what to do; `wrong` what is amiss in the reason itself."""

    verdict: str
    reason: str
    said: str
    wrong: str = ""


def keep(session: Any, candidate: Candidate, word: Unsigned) -> None:
    """One at a time: a further one takes its place."""
    kept = {**asdict(word), "reason": word.reason[:_MOST]}
    session[_KEY] = {"candidate": str(candidate.pk), **kept}


def taken(session: Any, candidate: Candidate) -> Unsigned | None:
    """What was kept of this candidate, told once."""
    if session.get(_KEY, {}).get("candidate") != str(candidate.pk):
        return None
    kept = session.pop(_KEY)
    return Unsigned(kept["verdict"], kept["reason"], kept["said"], kept["wrong"])


def not_signed(error: PortalError) -> str:
    """Back to the work as it is now, rather than to a page that leads nowhere."""
    happened = error.as_dict()["message"]
    return f"{happened} " + _("Nothing was signed. Look at it as it is now, then sign.")
