"""Numbers within a sentence that Python puts together; templates write theirs by themselves."""

import string
from typing import Any

from django.utils.formats import get_format


def decimals(value: float, digits: int) -> str:
    """Rounded to so many digits: 3.5 or 3,5, as the active language writes it."""
    return written(f"{value:.{digits}f}")


class _Filling(string.Formatter):
    def format_field(self, value: Any, form: str) -> str:
        said = super().format_field(value, form)
        return written(said) if isinstance(value, float) else said


def filled(text: str, **facts: Any) -> str:
    """`str.format`, but for the sign between a number and its decimals."""
    return _Filling().format(text, **facts)


def written(number: str) -> str:
    """A number as Python writes it, with the active language's sign before its decimals."""
    return number.replace(".", get_format("DECIMAL_SEPARATOR"))
