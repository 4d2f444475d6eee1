"""The patterns of `continuity_words` made ready for one script's names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from projects.assist.scripts import continuity_words as told

_ARTICLE = r"(?:(?:a|an|the|his|her|their|its|one) )?(?:[\w'’-]+ ){0,2}?"


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


@cache
def _ready(pattern: str, names: str = "") -> re.Pattern[str]:
    lists = {
        "{garment}": rf"(?P<garment>{_either(told.GARMENTS)})\b",
        "{thing}": rf"(?P<thing>{_either(told.THINGS)})s?\b",
        "{limb}": _either(told.LIMBS),
        "{aid}": _either(told.AIDS),
        "{name}": rf"(?<!\w)(?P<name>{names or 'x^'})(?!\w)",
    }
    pattern = pattern.replace("_{", f"{_ARTICLE}{{")
    for sign, words in lists.items():
        pattern = pattern.replace(sign, words)
    return re.compile(rf"(?<!\w){pattern}", re.IGNORECASE)


class Patterns:
    """Asks one sentence at a time; every answer is a list in the order of the sentence."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = _either(names)

    def _found(self, patterns: Sequence[str], text: str) -> Iterator[re.Match[str]]:
        for pattern in patterns:
            yield from _ready(pattern, self._names if "{name}" in pattern else "").finditer(text)

    def garments(self, patterns: Sequence[str], text: str) -> list[str]:
        return list(dict.fromkeys(m["garment"].lower() for m in self._found(patterns, text)))

    def things(self, patterns: Sequence[str], text: str) -> list[str]:
        return list(dict.fromkeys(m["thing"].lower() for m in self._found(patterns, text)))

    def names(self, patterns: Sequence[str], text: str) -> list[str]:
        """Names begin with a capital."""
        found = [m["name"] for m in self._found(patterns, text)]
        return list(dict.fromkeys(name.upper() for name in found if name[0].isupper()))

    def deaths(self, text: str) -> list[str]:
        """Who is said to be dead, unless the sentence only plays with the thought."""
        if re.search(told.NOT_DEAD, text, re.IGNORECASE):
            return []
        return self.names(told.DIES, text)

    def walks(self, name: str, text: str) -> bool:
        """Whether the sentence begins with this person doing what the living do."""
        begins = text.upper().startswith(name)
        return begins and bool(re.search(told.WALKS, text[: len(name) + 40], re.IGNORECASE))

    def limbs(self, patterns: Sequence[str], text: str) -> list[str]:
        """Arm or leg, by the aid that is named; both where the sentence names none."""
        found: list[str] = []
        for match in self._found(patterns, text):
            aid = (match.groupdict().get("aid") or "").lower()
            found += [told.AIDS[aid]] if aid in told.AIDS else [told.ARM, told.LEG]
        return list(dict.fromkeys(found))

    def hurt(self, text: str) -> list[str]:
        """Arm or leg, as an injury or an aid tells."""
        found = [told.LIMBS[m["part"].lower()] for m in self._found(told.HURT, text)]
        found += [told.AIDS[m["aid"].lower()] for m in self._found(told.HURT_BY_AID, text)]
        found += [told.LEG for _m in self._found(told.LIMPS, text)]
        return list(dict.fromkeys(found))

    def able(self, text: str) -> list[str]:
        """What is used as only a whole arm or leg can be."""
        if re.search(r"\b(?:cannot|can't|can’t|unable|tries to|fails to|wants to)\b", text, re.I):
            return []
        return [limb for limb, verbs in told.DEMANDS.items() if re.search(verbs, text, re.I)]

    def still_broken(self, text: str) -> bool:
        return bool(re.search(told.STILL_BROKEN, text, re.IGNORECASE))
