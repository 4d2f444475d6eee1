"""Money from usage and a price list; exact, in one currency."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from projects.assist.palette import Final, Quote, Rate, Usage

#: What a ledger writes: a hundredth of a cent, so that the sum of many small calls stays true.
STEP = Decimal("0.0001")


def cost(usage: Usage, rates: Sequence[Rate]) -> Decimal:
    """What `usage` costs. `Final` `remote:unpriced` names a unit without a price; units that were
    not used need none."""
    prices = {rate.unit: rate.amount for rate in rates}
    used = {unit: count for unit, count in usage.items() if count}
    for unit in used:
        if unit not in prices:
            raise Final("remote:unpriced", unit)
    whole = sum((count * prices[unit] for unit, count in used.items()), Decimal(0))
    return whole.quantize(STEP, ROUND_HALF_UP)


def quoted(low: Usage, high: Usage, rates: Sequence[Rate]) -> Quote:
    """A range between two usages. All prices of one list have one currency."""
    currencies = {rate.currency for rate in rates}
    if len(currencies) > 1:
        raise Final("remote:unpriced", ", ".join(sorted(currencies)))
    currency = currencies.pop() if currencies else ""
    return Quote(cost(low, rates), cost(high, rates), currency, high)
