"""The tables that beta leads may take away, each registered by the room that knows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Count, F, Func, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.crypto import salted_hmac

from feedback.exporting.columns import Column, Table
from feedback.models import shared_studios


@dataclass(frozen=True)
class Dataset:
    """`rows()` gives a query with a total order whose model has a `studio`; `values` name, in the
    order of the columns, what stands in each. People never stand in it by name.
    """

    name: str
    title: Any
    means: Any
    columns: Sequence[Column]
    values: Sequence[Any]
    rows: Callable[[], QuerySet[Any, Any]]
    by: str = ""  # the indexed field that the order begins with: see `Table`

    def table(self) -> Table:
        """Rows of studios that share single answers; words of those that share words as well."""
        shared = self.rows().filter(studio__in=shared_studios("raw"))
        named = {
            f"c{n}": self._value(column, value)
            for n, (column, value) in enumerate(zip(self.columns, self.values, strict=True))
        }
        return Table(self.columns, shared.annotate(**named).values_list(*named), self.by)

    def _value(self, column: Column, value: Any) -> Any:
        told = F(value) if isinstance(value, str) else value
        if not column.words:
            return told
        return Case(When(studio__in=shared_studios("words"), then=told), default=Value(None))


class _Digest(Func):
    template = "left(encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex'), 12)"
    output_field = CharField()  # type: ignore[assignment]


def pseudonym(path: str) -> Any:
    """Twelve signs that stand for one person in every export of this portal, and nowhere else;
    none where nobody is named, or they were erased.
    """
    key = salted_hmac("feedback.exporting.pseudonym", settings.SECRET_KEY).hexdigest()
    told = _Digest(Concat(Value(key), Cast(path, CharField())))
    return Case(When(**{f"{path}__isnull": False, "then": told}), default=Value(None))


def counted(rows: QuerySet[Any, Any], by: str) -> Any:
    """How many `rows` there are; `by` is the field by which they belong to the outer row."""
    told = rows.order_by().values(by).annotate(counted=Count("pk", distinct=True))
    return Coalesce(Subquery(told.values("counted")), 0)


DATASETS: dict[str, Dataset] = {}


def register(*datasets: Dataset) -> None:
    """Called by rooms when they start; a name has one table for ever."""
    for dataset in datasets:
        DATASETS[dataset.name] = dataset
