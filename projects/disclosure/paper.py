"""A pack as a document, set by typst from the same content that its JSON hands out."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation

from projects.disclosure.words import labels
from projects.models import DisclosurePack, PackSignature

TEMPLATE = "projects/disclosure.typ"


def paper(pack: DisclosurePack, signatures: Sequence[PackSignature]) -> bytes:
    """The document: PDF/A-2b. The same pack with the same signatures gives the same bytes.

    Where a name has signs that no font at hand has, PDF/A forbids the paper: it is a plain PDF
    then, with boxes in their place, and says so. Fonts of the system are used after typst's own.
    """
    told = _told(pack, signatures)
    try:
        return _set(pack, told, ["a-2b"])
    except typst.TypstError:
        return _set(pack, {**told, "boxes": True}, [])


def _told(pack: DisclosurePack, signatures: Sequence[PackSignature]) -> dict[str, Any]:
    with translation.override(pack.content["language"]):
        words = labels()
    return {
        "content": pack.content,
        "words": words,
        "number": pack.number,
        "asked_by": pack.person_name,
        "sha256": pack.sha256,
        "boxes": False,
        "signatures": [_signed(one) for one in signatures],
    }


def _set(pack: DisclosurePack, told: dict[str, Any], standards: list[Any]) -> bytes:
    folder = Path(settings.BASE_DIR) / "templates"
    compiler = typst.Compiler(
        input=folder / TEMPLATE,
        root=folder,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )
    made: Any = compiler.compile(
        format="pdf",
        pdf_standards=standards,
        timestamp=datetime.fromisoformat(pack.content["as_of"]),
    )
    return made


def _signed(one: PackSignature) -> dict[str, str]:
    return {
        "typed": one.typed,
        "capacity": one.capacity,
        "account": one.person_name,
        "at": one.at.isoformat(timespec="seconds"),
        "sha256": one.sha256,
    }
