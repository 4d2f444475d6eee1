"""A report as a document: PDF/A-2b, set by typst from the content that its JSON hands out."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

TEMPLATE = "feedback/report.typ"


def paper(content: dict[str, Any], sha256: str) -> bytes:
    """The whole document; where a name has signs that no font at hand has, a plain PDF."""
    with translation.override(content["language"]):
        told = {"content": content, "sha256": sha256, "words": _words()}
    try:
        return _set(told, ["a-2b"])
    except typst.TypstError:
        return _set(told, [])


def _words() -> dict[str, str]:
    return {
        "page": _("page"),
        "data_until": _("Data of whole weeks until"),
        "definition": _("Definition"),
        "frozen": _("frozen on"),
        "not_frozen": _("not frozen: it could still have been changed while data were seen"),
        "by": _("by"),
        "method": _("Method"),
        "hash": _("Hash of the content"),
        "filters": _("Filters"),
        "all": _("all of the programme"),
        "annex": _("How this was made"),
        "few": _(
            "Every figure of what people said or did is made of groups of five people or more that "
            "are never taken apart, so that no two reports tell of fewer. Answers of fewer wait "
            "and are not counted. How many were asked and how many tickets were written is counted "
            "as it is. Only whole weeks are told. Intervals are 95 %: BCa bootstrap for means, "
            "Wilson for shares."
        ),
        "again": _("The same definition on the same data gives the same document:"),
        "none": _("No figure."),
        "everything": _("All"),
    }


def _set(told: dict[str, Any], standards: list[Any]) -> bytes:
    folder = Path(settings.BASE_DIR) / "templates"
    compiler = typst.Compiler(
        input=folder / TEMPLATE,
        root=folder,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )
    made: Any = compiler.compile(
        format="pdf",
        pdf_standards=standards,
        timestamp=datetime.fromisoformat(told["content"]["as_of"]),
    )
    return made
