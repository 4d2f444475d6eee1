"""Sizes as people write them: 200 GB, 1.5 TB; a unit is 1024 times the one before it."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STEPS = " KMGTP"
#: Characters; more are no size.
LONGEST = 40
_WRITTEN = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*([KMGTP]?)(?:I?[BO]|BYTES?|OCTETS?)?", re.IGNORECASE)
#: One thousand and five hundred to some, one and a half to others.
_EITHER = re.compile(r"-?\d+[.,]\d{3}(?!\d)")


class SizeField(forms.Field):
    """Bytes, asked for and shown with a unit. Without one, bytes are meant."""

    default_error_messages = {
        "size": gettext_lazy("Write a size such as 200 GB or 1.5 TB."),
        "either": gettext_lazy(
            "This can be read as thousands or as a fraction. Write 1500 GB for the one, 1.5 GB for "
            "the other."
        ),
    }

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        if len(text) > LONGEST or not (found := _WRITTEN.fullmatch(text)):
            raise forms.ValidationError(self.error_messages["size"], code="size")
        if _EITHER.match(text):
            raise forms.ValidationError(self.error_messages["either"], code="either")
        number, unit = found.groups()
        return round(Decimal(number.replace(",", ".")) * 1024 ** STEPS.index(unit.upper() or " "))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """What is read as the same size is no change, however it was written."""
        try:
            return bool(initial != self.to_python(data))
        except forms.ValidationError:
            return True


def written(size: int) -> str:
    """In the largest unit in which two decimals say it to the byte, so that nothing is lost."""
    for step in range(len(STEPS) - 1, 0, -1):
        unit = 1024**step
        number = round(Decimal(size) / unit, 2)
        if size >= unit and round(number * unit) == size:
            return f"{_plain(number)} {STEPS[step]}{_('B')}"
    return f"{size} {_('B')}"


def _plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".").replace(".", get_format("DECIMAL_SEPARATOR"))
