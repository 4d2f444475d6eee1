"""What is asked of a job's row at every step of its life; put together once for each kind."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Now

from portal.postgres.statements import Asked, Said


@cache
def claimable(model: Any) -> Asked[Any]:
    """By its key: the row, locked, if a worker may take it now."""

    def rows(pk: Any) -> QuerySet:
        found = model.objects.filter(model.free(), pk=pk).annotate(database_now=Now()).order_by()
        found = found.select_related(*model.at_hand) if model.at_hand else found
        return found.select_for_update(skip_locked=True, of=("self",), no_key=True)

    return Asked(rows)


def lease() -> Said:
    """Until when who takes something now has it; a worker's own clock decides nothing."""
    return _after(settings.LEASE_SECONDS)


@cache
def _after(seconds: float) -> Said:
    return Said(Now() + timedelta(seconds=seconds))
