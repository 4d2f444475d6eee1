"""Impact: people × severity × feature, and nothing else."""

from decimal import Decimal

import pytest

from feedback.models import Severity
from feedback.tickets.impact import USUAL, impact


def test_it_is_the_product_of_its_three_factors():
    weights = {"severity:major": Decimal("2.5"), "feature:uploads": Decimal(3)}
    found = impact(4, "major", "uploads", weights)
    assert (found.people, found.severity, found.feature) == (4, Decimal("2.5"), Decimal(3))
    assert found.value == 30
    assert str(found) == "30 = 4 × 2.5 × 3"


@pytest.mark.parametrize(("severity", "worth"), [("blocker", 8), ("major", 4), ("minor", 2)])
def test_without_a_row_a_severity_has_its_usual_weight_and_a_feature_counts_once(severity, worth):
    assert impact(3, severity, "uploads", {}).value == 3 * worth


def test_every_severity_has_a_usual_weight_and_a_worse_one_weighs_more():
    order = [USUAL[f"severity:{one}"] for one in ("blocker", "major", "minor", "cosmetic")]
    assert order == sorted(order, reverse=True) and len(set(order)) == len(Severity.values)


def test_a_weight_of_nought_is_a_weight():
    assert impact(9, "blocker", "api", {"feature:api": Decimal(0)}).value == 0


def test_whole_numbers_keep_their_noughts():
    assert (
        str(impact(10, "cosmetic", "api", {"feature:api": Decimal("10.00")})) == "100 = 10 × 1 × 10"
    )


def test_people_are_not_negative():
    with pytest.raises(ValueError, match="nought"):
        impact(-1, "minor", "api", {})
