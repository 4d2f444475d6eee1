"""A database as backups reach it: with everything in it open, or not at all.

Row-level security filters without a word, and a dump of what is left would look like a whole one.
So the role has to be one that it does not bind, and each session says `row_security = off`, with
which PostgreSQL raises where it would have filtered.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from portal.backups.faults import BackupFault
from portal.embedded import Postgres, postgres_sockets
from portal.supervisor import AlreadyRunning, Supervisor

#: Rows are written as text in one way only, whatever the server is set to.
PLAIN = (
    "set row_security = off; set timezone = 'UTC'; set datestyle = 'ISO, MDY';"
    " set intervalstyle = 'postgres'; set extra_float_digits = 1; set bytea_output = 'hex'"
)
_NAMES = ("host", "port", "user", "password", "name")
_BOUND = "select not (rolsuper or rolbypassrls) from pg_roles where rolname = current_user"


@dataclass(frozen=True)
class Place:
    """Where a database is, and as whom it is entered."""

    host: str
    port: str
    user: str
    password: str
    name: str
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> "Place":
        """From a row of Django's `DATABASES`."""
        options = found.get("OPTIONS", {})
        plain = tuple((k, str(v)) for k, v in options.items() if isinstance(v, str | int))
        given = {name: str(found.get(name.upper()) or "") for name in _NAMES}
        return cls(**given, options=plain)

    @property
    def words(self) -> dict[str, str]:
        """As libpq calls them; what is empty is left to it."""
        own = {"host": self.host, "port": self.port, "user": self.user, "password": self.password}
        return {k: v for k, v in {**own, "dbname": self.name, **dict(self.options)}.items() if v}

    @property
    def environment(self) -> dict[str, str]:
        """For programs: a password has no place in a list of processes."""
        usual = {"dbname": "PGDATABASE", "application_name": "PGAPPNAME"}
        return {**os.environ, **{usual.get(k, f"PG{k.upper()}"): v for k, v in self.words.items()}}

    def connect(self, **more: Any) -> psycopg.Connection:
        how: dict[str, Any] = {**self.words, **more}
        try:
            return psycopg.connect(**how)
        except psycopg.OperationalError as error:
            raise BackupFault(f"The database cannot be reached: {error}".strip()) from error

    @contextmanager
    def seen_whole(self) -> Iterator[psycopg.Connection]:
        """One moment of the database (REPEATABLE READ), with nothing in it hidden."""
        with self.connect() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            connection.execute(PLAIN)
            bound = connection.execute(_BOUND).fetchone()
            if not bound or bound[0]:
                raise BackupFault(
                    f"The role {self.user} is bound by row-level security and would see a part of"
                    " the rows only. Nothing was written. Name a role with BYPASSRLS that may read"
                    " every table as DATABASE_BACKUP_URL."
                )
            yield connection


def whole() -> Place:
    """The role of backups: DATABASE_BACKUP_URL, or the embedded database's own."""
    return Place.of(settings.BACKUP_DATABASE)


def owner() -> Place:
    """The role that makes tables."""
    found = Place.of(settings.DATABASES["owner"])
    return replace(found, name=whole().name)


def is_embedded() -> bool:
    return whole().words.get("host") == str(postgres_sockets(Path(settings.VAR_DIR)))


@contextmanager
def awake(*, alone: bool) -> Iterator[None]:
    """The embedded PostgreSQL, started for this command where the portal does not run.

    `alone`: nobody else may be at work in it, so a portal that runs is a reason to stop.
    """
    if not is_embedded():
        yield
        return
    supervisor = Supervisor(host="", port=0)
    try:
        supervisor.lock()
    except AlreadyRunning:
        if alone:
            raise BackupFault("The portal runs. Stop it, and restore again.") from None
        yield
        return
    try:
        with _started(Postgres(Path(settings.VAR_DIR))):
            yield
    finally:
        supervisor.unlock()


@contextmanager
def _started(database: Postgres) -> Iterator[None]:
    """One that answers was started by somebody else, and is theirs to stop."""
    try:
        whole().connect().close()
    except BackupFault:
        database.start()
    try:
        yield
    finally:
        database.stop()
