"""The database connection, with the fence of `portal/tenancy.py` in front of each statement.

A setting made inside a transaction is undone when that is rolled back, so after every
rollback the connection counts as not told. Connections come back from a pool with the
settings of whoever had them before, so a new one is not told either. Sessions must not be
shared between transactions of different clients (PgBouncer: session pooling).
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import ClientCursor, sql
from psycopg.pq import TransactionStatus

from portal.tenancy import Fence, current
from portal.watching import tracing

#: These work on the transaction itself, also in one that has failed.
_FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK")
#: These may travel in one message with what is told; the others work on more than rows, or have no
#: values put in on this side.
_ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "select", "insert", "update", "delete")
_TELL = sql.SQL(
    "select set_config('portal.studios', {}, false), set_config('portal.person', {}, false),"
    " set_config('portal.secret', {}, false), set_config('portal.programme', {}, false),"
    " set_config('portal.sought', {}, false)"
)

_SAID_AT_MOST, _SAID_STUDIOS = 1000, 20
_said: dict[Fence, str] = {}


class Operations(DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> Any:
        """What was asked, without what was told along: who asks is nobody's business in a log."""
        found = super().last_executed_query(cursor, sql, params)
        along = getattr(self.connection, "along", "")
        return found.removeprefix(along) if found and along else found


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = Operations
    told: Fence | None = None
    #: What the last such message began with.
    along = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._tell_first)
        if tracing.is_on():
            self.execute_wrappers.append(tracing.statement)

    def _tell_first(
        self, execute: Callable[..., Any], asked: Any, params: Any, many: bool, context: dict
    ) -> Any:
        fence = current()
        if self.told == fence or (isinstance(asked, str) and asked.startswith(_FRAME)):
            return execute(asked, params, many, context)
        cursor = context["cursor"].cursor
        if not many and isinstance(asked, str) and asked.startswith(_ROWS) and _binds_here(cursor):
            return self._tell_along(execute, fence, asked, params, context)
        self.told = None  # until it is known that it came through
        with self.wrap_database_errors:
            self.connection.execute(self._words(fence))
        self.told = fence
        return execute(asked, params, many, context)

    def _tell_along(
        self, execute: Callable[..., Any], fence: Fence, asked: str, params: Any, context: dict
    ) -> Any:
        """In one message, which saves a round trip; they stand or fall together."""
        self.along = f"{self._words(fence)}; "
        words = self.along if params is None else self.along.replace("%", "%%")
        self.told = None  # until it is known that it came through
        found = execute(words + asked, params, False, context)
        context["cursor"].cursor.nextset()
        self.told = fence
        return found

    def _words(self, fence: Fence) -> str:
        """Quoted by a line, all of which quote alike. What is short, and no search's own, is kept
        for the next that says the same.
        """
        if words := _said.get(fence):
            return words
        values = map(sql.Literal, fence.as_settings().values())
        words = _TELL.format(*values).as_string(self.connection)
        if not fence.sought and len(fence.studios) <= _SAID_STUDIOS:
            if len(_said) >= _SAID_AT_MOST:
                _said.clear()
            _said[fence] = words
        return words

    def init_connection_state(self) -> None:
        self.told = None
        super().init_connection_state()

    def _rollback(self) -> None:
        self.told = None
        super()._rollback()  # type: ignore[misc]

    def _commit(self) -> None:
        """Of a transaction that has failed it is a rollback, in PostgreSQL's own words."""
        failed = self.connection.info.transaction_status == TransactionStatus.INERROR
        super()._commit()  # type: ignore[misc]
        if failed:
            self.told = None

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.told = None

    def close(self) -> None:
        self.told = None
        super().close()


def _binds_here(cursor: Any) -> bool:
    """Not those whose rows stay in the server, nor those whose values travel apart."""
    return isinstance(cursor, ClientCursor) and not getattr(cursor, "name", "")
