"""Sizes as people write them: 200 GB, 1.5 TB; a unit is 1024 times the one before it."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STEPS = " KMGTP"
#: Characters; more are no size.
LONGEST = 40
_WRITTEN = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*([KMGTP]?)(?:I?[BO]|BYTES|OCTETS)?", re.IGNORECASE)


class SizeField(forms.Field):
    """Bytes, asked for and shown with a unit. Without one, bytes are meant."""

    default_error_messages = {
        "size": gettext_lazy("Write a size such as 200 GB or 1.5 TB."),
    }

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        if len(text) > LONGEST or not (found := _WRITTEN.fullmatch(text)):
            raise forms.ValidationError(self.error_messages["size"], code="size")
        number, unit = found.groups()
        return round(Decimal(number.replace(",", ".")) * 1024 ** STEPS.index(unit.upper() or " "))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """What is read as the same size is no change, however it was written."""
        try:
            return bool(initial != self.to_python(data))
        except forms.ValidationError:
            return True


def written(size: int) -> str:
    """In the largest unit in which it is a whole number, so that nothing is rounded away."""
    step = 0
    while size and size % 1024 == 0 and step < len(STEPS) - 1:
        size, step = size // 1024, step + 1
    unit = _("B") if step else _("bytes")
    return f"{size} {STEPS[step]}{unit}".replace("  ", " ")
