"""Two drafts of one script compared, scene by scene.

Scenes are paired by their words, their heading and their number; what is left over was omitted
or added. Paired scenes that left the common order have moved.
"""

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from projects.interchange.scripts import model
from projects.interchange.scripts.scenes import Scene

#: The order in which revised pages are coloured; after the last it begins again, "double".
COLOURS = "White Blue Pink Yellow Green Goldenrod Buff Salmon Cherry Tan".split()
_ENOUGH = 0.45  # of 1: scenes less alike than this are two scenes
_PRINTED = frozenset(
    {model.ACTION, model.CUE, model.PARENTHETICAL, model.DIALOGUE, model.LYRIC, model.CENTRED}
)
_MOST_LINES = 200


@dataclass(frozen=True)
class Change:
    """`before` and `after` are scene indexes from 1, None where there is none.

    `kinds` holds some of added, omitted, changed, moved, renumbered, reheaded; none of them:
    unchanged. `taken` and `put` are the paragraphs that differ, `alike` 0..1;
    the numbers are as printed.
    """

    before: int | None
    after: int | None
    kinds: tuple[str, ...]
    alike: float = 0.0
    taken: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    number_before: str = ""
    number_after: str = ""


def colour(number: int) -> str:
    """Of the revision `number`, 0 being the first draft: White, Blue, … Tan, Double White, …"""
    turn, place = divmod(number, len(COLOURS))
    prefix = ("", "Double ", "Triple ")[turn] if turn < 3 else f"{turn + 1}th "
    return prefix + COLOURS[place]


def told_colour(draft: str) -> int | None:
    """The number of the revision whose colour a draft's name tells: `Blue Rev. (2/3/12)` is 1."""
    words = draft.lower().replace("(", " ").split()
    found = [n for n, name in enumerate(COLOURS) if name.lower() in words]
    doubled = 10 if {"double", "2nd", "second"} & set(words) else 0
    return found[0] + doubled if found else None


def compare(before: Sequence[Scene], after: Sequence[Scene]) -> list[Change]:
    """The changes in the order of the later draft; what was omitted stands where it stood."""
    old, new = [_Draft(scene) for scene in before], [_Draft(scene) for scene in after]
    pairs = _pairs(old, new)
    stayed = _in_order(pairs)
    changes = {a: _changed(old[b], new[a], alike, a in stayed) for a, (b, alike) in pairs.items()}
    found: list[Change] = []
    for index in range(len(new)):
        found.append(changes.get(index) or Change(None, index + 1, ("added",)))
    matched = {b: a for a, (b, _alike) in pairs.items()}
    for index in range(len(old)):
        if index not in matched:
            at = _behind(index, matched, found)
            found.insert(at, Change(index + 1, None, ("omitted",)))
    kept = [change for change in found if not _is_gap(change, old, new)]
    return [_numbered(change, before, after) for change in kept]


def _numbered(change: Change, before: Sequence[Scene], after: Sequence[Scene]) -> Change:
    """With the numbers that people know the scenes by."""
    was = before[change.before - 1].number if change.before else ""
    now = after[change.after - 1].number if change.after else ""
    return replace(change, number_before=was, number_after=now)


def _is_gap(change: Change, old: Sequence["_Draft"], new: Sequence["_Draft"]) -> bool:
    """A line OMITTED only keeps a number's place: it is no scene that came or went."""
    if change.kinds == ("added",):
        return new[(change.after or 1) - 1].scene.omitted
    return change.kinds == ("omitted",) and old[(change.before or 1) - 1].scene.omitted


def _behind(index: int, matched: dict[int, int], found: Sequence[Change]) -> int:
    """Where in the list the scene before it in the old draft stands, and one further."""
    for earlier in range(index, 0, -1):
        for at, change in enumerate(found):
            if change.before == earlier:
                return at + 1
    return 0


class _Draft:
    """A scene as words, ready to be compared."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.heading = " ".join(scene.heading.text.upper().split())
        self.lines = [
            " ".join(element.text.split()) for element in scene.elements if element.kind in _PRINTED
        ]
        self.words = Counter(" ".join(self.lines).lower().split())
        self.count = self.words.total()

    def alike(self, other: "_Draft") -> float:
        """Half by words, a third by heading, the rest by number; scenes without words by these."""
        head = 1.0 if self.heading == other.heading else 0.0
        if not head and self.scene.heading.location.upper() == other.scene.heading.location.upper():
            head = 0.6
        same = self.scene.heading.number and self.scene.number == other.scene.number
        most = max(self.count, other.count)
        if not most:
            return 0.75 * head + (0.25 if same else 0.0)
        shared = (self.words & other.words).total() / most
        return 0.55 * shared + 0.3 * head + (0.15 if same else 0.1 * head * shared)


def _pairs(old: Sequence[_Draft], new: Sequence[_Draft]) -> dict[int, tuple[int, float]]:
    """new index → (old index, alike); the most alike first, the nearer in the script on a tie."""
    old_ = [n for n, draft in enumerate(old) if not draft.scene.omitted]
    new_ = [n for n, draft in enumerate(new) if not draft.scene.omitted]
    pairs = _exact(old, new, old_, new_)
    taken = {b for b, _alike in pairs.values()}
    left = [(a, b) for a in new_ if a not in pairs for b in old_ if b not in taken]
    scored = [(new[a].alike(old[b]), -abs(a - b), a, b) for a, b in left]
    for alike, _near, a, b in sorted(scored, reverse=True):
        if alike < _ENOUGH:
            break
        if a not in pairs and b not in taken:
            pairs[a] = b, alike
            taken.add(b)
    return pairs


def _exact(
    old: Sequence[_Draft], new: Sequence[_Draft], old_: Sequence[int], new_: Sequence[int]
) -> dict[int, tuple[int, float]]:
    """Scenes with the same heading and words, in order; most are, between two drafts."""
    a = [(old[n].heading, tuple(old[n].lines)) for n in old_]
    b = [(new[n].heading, tuple(new[n].lines)) for n in new_]
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return {new_[m.b + i]: (old_[m.a + i], 1.0) for m in blocks for i in range(m.size)}


def _in_order(pairs: dict[int, tuple[int, float]]) -> set[int]:
    """The new indexes of the longest row of scenes that kept their order."""
    order = sorted(pairs)
    ends: list[int] = []
    last: list[int] = []
    before: dict[int, int] = {}
    for a in order:
        at = bisect_left(ends, pairs[a][0])
        if at:
            before[a] = last[at - 1]
        ends[at : at + 1], last[at : at + 1] = [pairs[a][0]], [a]
    kept: set[int] = set()
    a_: int | None = last[-1] if last else None
    while a_ is not None:
        kept.add(a_)
        a_ = before.get(a_)
    return kept


def _changed(old: _Draft, new: _Draft, alike: float, stayed: bool) -> Change:
    kinds = [] if stayed else ["moved"]
    numbers = old.scene.heading.number, new.scene.heading.number
    if numbers[0] != numbers[1] and any(numbers):
        kinds.append("renumbered")
    if old.heading != new.heading:
        kinds.append("reheaded")
    taken, put = _difference(old.lines, new.lines)
    if taken or put:
        kinds.append("changed")
    return Change(
        old.scene.index, new.scene.index, tuple(kinds), round(min(alike, 1.0), 3), taken, put
    )


def _difference(a: list[str], b: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    taken: list[str] = []
    put: list[str] = []
    codes = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if a != b else []
    for code, i, j, k, n in codes:
        if code != "equal":
            taken += a[i:j]
            put += b[k:n]
    return tuple(taken[:_MOST_LINES]), tuple(put[:_MOST_LINES])
