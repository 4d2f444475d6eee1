"""Currencies by their code in ISO 4217: those that somewhere are money today."""

from datetime import date
from functools import cache

from babel.core import get_global
from babel.numbers import get_territory_currencies
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _


def written(code: str) -> str:
    """The code as it is kept. `ValidationError` for one that is nobody's money, such as USB."""
    value = code.strip().upper()
    if value not in _in_use(timezone.now().date()):
        told = _("“%(code)s” is no currency of ISO 4217 in use. Write its code, such as USD.")
        raise ValidationError(told % {"code": value})
    return value


@cache
def _in_use(day: date) -> frozenset[str]:
    """By the territories of Unicode's CLDR: legal tender there on that day."""
    territories = get_global("territory_currencies")
    return frozenset(
        code for one in territories for code in get_territory_currencies(one, start_date=day)
    )
