"""People in capitals in the action who never speak: scripts introduce them so."""

import re
from collections.abc import Iterable, Sequence

from projects.assist.scripts.sentences import Sentence, shown
from projects.interchange.scripts.cues import looks_like_cue

_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.#\d-]+"
#: A name in capitals followed by an age, a comma and a description, or `who`: an introduction.
_INTRODUCED = re.compile(
    rf"\b({_CAPITALS}(?: {_CAPITALS}){{0,3}})(?=\s*\((?:early |late |mid[- ]?)?\d\d|"
    r", (?:all )?(?:aged? |early |late |mid[- ])?\d{1,2}\b)"
)


def introduced(sentences: Sequence[Sentence], known: Iterable[str]) -> list[dict[str, str | float]]:
    """Names with an age behind them that are nobody's cue, with the sentence that tells them."""
    speaking = set(known)
    found: dict[str, dict[str, str | float]] = {}
    for sentence in sentences:
        for match in _INTRODUCED.finditer(sentence.text):
            name = re.sub(r"^(?:A|AN|THE) ", "", match[1].replace("’", "'"))
            partly = any(name in other or other in name for other in speaking)
            if not partly and looks_like_cue(name) and not sentence.text.isupper():
                found.setdefault(
                    name, {"name": name, "sure": 0.7, "sentence": shown(sentence.text)}
                )
    return list(found.values())
