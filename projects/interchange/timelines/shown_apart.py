"""The shots of somebody's edit, read in a process of its own: see `timelines.apart` for why."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from projects.apart.asking import answer
from projects.interchange.refusal import ExportRefused
from projects.interchange.timelines.apart import MEMORY, SECONDS, answered, asked
from projects.interchange.timelines.reading import read
from projects.interchange.timelines.shown import told


def shots_apart(
    path: Path, rate: Fraction, waiting: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """What `shown.told` gives of the file's first film, and `rate_assumed`: that the file says no
    rate, and `rate` was taken. Raises `ExportRefused` as the readers do, and `timeline:gave_up`.
    """
    return asked(__name__, {"path": str(path), "rate": str(rate)}, waiting)


def _read(question: str) -> str:
    return answered(lambda told: _shots(Path(told["path"]), Fraction(told["rate"])), question)


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
