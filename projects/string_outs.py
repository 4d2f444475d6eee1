"""The string-out of the takes that a person chose, written when it is looked at or taken away."""

from collections.abc import Mapping, Sequence
from typing import Any

from projects.assist import stringing
from projects.interchange.refusal import ExportRefused
from projects.interchange.stringout import StringOut
from projects.models import Candidate, Rendition, Revision

#: Role → media type of what is written; the tool's own files of these roles hold its own choice.
_TYPES = {"edl": "text/plain; charset=utf-8", "otio": "application/json"}


def string_out(candidate: Candidate, revision: Revision) -> StringOut | None:
    """None where nothing is in it."""
    try:
        return stringing.string_out(candidate.result["takes"], candidate.choice(revision))
    except ExportRefused:
        return None


def string_out_texts(candidate: Candidate, revision: Revision) -> dict[str, str]:
    """Role → the file as a text; those that can be written."""
    cut = string_out(candidate, revision)
    return stringing.written(cut) if cut else {}


def string_out_rows(
    stored: Sequence[Rendition], texts: Mapping[str, str], revision: Revision
) -> list[Rendition]:
    """The candidate's files with those of its string-out in the place of the tool's."""
    others = [row for row in stored if row.role not in _TYPES]
    return others + [_row(role, text, revision) for role, text in texts.items()]


def _row(role: str, text: str, revision: Revision) -> Any:
    return Rendition(
        role=role,
        media_type=_TYPES[role],
        storage_key=f"stringout.{role}",
        size=len(text.encode()),
        facts={"name": f"stringout_r{revision.number}"},
    )
