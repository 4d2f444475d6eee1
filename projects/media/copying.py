"""A further viewing copy of a film: larger, or with the viewer's name in its pictures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from projects.media.facts import Facts
from projects.media.frame_archive import index
from projects.media.probe import probe
from projects.media.proxy import proxy
from projects.media.sequence_copy import Reel, sequence_copy

FILE = "copy.mp4"


def copy(
    *,
    source: str,
    folder: str,
    height: int,
    mark: str,
    facts: dict[str, Any] | None,
    tell: Callable[[str, float], None],
) -> dict[str, Any]:
    """Write `FILE` to `folder`: `height` lines, `mark` in every picture.

    `facts` are those of the original (as `Facts.as_dict`); None for a viewing copy, which is
    measured here. Gives what `proxy` gives. Raises `Refused`.
    """
    path = Path(source)
    known = Facts.from_dict(facts) if facts else probe(path, "film")
    tell("copy", 0.0)

    def progress(done: float) -> None:
        tell("copy", 0.95 * done)

    out = Path(folder) / FILE
    if known.kind == "sequence":
        reel = Reel(path, index(path), out.parent)
        return sequence_copy(reel, known, out, height, progress, mark)
    result = proxy(path, known, out, height, progress, mark)
    return {name: value for name, value in result.items() if name != "frame_times"}
