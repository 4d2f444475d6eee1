"""The database connection, with the fence of `portal/tenancy.py` in front of each statement.

A setting made inside a transaction is undone when that is rolled back, so after every
rollback the connection counts as not told. Connections come back from a pool with the
settings of whoever had them before, so a new one is not told either. Sessions must not be
shared between transactions of different clients (PgBouncer: session pooling).
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from portal.tenancy import Fence, current
from portal.watching import tracing

#: These work on the transaction itself, also in one that has failed.
_FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK")
_TELL = (
    "select set_config('portal.studios', %s, false), set_config('portal.person', %s, false),"
    " set_config('portal.secret', %s, false), set_config('portal.programme', %s, false)"
)


class DatabaseWrapper(base.DatabaseWrapper):
    told: Fence | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._tell_first)
        if tracing.is_on():
            self.execute_wrappers.append(tracing.statement)

    def _tell_first(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict
    ) -> Any:
        fence = current()
        if self.told != fence and not (isinstance(sql, str) and sql.startswith(_FRAME)):
            with self.wrap_database_errors:
                self.connection.execute(_TELL, list(fence.as_settings().values()))
            self.told = fence
        return execute(sql, params, many, context)

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
