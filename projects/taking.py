"""Files of a candidate that is no cut and no picture, on their way out: approved ones only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.consenting import must_be_free
from projects.exporting import approved, made_with_ai, mastered, plain_name
from projects.models import Candidate, Rendition, Revision
from projects.responses import attachment, stored
from projects.string_outs import string_out_rows, string_out_texts

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
_ENRICHED = {"csv": _("Table of all elements"), "numbers": _("All numbers")}
_DESCRIBED = {"csv": _("Table of shots"), "numbers": _("All numbers")}
_CLIP = {"film": _("Film, as it came"), "numbers": _("All numbers")}
_COMPARED = {"csv": _("Table of differences"), "numbers": _("All numbers")}
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
    Candidate.Kind.ENRICHED: _ENRICHED,
    Candidate.Kind.DESCRIBED: _DESCRIBED,
    Candidate.Kind.CLIP: _CLIP,
    Candidate.Kind.COMPARED: _COMPARED,
}
#: Changed by nobody but the studio itself, so that nobody has to sign it.
UNSIGNED = (Candidate.Kind.EDITORIAL,)
#: Roles of which there is a file for each shot; its index is the shot's.
_EACH = ("cube", "compare")
_SHOWN = ("image/", "video/")
#: A manifest that lies beside a file whose format has no place for one.
_BESIDE = {"credentials": _("Content credentials")}


@dataclass(frozen=True)
class Takeable:
    """A file of a candidate: `name` is how it is asked for (`deep`, `cube-2`); `title` what it
    is, and `shot` of which of several shots, if of one. `text` is what it holds where it is
    written on its way out, and `row` then no row of the database. What shows something leaves as
    its `master`, with the decision signed into it.
    """

    name: str
    title: str
    shot: str
    row: Rendition
    text: str | None = None
    master: Rendition | None = None

    @property
    def label(self) -> str:
        return f"{self.title}: {self.shot}" if self.shot else self.title

    @property
    def file_name(self) -> str:
        """As it leaves: the film it was made from, what it is, and its ending."""
        made: Any = self.row.candidate
        own = self.row.facts.get("name", "")
        if made.kind in UNSIGNED and self.row.role == "editorial" and self.ending != ".zip":
            return f"{plain_name(own)}{self.ending}"
        film = plain_name(PurePath(made.version.file_name).stem)
        told = self.row.facts["name"] if self.text is not None else self.name.replace("-", "_")
        shows = made.source_type if self.row.media_type.startswith(_SHOWN) else ""
        return f"{film}_{told}{made_with_ai(shows)}{self.ending}"

    def leaves(self) -> HttpResponse:
        if self.text is not None:
            return attachment(self.text, self.file_name, self.row.media_type)
        row = self.master or self.row
        return stored(row.storage_key, row.media_type, download_as=self.file_name)

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


def takeable(candidate: Candidate, revision: Revision | None = None) -> list[Takeable]:
    """All files of this candidate that may leave once it is approved. What is written of a
    revision is of this one, or of the latest.
    """
    labels = FILES.get(candidate.kind, {})
    if not labels:
        return []
    labels = {**labels, **_BESIDE}
    rows = [row for row in candidate.renditions.all() if row.role in labels]
    texts: dict[str, str] = {}
    if candidate.kind == Candidate.Kind.SELECTS:
        texts = string_out_texts(candidate, revision or candidate.latest)
        rows = string_out_rows(rows, texts, revision or candidate.latest)
    for row in rows:
        row.candidate = candidate
    order = list(labels)
    rows.sort(key=lambda row: (order.index(row.role), row.index))
    named = (shot for shot in candidate.result.get("shots", []) if "name" in shot)
    shots = {shot["index"]: shot["name"] for shot in named}
    return [
        Takeable(_name(row), str(labels[row.role]), _shot(row, shots), row, texts.get(row.role))
        for row in rows
    ]


def _shot(row: Rendition, shots: dict[int, str]) -> str:
    return shots.get(row.index, f"{row.index}") if row.role in _EACH else ""


def _name(row: Rendition) -> str:
    return f"{row.role}-{row.index}" if row.role in _EACH or row.index else row.role


def take_file(*, actor: Any, candidate: Candidate, name: str) -> Takeable:
    """One file of an approved candidate; audited. Raises `not_found` where there is none."""
    decision = None if candidate.kind in UNSIGNED else approved(candidate)
    signed = decision.revision if decision else None
    if signed is None:
        must_be_free(candidate, candidate.version)
    found = next((file for file in takeable(candidate, signed) if file.name == name), None)
    if found is None:
        raise PortalError("not_found")
    facts = {"name": found.file_name, "project": candidate.project.name}
    facts["id"] = str(candidate.pk)
    AuditEvent.record(actor, "file:exported", candidate.project.studio, **facts)
    if decision is None or found.text is not None:
        return found
    return replace(found, master=mastered(found.row, decision))
