"""Measurements: one module each, with `run(args) -> dict`."""

from collections.abc import Sequence
from typing import TypeVar

from django.core.management.base import CommandError

Number = TypeVar("Number", int, float)


def number_in(args: Sequence[str], usual: Number, at: int = 0) -> Number:
    """The one at that place, of the kind of `usual`, which holds where there is none.

    Raises CommandError for what is no number above zero.
    """
    if len(args) <= at:
        return usual
    try:
        found = type(usual)(args[at])
    except ValueError:
        found = type(usual)(0)
    if not 0 < found < float("inf"):
        raise CommandError(f"{args[at]} is no number above zero. Without one it is {usual}.")
    return found
