"""What the pages of compared pictures say."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

KINDS = {
    "wardrobe": _l("Wardrobe"),
    "hair": _l("Hair"),
    "make-up": _l("Make-up"),
    "prop": _l("Prop"),
    "position": _l("Position"),
    "set": _l("Set"),
    "light": _l("Light"),
    "other": _l("Other"),
}


def summary(result: Mapping[str, Any]) -> str:
    count = len(result["differences"])
    if not count:
        return _("The model listed no difference. That does not mean that the frames match.")
    return ngettext("%(n)s difference", "%(n)s differences", count) % {"n": count}


VERDICTS = {
    "same": _l("the same character"),
    "different": _l("another character"),
    "unclear": _l("unclear"),
}


def distance(far: float | None) -> str:
    """Of the local measure; 1 is the border between one character and two."""
    if far is None:
        return _("nobody was found to be measured")
    return _("distance %(n)s; below 1 it may be the same") % {"n": f"{far:.2f}"}


def alike_summary(result: Mapping[str, Any]) -> str:
    odd = sum(row["disagree"] for row in result["pairs"])
    count = len(result["pairs"])
    words = ngettext("%(n)s picture compared", "%(n)s pictures compared", count) % {"n": count}
    if not odd:
        return words
    said = ngettext("they disagree on %(n)s", "they disagree on %(n)s", odd) % {"n": odd}
    return f"{words} · {said}"
