"""Whether this process has its database sessions to itself.

The portal tells a session which studios are open (`portal/postgres`) and asks afterwards. A pooler
that lends a session anew for each transaction would ask with what somebody else was told.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import connection

from portal.examining.findings import Finding, ok, wrong

_WHO = "select pg_backend_pid()"


def sessions() -> Iterator[Finding]:
    parameters = connection.get_connection_params()
    how = {name: value for name, value in parameters.items() if name in _PLAIN}
    with (
        psycopg.connect(**how, autocommit=True) as one,
        psycopg.connect(**how, autocommit=True) as other,
    ):
        moved = moves(one, other)
    if moved:
        yield wrong(
            "a pooler lends database sessions anew for each transaction",
            "Stop the portal: a studio may see another's rows. Set the pooler to session mode"
            " (PgBouncer: pool_mode = session).",
        )
    else:
        yield ok("a connection keeps its database session")


_PLAIN = {
    "host",
    "port",
    "user",
    "password",
    "dbname",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
}


def moves(one: Any, other: Any, rounds: int = 4) -> bool:
    """Whether a connection meets another session after its transaction. While one is inside a
    transaction the other needs a second session, and takes the first when that is free again."""
    met: dict[int, set[int]] = {0: set(), 1: set()}
    for _round in range(rounds):
        one.execute("begin")
        met[0].add(one.execute(_WHO).fetchone()[0])
        met[1].add(other.execute(_WHO).fetchone()[0])
        one.execute("commit")
        other.execute("begin")
        met[1].add(other.execute(_WHO).fetchone()[0])
        met[0].add(one.execute(_WHO).fetchone()[0])
        other.execute("commit")
    return any(len(pids) > 1 for pids in met.values()) or bool(met[0] & met[1])
