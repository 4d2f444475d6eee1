"""Codes of money: those of ISO 4217 that somebody still pays with."""

import pytest
from django.core.exceptions import ValidationError

from portal import currencies


@pytest.mark.parametrize("typed", ["USD", " eur ", "gbp", "JPY", "INR", "NGN", "XOF"])
def test_money_is_kept_by_its_code(typed):
    assert currencies.written(typed) == typed.strip().upper()


@pytest.mark.parametrize(
    "typed", ["", "US", "USB", "DOL", "€€€", "DEM", "XAU", "XXX", "XTS", "ΕUR"]
)
def test_what_nobody_pays_with_is_a_sentence(typed):
    """Not even marks that are over, gold, the codes for tests, or a Greek letter in the euro."""
    with pytest.raises(ValidationError, match=r"no currency of ISO 4217 in use\..*such as USD"):
        currencies.written(typed)
