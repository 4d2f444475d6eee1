"""Emptying the database after a test with real transactions.

Django truncates, which gives each of a hundred tables, and each of their indexes, new files: a
second of PostgreSQL's time after each such test. Most tables are empty or nearly so, and then
deleting takes some milliseconds. Only a superuser may pass the fences, the foreign keys and the
guards of the audit, so this has a connection of its own.
"""

from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from portal.embedded import postgres_sockets

#: Of the migrations, not of a test: Django would write the same rows again.
KEPT = ("django_migrations", "django_content_type", "auth_permission")
_EMPTY = """
do $$
declare
  name text;
begin
  set local session_replication_role = replica;
  for name in select tablename from pg_tables where schemaname = 'public' and tablename not in {}
  loop
    execute format('delete from %I', name);
  end loop;
end $$
"""
_END = """
select pg_terminate_backend(pid, 5000)
  from pg_stat_activity where datname = %s
"""


def empty_by_deleting() -> None:
    """From now on, in this process."""
    connection.ops.execute_sql_flush = lambda _truncating: _empty()


def end_others(name: str) -> int:
    """How many were still at their last words in a database that is to go; they keep it."""
    with _owner("postgres") as owner:
        return len(owner.execute(_END, [name]).fetchall())


def _empty() -> None:
    with _owner(connection.settings_dict["NAME"]) as owner:
        owner.execute(_EMPTY.format(KEPT))


def _owner(name: str) -> psycopg.Connection:
    place = {"host": str(postgres_sockets(Path(settings.VAR_DIR))), "user": "postgres"}
    return psycopg.connect(dbname=name, **place)
