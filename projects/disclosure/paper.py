"""A pack as a document (PDF/A-2b), set by typst from the same content that its JSON hands out."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from projects.disclosure.words import labels
from projects.models import DisclosurePack, PackSignature

TEMPLATE = "projects/disclosure.typ"


def paper(pack: DisclosurePack) -> bytes:
    """The document. The same pack with the same signatures gives the same bytes."""
    content = pack.content
    folder = Path(settings.BASE_DIR) / "templates"
    told = {
        "content": content,
        "words": labels(),
        "number": pack.number,
        "asked_by": pack.person_name,
        "sha256": pack.sha256,
        "signatures": [_signed(one) for one in pack.signatures.all()],
    }
    compiler = typst.Compiler(
        input=folder / TEMPLATE,
        root=folder,
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )
    made: Any = compiler.compile(
        format="pdf",
        pdf_standards=["a-2b"],
        timestamp=datetime.fromisoformat(content["as_of"]),
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
