"""Statements that are put together once in the life of a process.

Django writes a statement anew each time it is asked for. For one that joins five tables that takes
two milliseconds of CPU, of which PostgreSQL and the line need a tenth. What is asked for each run
and each call is therefore kept as text with places; only values are put in afterwards. The rules
stay where they are: what is kept is what the models' own querysets say.

    WAITING = Asked(lambda studio, since: Run.objects.waiting().filter(studio=studio, at__gt=since))
    WAITING(studio.pk, moment)            the rows, as a list
    change(Run, {"pk": pk}, state="READY", at=NOW)   as filter(…).update(…)
    insert(rows)                          as bulk_create
"""

from collections.abc import Callable, Sequence
from copy import copy
from functools import cached_property, lru_cache
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.functions import Now
from django.db.models.sql.subqueries import UpdateQuery
from django.db.transaction import TransactionManagementError, mark_for_rollback_on_error

Row = TypeVar("Row")


class Slot(Expression):
    """Where a value goes, instead of the value."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (self,)


def filled(kept: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """What goes along with a statement whose parameters are `kept`, some of them slots."""
    return [values[one.place] if isinstance(one, Slot) else one for one in kept]


class Asked(Generic[Row]):
    """Called with values, the rows of the queryset that `make` returns for them.

    `make` is called once, with slots (`places` of them, or one for each parameter). So it may
    choose nothing by their value, and none of it may be of the moment at which it was called. A
    value is put in as it is: keys, words, numbers, moments; no lists and no JSON.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], places: int | None = None) -> None:
        self._make = make
        self._places = len(signature(make).parameters) if places is None else places

    @cached_property
    def _kept(self) -> tuple[QuerySet[Any, Row], Any, str, Sequence[Any]]:
        rows = self._make(*map(Slot, range(self._places)))
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        words, kept = compiler.as_sql()
        compiler.connection = None  # type: ignore[assignment]  # that of whoever asked first
        return rows, compiler, words, kept

    def __call__(self, *values: Any) -> list[Row]:
        rows, compiler, words, kept = self._kept
        asks: Any = rows.all()
        if rows.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("a row is locked in a transaction")

        def get_compiler(using: str | None = None, **_more: Any) -> Any:
            own = copy(compiler)
            own.connection = connections[using or DEFAULT_DB_ALIAS]  # each thread has its own
            own.as_sql = lambda: (words, filled(kept, values))
            return own

        asks.query.get_compiler = get_compiler
        return list(asks)


class Said:
    """An expression of the database for `change`, made once: it is known again by its identity."""

    def __init__(self, expression: Any) -> None:
        self.expression = expression


NOW = Said(Now())


def change(model: type[Model], where: dict[str, Any], /, **fields: Any) -> int:
    """As `filter(**where).update(**fields)`; how many rows. What the database says itself is given
    as `Said`; with another expression the statement is put together anew. Raises ValueError where
    something of `where` is None: nothing equals that.
    """
    if None in where.values():
        raise ValueError(f"{where} would find nothing")
    if any(hasattr(one, "resolve_expression") for one in fields.values()):
        return _changed_anew(model, where, fields)
    said = tuple((name, one) for name, one in fields.items() if isinstance(one, Said))
    plain = {name: one for name, one in fields.items() if not isinstance(one, Said)}
    words, kept, set_, sought = _change(model, tuple(where), tuple(plain), said)
    given = [field.get_db_prep_save(plain[name], connection) for name, field in set_]
    given += [field.get_db_prep_value(where[name], connection) for name, field in sought]
    with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(words, filled(kept, given))
        return int(cursor.rowcount)


def _changed_anew(model: type[Model], where: dict[str, Any], fields: dict[str, Any]) -> int:
    new = {name: one.expression if isinstance(one, Said) else one for name, one in fields.items()}
    return model._default_manager.filter(**where).update(**new)


Named = list[tuple[str, Any]]


@lru_cache(maxsize=512)
def _change(
    model: type[Model], where: tuple[str, ...], plain: tuple[str, ...], said: tuple[Any, ...]
) -> tuple[str, Sequence[Any], Named, Named]:
    """With the fields whose values are put in: those that are set, then those looked for."""
    set_ = {name: Slot(place) for place, name in enumerate(plain)}
    sought = {name: Slot(place) for place, name in enumerate(where, len(plain))}
    query: Any = model._default_manager.filter(**sought).query.chain(UpdateQuery)
    query.add_update_values({**set_, **{name: one.expression for name, one in said}})
    words, kept = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return words, kept, _fields(model, plain), _fields(model, where)


def _fields(model: type[Model], names: Sequence[str]) -> Named:
    key = model._meta.pk
    return [(name, key if name == "pk" else model._meta.get_field(name)) for name in names]


def insert(rows: Sequence[Model], *, unless_there: bool = False) -> int:
    """As `bulk_create`, of rows of one model; how many. A key that the database gives is written on
    them. `unless_there`: a single row, and none where another has what only one may have.
    """
    if not rows:
        return 0
    start, fields, places, given = _insert(type(rows[0]))
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for row in rows
        for field in fields
    ]
    words = f"{start}{', '.join([places] * len(rows))}"
    other = "on conflict do nothing" if unless_there else ""
    with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(f"{words} {other} returning {given}", values)
        found = cursor.fetchall()
    for row, (key,) in zip(rows, found, strict=not unless_there):
        row.pk, row._state.adding, row._state.db = key, False, DEFAULT_DB_ALIAS
    return len(found)


@lru_cache(maxsize=512)
def _insert(model: type[Model]) -> tuple[str, list[Any], str, str]:
    quote: Any = connection.ops.quote_name
    meta = model._meta
    fields = [one for one in meta.local_concrete_fields if not one.auto_created]
    columns = ", ".join(quote(one.column) for one in fields)
    places = ", ".join(_place(one) for one in fields)
    start = f"insert into {quote(meta.db_table)} ({columns}) values "  # noqa: S608  (names of ours)
    return start, fields, f"({places})", quote(meta.pk.column)


def _place(field: Any) -> str:
    own = getattr(field, "get_placeholder", None)
    return own(None, None, connection) if own else "%s"
