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
    CODE = "code"  # a word of the portal's own: ASCII letters, digits, `_`, `-`, `.`, `:`
    INTEGER = "integer"
    NUMBER = "number"  # decimal, as a point number in JSON and Parquet
    MOMENT = "moment"  # to the second, UTC
    DATE = "date"
    YES = "yes"  # true or false


#: For people, in the data dictionary.
KIND_WORDS = {
    Kind.ID: _("identifier"),
    Kind.TEXT: _("text"),
    Kind.CODE: _("code"),
    Kind.INTEGER: _("whole number"),
    Kind.NUMBER: _("number"),
    Kind.MOMENT: _("date and time (UTC)"),
    Kind.DATE: _("date"),
    Kind.YES: _("true or false"),
}


#: SQL of a source named `t`, and its parameters.
Part = tuple[str, tuple[Any, ...]]
#: Rows of a table's first part; the second part is the rest.
FIRST_ROWS = 500


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
    indexed field named `by`, a few rows are read by themselves first, so that they need not wait
    until the last are sorted.
    """

    columns: Sequence[Column]
    query: QuerySet[Any, Any]
    by: str = ""

    def parts(self) -> Iterator[Part]:
        """Sources that follow one another: a small first one, then all the rest in one statement,
        which the database may share among its workers.
        """
        last = self._last_of_first() if self.by else None
        if last is None:
            yield self.sql()
            return
        yield self.sql(self.query.filter(**{f"{self.by}__lte": last}))
        yield self.sql(self.query.filter(**{f"{self.by}__gt": last}))

    def _last_of_first(self) -> Any:
        """The value of `by` that the first part ends with; rows with one value stay together.
        None where all rows are few.
        """
        keys = self.query.order_by(self.by).values_list(self.by, flat=True)
        return next(iter(keys[FIRST_ROWS - 1 : FIRST_ROWS]), None)

    def sql(self, query: QuerySet[Any, Any] | None = None) -> Part:
        """The query as a source named `t` with the columns' names, and its parameters."""
        rows = self.query if query is None else query
        inner, params = rows.query.sql_with_params()
        names = ", ".join(f'"{column.name}"' for column in self.columns)
        return f"({inner}) as t({names})", params
