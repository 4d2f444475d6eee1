"""Days and moments within a sentence that Python puts together; templates have `|date`."""

from datetime import date, datetime

from django.utils.formats import date_format


def day(of: date | datetime) -> str:
    """2026-11-29, 29/11/2026: short, as the active language writes it."""
    return date_format(of, "SHORT_DATE_FORMAT")


def moment(at: datetime) -> str:
    """2026-11-29 20:01, in the zone that it has; UTC where it comes from the database."""
    return date_format(at, "SHORT_DATETIME_FORMAT")
