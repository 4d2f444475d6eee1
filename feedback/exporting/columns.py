"""What a column of an export is: its name, its kind, its unit, what it means."""

from collections.abc import Sequence
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

    The query has a total order, so that the same rows give the same bytes.
    """

    columns: Sequence[Column]
    query: QuerySet[Any, Any]

    def sql(self) -> tuple[str, tuple[Any, ...]]:
        """The query as a source named `t` with the columns' names, and its parameters."""
        inner, params = self.query.query.sql_with_params()
        names = ", ".join(f'"{column.name}"' for column in self.columns)
        return f"({inner}) as t({names})", params
