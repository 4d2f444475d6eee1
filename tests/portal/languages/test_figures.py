"""Numbers and days within sentences, as each language writes them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from portal.languages.days import day, moment
from portal.languages.figures import decimals, filled


@pytest.mark.parametrize(
    ("language", "number", "on", "at"),
    [
        ("en", "0.30", "2026-11-09", "2026-11-09 08:05"),
        ("fr", "0,30", "09/11/2026", "09/11/2026 08:05"),
    ],
)
def test_each_language_has_its_own_signs(language, number, on, at):
    with override(language):
        assert decimals(0.3, 2) == number
        assert filled("{n:.2f} of {name}", n=0.3, name="v1.2") == f"{number} of v1.2"
        assert day(date(2026, 11, 9)) == day(datetime(2026, 11, 9, 23, tzinfo=UTC)) == on
        assert moment(datetime(2026, 11, 9, 8, 5, tzinfo=UTC)) == at


def test_only_floats_have_decimals():
    with override("fr"):
        assert filled("{n} · {s:>4}", n=12, s="a.b") == "12 ·  a.b"
