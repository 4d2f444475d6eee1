"""Files of a candidate that is no cut and no picture, on their way out: approved ones only."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.exporting import approved, plain_name
from projects.models import Candidate, Rendition

_PLATE = {
    "deep": _("Plate, 16 bits a channel"),
    "plate": _("Plate, 8 bits a channel"),
    "confidence": _("Mask of confidence"),
    "preview": _("Frame and plate side by side"),
    "numbers": _("All numbers"),
}
_MATCH = {
    "cdl": _("Corrections, ASC CDL"),
    "ccc": _("Corrections, CCC"),
    "edl": _("Corrections in an EDL"),
    "csv": _("Table of all numbers"),
    "cube": _("Look-up table"),
    "compare": _("Hero, before and after"),
    "numbers": _("All numbers"),
}
_SELECTS = {
    "edl": _("String-out, EDL"),
    "otio": _("String-out, OTIO"),
    "numbers": _("All numbers"),
}
_CHANGES = {
    "otio": _("Changes, OTIO"),
    "edl": _("Changes, EDL"),
    "csv": _("Table of changes"),
    "numbers": _("All numbers"),
}
_FOUND = {"csv": _("Table of shots"), "numbers": _("All numbers")}
_CAST = {"numbers": _("All numbers")}
_TRACK = {
    "nuke": _("Corner pin, Nuke"),
    "effects": _("Corner pin, After Effects"),
    "csv": _("Table of corners"),
    "preview": _("Preview"),
    "mask": _("Mask of what stands before it"),
    "numbers": _("All numbers"),
}
_EDITORIAL = {
    "editorial": _("The cut in the other format"),
    "events": _("Table of events"),
    "numbers": _("All numbers"),
}
#: Kind of candidate → role of a file → what it is called, in the order of the page.
FILES: Mapping[str, Mapping[str, Any]] = {
    Candidate.Kind.PLATE: _PLATE,
    Candidate.Kind.MATCH: _MATCH,
    Candidate.Kind.SELECTS: _SELECTS,
    Candidate.Kind.CHANGES: _CHANGES,
    Candidate.Kind.FOUND: _FOUND,
    Candidate.Kind.CAST: _CAST,
    Candidate.Kind.TRACK: _TRACK,
    Candidate.Kind.EDITORIAL: _EDITORIAL,
}
#: Changed by nobody but the studio itself, so that nobody has to sign it.
UNSIGNED = (Candidate.Kind.EDITORIAL,)
#: Roles of which there is a file for each shot; its index is the shot's.
_EACH = ("cube", "compare")


@dataclass(frozen=True)
class Takeable:
    """A file of a candidate: `name` is how it is asked for (`deep`, `cube-2`); `title` what it
    is, and `shot` of which of several shots, if of one.
    """

    name: str
    title: str
    shot: str
    row: Rendition

    @property
    def label(self) -> str:
        return f"{self.title}: {self.shot}" if self.shot else self.title

    @property
    def file_name(self) -> str:
        """As it leaves: the film it was made from, what it is, and its ending."""
        made: Any = self.row.candidate
        film = plain_name(PurePath(made.version.file_name).stem)
        return f"{film}_{self.name.replace('-', '_')}{self.ending}"

    @property
    def of_a_shot(self) -> bool:
        """Whether it is of one shot of several: `row.index` says which."""
        return self.row.role in _EACH

    @property
    def ending(self) -> str:
        return PurePath(self.row.storage_key).suffix

    @property
    def form(self) -> str:
        return self.ending.removeprefix(".").upper().replace("TIF", "TIFF").replace("JPG", "JPEG")


def takeable(candidate: Candidate) -> list[Takeable]:
    """All files of this candidate that may leave once it is approved."""
    labels = FILES.get(candidate.kind, {})
    if not labels:
        return []
    rows = [row for row in candidate.renditions.all() if row.role in labels]
    for row in rows:
        row.candidate = candidate
    order = list(labels)
    rows.sort(key=lambda row: (order.index(row.role), row.index))
    shots = {shot["index"]: shot.get("name", "") for shot in candidate.result.get("shots", [])}
    return [Takeable(_name(row), str(labels[row.role]), _shot(row, shots), row) for row in rows]


def _shot(row: Rendition, shots: dict[int, str]) -> str:
    return shots.get(row.index, f"{row.index}") if row.role in _EACH else ""


def _name(row: Rendition) -> str:
    return f"{row.role}-{row.index}" if row.role in _EACH or row.index else row.role


def take_file(*, actor: Any, candidate: Candidate, name: str) -> Takeable:
    """One file of an approved candidate; audited. Raises `not_found` where there is none."""
    if candidate.kind not in UNSIGNED:
        approved(candidate)
    found = next((file for file in takeable(candidate) if file.name == name), None)
    if found is None:
        raise PortalError("not_found")
    facts = {"name": found.file_name, "project": candidate.project.name}
    AuditEvent.record(actor, "file:exported", candidate.project.studio, **facts)
    return found
