"""The shots of somebody's edit, read in a process of its own: see `timelines.apart` for why."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from projects.apart.asking import TURN, Silent, answer, ask
from projects.apart.child import Ended
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines.reading import read
from projects.interchange.timelines.shown import told

SECONDS, MEMORY = 300, 2 * 1024**3


def shots_apart(
    path: Path, rate: Fraction, waiting: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """What `shown.told` gives of the file's first film, and `rate_assumed`: that the file says no
    rate, and `rate` was taken. Raises `ExportRefused` as the readers do, and `timeline:gave_up`.
    """
    question = json.dumps({"path": str(path), "rate": str(rate)})
    try:
        out = ask(__name__, question, seconds=SECONDS, waiting=waiting, turn=TURN)
    except (Silent, Ended):
        raise ExportRefused("timeline:gave_up", gettext_noop("no answer")) from None
    found = json.loads(out)
    if "refused" in found:
        raise ExportRefused(found["refused"], found["said"], **found["numbers"])
    return found


def _read(question: str) -> str:
    asked = json.loads(question)
    path = Path(asked["path"])
    try:
        found = _shots(path, Fraction(asked["rate"]))
    except ExportRefused as refused:
        found = {"refused": refused.code, "said": refused.said, "numbers": refused.numbers}
    return json.dumps(found)


def _shots(path: Path, rate: Fraction) -> dict[str, Any]:
    """The file's own rate counts, where it says one."""
    try:
        found, assumed = read(path), False
    except ExportRefused as refused:
        if refused.code != "timeline:rate_needed":
            raise
        found, assumed = read(path, rate), True
    return told(found.laid, found.films, found.warnings) | {"rate_assumed": assumed}


if __name__ == "__main__":
    answer(_read, memory=MEMORY, cpu=SECONDS)
