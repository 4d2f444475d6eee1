"""What a column of an export is: its name, its kind, its unit, what it means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """How a value is written in each format."""

    ID = "id"  # a UUID
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"  # decimal, as a point number in JSON and Parquet
    MOMENT = "moment"  # to the second, UTC
    DATE = "date"
    YES = "yes"  # true or false


#: For people, in the data dictionary.
KIND_WORDS = {
    Kind.ID: _("identifier"),
    Kind.TEXT: _("text"),
    Kind.INTEGER: _("whole number"),
    Kind.NUMBER: _("number"),
    Kind.MOMENT: _("date and time (UTC)"),
    Kind.DATE: _("date"),
    Kind.YES: _("true or false"),
}


#: SQL of a source named `t`, and its parameters.
Part = tuple[str, tuple[Any, ...]]
#: Rows of the first part of a table, and of those after it.
FIRST_ROWS, PART_ROWS = 500, 50_000


@dataclass(frozen=True)
class Column:
    """`name` stands in files and never changes; `unit` is empty for what is counted or named.

    `words` marks what people typed: it leaves only where their studio shares words.
    """

    name: str
    kind: Kind
    means: Any
    unit: Any = ""
    words: bool = False


@dataclass(frozen=True)
class Table:
    """Rows to write: a query whose values are, in order, those of the columns.

    The query has a total order, so that the same rows give the same bytes. Where it begins with an
    indexed field named `by`, the table is read in parts, so that the first rows need not wait until
    the last are sorted.
    """

    columns: Sequence[Column]
    query: QuerySet[Any, Any]
    by: str = ""

    def parts(self) -> Iterator[Part]:
        """Sources that follow one another: a first small one, then long ones."""
        if not self.by:
            yield self.sql()
            return
        rest, size = self.query, FIRST_ROWS
        while (last := self._last_of(rest, size)) is not None:
            yield self.sql(rest.filter(**{f"{self.by}__lte": last}))
            rest, size = self.query.filter(**{f"{self.by}__gt": last}), PART_ROWS

    def _last_of(self, rest: QuerySet[Any, Any], size: int) -> Any:
        """The value of `by` that a part of about this size ends with; rows with one value stay
        together. None where no row is left."""
        keys = rest.order_by(self.by).values_list(self.by, flat=True)
        return next(iter(keys[size - 1 : size]), None) or keys.last()

    def sql(self, query: QuerySet[Any, Any] | None = None) -> Part:
        """The query as a source named `t` with the columns' names, and its parameters."""
        rows = self.query if query is None else query
        inner, params = rows.query.sql_with_params()
        names = ", ".join(f'"{column.name}"' for column in self.columns)
        return f"({inner}) as t({names})", params
