"""The portal of before, kept under another name until the restored one is in and compared.

A command that is killed meanwhile cannot bring it back; the next one does, before anything else.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from portal.backups import inspecting
from portal.backups.faults import BackupFault
from portal.backups.places import Place

ASIDE = "replaced_by_restore"
_OTHERS = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""


def alone(connection: psycopg.Connection, *, kept: str) -> None:
    """Nobody else may be at work; `kept` says what is as it was.

    Whoever has just gone has a second: the server lets go of a connection a moment later.
    """
    deadline = time.monotonic() + 1
    while others := _others(connection):
        if time.monotonic() > deadline:
            raise BackupFault(
                f"{others} other connections are at work in this database. {kept}"
                " Stop web servers, workers and beat, and restore again."
            )
        time.sleep(0.1)


def _others(connection: psycopg.Connection) -> int:
    connection.execute("select pg_stat_clear_snapshot()")  # or a transaction sees the same for ever
    found = connection.execute(_OTHERS).fetchone()
    return int(found[0]) if found else 0


def held(connection: psycopg.Connection) -> str:
    """What somebody would miss."""
    there = inspecting.tables(connection)
    for table, word in (("portal_user", "people"), ("portal_studio", "studios")):
        if table in there:
            counted = sql.SQL("select count(*) from public.{}").format(sql.Identifier(table))
            row = connection.execute(counted).fetchone()
            if row and row[0]:
                return f"{row[0]} {word}"
    return ""


def is_left(connection: psycopg.Connection) -> bool:
    """Whether a restore was cut short between its beginning and its end."""
    asked = "select 1 from pg_namespace where nspname = %s"
    return connection.execute(asked, [ASIDE]).fetchone() is not None


def bring_back(owner: Place, reader: Place, say: Callable[[str], None]) -> None:
    """What a restore that was killed has left aside; it is the only copy there is."""
    with reader.seen_whole() as connection:
        alone(connection, kept="Nothing was changed.")
        if not is_left(connection):
            return
        here = held(connection)
    if here:
        raise BackupFault(
            "A restore was cut short when nearly all was done: this database holds two portals, the"
            f" restored one ({here}) and the one of before, in the schema {ASIDE}. Nothing was"
            " changed. Look at the first with restore FOLDER --compare; to keep it, drop schema"
            f" {ASIDE} cascade; for the other, drop schema public cascade and alter schema {ASIDE}"
            " rename to public."
        )
    with owner.connect(autocommit=True) as connection:
        _swap_back(connection)
    say("a restore before this one was cut short: the portal of before it is back")


@contextmanager
def set_aside(owner: Place) -> Iterator[None]:
    """A fresh `public`; the one of before comes back if anything fails."""
    with owner.connect(autocommit=True) as connection:
        alone(connection, kept="The database is as it was.")
        with connection.transaction():
            connection.execute(f"alter schema public rename to {ASIDE}")
            connection.execute("create schema public")
            connection.execute("grant usage on schema public to public")
        try:
            yield
        except BaseException:
            _swap_back(connection)
            raise
        connection.execute(f"drop schema {ASIDE} cascade")


def _swap_back(connection: psycopg.Connection) -> None:
    with connection.transaction():
        connection.execute("drop schema public cascade")
        connection.execute(f"alter schema {ASIDE} rename to public")
