"""Weeks, as everything in this room is counted: Monday to Sunday, UTC."""

from datetime import UTC, datetime, timedelta

#: The Monday that weeks are counted from.
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def week_of(moment: datetime) -> int:
    """Whole weeks since the first Monday; a moment belongs to the week that it falls into."""
    return (moment - FIRST) // WEEK


def week_start(moment: datetime) -> datetime:
    """The Monday, 00:00 UTC, on or before this moment."""
    return FIRST + week_of(moment) * WEEK


def start_of(week: int) -> datetime:
    return FIRST + week * WEEK
