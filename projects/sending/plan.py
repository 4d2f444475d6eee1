"""What is about to be sent, told before the first byte leaves."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from .parts import Item
from .progress import amount
from .sequences import Sequence as Frames

MOST_NAMED = 8


def plan(items: Sequence[Item], left_out: Sequence[Path]) -> Iterator[str]:
    """Lines about the whole, each sequence with its gaps, and what is not sent.

    A single file needs no plan.
    """
    sequences = [item for item in items if isinstance(item, Frames)]
    if len(items) > 1:
        files = sum(len(item.frames) if isinstance(item, Frames) else 1 for item in items)
        folders = len({item.path.parent for item in items})
        size = amount(sum(item.size for item in items))
        yield f"{_many(files, 'file')}, {size}, in {_many(folders, 'folder')}."
    for item in sequences:
        gaps = f"; missing {item.missing}" if item.missing else ""
        yield f"{item.title}: {len(item.frames)} frames as one{gaps}."
    if left_out:
        names = ", ".join(path.name for path in left_out[:MOST_NAMED])
        more = f" and {len(left_out) - MOST_NAMED} more" if len(left_out) > MOST_NAMED else ""
        yield f"Left out, since hidden, unfinished or of the system: {names}{more}."


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
