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
