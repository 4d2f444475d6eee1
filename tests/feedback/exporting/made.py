"""A small table with every kind of value, without a studio's rows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    IntegerField,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from feedback.exporting.columns import Column, Kind, Table
from portal.models import Cohort

FIELDS = {
    Kind.ID: UUIDField(),
    Kind.TEXT: TextField(),
    Kind.CODE: TextField(),
    Kind.INTEGER: IntegerField(),
    Kind.NUMBER: DecimalField(max_digits=12, decimal_places=4),
    Kind.MOMENT: DateTimeField(),
    Kind.DATE: DateField(),
    Kind.YES: BooleanField(),
}
ROW = {
    "id": UUID("12345678-9abc-4def-8123-456789abcdef"),
    "words": "Très bien, « parfait »",
    "tool": "shot_match",
    "count": -3,
    "hours": Decimal("1.2500"),
    "at": datetime(2026, 3, 29, 1, 30, 15, tzinfo=UTC),  # an hour that Paris does not have
    "on": date(2026, 2, 28),
    "right": True,
}
NAMES = list(ROW)
KINDS = dict(zip(ROW, Kind, strict=True))


def table(rows: int = 1, **values: object) -> Table:
    """So many rows, each with these values in place of those above."""
    row = {**ROW, **values}
    for number in range(rows):
        Cohort.objects.create(
            name=f"{number:07}", capacity=1, opens_on=date(2026, 1, 1), closes_on=date(2026, 2, 1)
        )
    kinds = {name: KINDS.get(name, Kind.TEXT) for name in row}
    columns = [Column(name, kind, f"what {name} means", "h") for name, kind in kinds.items()]
    named = {
        f"c{n}": Cast(Value(row[column.name]), FIELDS[column.kind])
        for n, column in enumerate(columns)
    }
    query = Cohort.objects.order_by("name").annotate(**named)
    return Table(columns, query.values_list(*named))
