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


def empty_by_deleting() -> None:
    """From now on, in this process."""
    connection.ops.execute_sql_flush = lambda _truncating: _empty()


def _empty() -> None:
    place = {"host": str(postgres_sockets(Path(settings.VAR_DIR))), "user": "postgres"}
    with psycopg.connect(dbname=connection.settings_dict["NAME"], **place) as owner:
        owner.execute(_EMPTY.format(KEPT))
