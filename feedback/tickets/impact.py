"""How much a topic counts: people × severity × feature. A pure function of three numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

#: What counts where no administrator has said otherwise.
USUAL: dict[str, Decimal] = {
    "severity:blocker": Decimal(8),
    "severity:major": Decimal(4),
    "severity:minor": Decimal(2),
    "severity:cosmetic": Decimal(1),
}
ONE = Decimal(1)


@dataclass(frozen=True)
class Impact:
    """The factors, and their product without a unit; it orders topics and means nothing alone."""

    people: int
    severity: Decimal
    feature: Decimal

    @property
    def value(self) -> Decimal:
        return self.people * self.severity * self.feature

    def __str__(self) -> str:
        factors = (self.severity, self.feature)
        return " × ".join([f"{_short(self.value)} = {self.people}", *map(_short, factors)])


def impact(people: int, severity: str, feature: str, weights: Mapping[str, Decimal]) -> Impact:
    """`people`: how many told or voted for it, each once. Weights by `severity:…`, `feature:…`.

    Raises ValueError for a negative number of people.
    """
    if people < 0:
        raise ValueError("people are counted from nought")
    return Impact(
        people,
        weight(f"severity:{severity}", weights),
        weight(f"feature:{feature}", weights),
    )


def weight(name: str, weights: Mapping[str, Decimal]) -> Decimal:
    return weights.get(name, USUAL.get(name, ONE))


def _short(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
