"""What a sidecar says of clips: an Avid log, colour decisions, or a look by its name."""

import re
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from projects.interchange.ale import read_ale
from projects.interchange.cdl import read_cdl
from projects.interchange.logs import LONGEST, Entry
from projects.interchange.refusal import ExportRefused
from projects.media import lists, lut, texts
from projects.media.refusal import Refused

_HEAD = 64 * 1024
_DECISIONS = re.compile(r"<(?:\w{1,40}:)?Color(?:DecisionList|Correction(?:Collection)?)[\s>/]")


def log_of(path: Path, name: str) -> list[dict[str, Any]]:
    """Entries as dicts (see `interchange.logs.Entry`); none of a file that is no sidecar.

    `name` is what its owner calls it: a grade or a look without a name of its own takes it.
    Raises `Refused("media:bad_log")` with the line that cannot be read.
    """
    with path.open("rb") as file:
        head = texts.decoded_text(file.read(_HEAD), whole=False) or ""
    stem = PurePath(name).stem[:LONGEST]
    try:
        return [entry.as_dict() for entry in _entries(path, head, name, stem)]
    except ExportRefused as error:
        raise Refused("media:bad_log", error.said, **error.numbers) from error


def _entries(path: Path, head: str, name: str, stem: str) -> tuple[Entry, ...]:
    if lut.is_cube(head[:4096]):
        return (Entry(line=1, name=stem, look=name[:LONGEST]),)
    if head.lstrip().startswith("<") and _DECISIONS.search(head):
        found = read_cdl(path.read_bytes())
        alone = len(found) == 1 and not found[0].file
        return (replace(found[0], file=stem),) if alone else found
    return read_ale(texts.read_text(path)) if lists.is_ale(head) else ()
