"""Cells of a table that a spreadsheet shows and never computes."""

from typing import Any

_WIDE = "\uff1d\uff0b\uff0d\uff20"  # the same signs as East Asian keyboards write them
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *_WIDE)


def harmless(value: Any) -> Any:
    """Text with an apostrophe before what would be taken for a formula; numbers as they are."""
    risky = isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA)
    return f"'{value}" if risky else value
