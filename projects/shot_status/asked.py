"""What an address asks of the shots of a project: which of them, in which order, from where."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from portal.errors import PortalError
from projects.shot_status.query import SORTS, STATES
from projects.shot_status.words import NONE

NOWHERE = UUID(int=0)
#: More rows than any project has.
EVERY = 10**9
WORDS_AT_MOST = 100


@dataclass(frozen=True)
class Asked:
    """`episode` and `scene` are ids; `state` is of a request, or that nothing was asked."""

    state: str = ""
    episode: UUID | None = None
    scene: UUID | None = None
    words: str = ""
    sort: str = "story"
    start: int = 0
    size: int | None = None

    @property
    def picks(self) -> bool:
        """Whether all rows must be known before the first can be named."""
        return bool(self.state) or self.sort != "story"

    @property
    def whole(self) -> bool:
        return self.picks or self.size is None

    def values(self, project: Any) -> dict[str, Any]:
        """The statement's."""
        like = self.words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        end = EVERY if self.whole else self.start + (self.size or 0)
        return {
            "project": project.pk,
            "none": NOWHERE,
            "states": list(STATES),
            "episode": self.episode,
            "scene": self.scene,
            "words": self.words,
            "like": f"%{like}%",
            "state": self.state,
            "start": 0 if self.whole else self.start,
            "end": end,
            "skip": self.start if self.whole else 0,
            "most": self.size,
        }


def read(given: Any, *, size: int | None, strict: bool = False) -> Asked:
    """From `request.GET`. What names nothing is left out, or (`strict`) is `invalid`."""
    found: dict[str, Any] = {"words": " ".join(given.get("find", "").replace("\0", "").split())}
    found["words"] = found["words"][:WORDS_AT_MOST]
    wrong: dict[str, list[str]] = {}
    for name, known, told in (
        ("state", {*STATES, NONE}, _("There is no such state.")),
        ("sort", set(SORTS), _("The rows cannot be sorted by this.")),
    ):
        word = given.get(name, "")
        if word in known:
            found[name] = word
        elif word:
            wrong[name] = [told]
    for name in ("episode", "scene"):
        try:
            found[name] = UUID(given[name]) if given.get(name) else None
        except ValueError:
            wrong[name] = [_("This is no id.")]
    if wrong and strict:
        raise PortalError("invalid", fields=wrong)
    return Asked(**found, size=size)
