"""All tables as the migrations leave them, so that a new folder need not run through every change.

`tables.sql` is what PostgreSQL's own pg_dump says of a database that was migrated and is empty; a
contract test migrates, compares, and writes it anew (RECORD=1). It is for the embedded database,
whose version is known, and only while that has no table. What migrations came since are run after
it, as always; where it does not fit, all of them are.
"""

import logging
import re
import subprocess
from pathlib import Path

import psycopg

from portal.embedded import OWNER, database_url, postgres_binaries

log = logging.getLogger(__name__)

TABLES = Path(__file__).with_name("tables.sql")
_VERSION = re.compile(r"-- PostgreSQL (\d+)\n")
_APPLIED = (
    "select format('insert into public.django_migrations (app, name, applied) "
    "values (%L, %L, now());', app, name) from public.django_migrations order by id"
)
#: Comments name versions and owners, a line of psql's own holds a key by chance, a schema that was
#: made anew (`demo --reset`) has lost its words, and migrations are counted as they are inserted.
_NUMBERED = "SELECT pg_catalog.setval('public.django_migrations_id_seq'"
_LEFT_OUT = ("--", "\\", "COMMENT ON SCHEMA public", _NUMBERED)
_DUMP = ("--no-owner", "--no-acl", "--inserts", "--rows-per-insert=200")


def lay(var: Path) -> bool:
    """Make the tables in the embedded database of this folder; False where that is not for us."""
    with psycopg.connect(database_url(var, role=OWNER), autocommit=True) as connection:
        there = connection.execute(
            "select exists(select from pg_class where relnamespace = 'public'::regnamespace)"
        ).fetchone()
        fits = _VERSION.match(TABLES.read_text()) if TABLES.exists() else None
        if there != (False,) or not fits or int(fits[1]) != connection.info.server_version // 10000:
            return False
    return _laid(var)


def _laid(var: Path) -> bool:
    """All or nothing, by the role that migrates: what it makes, the working role may use."""
    words = [str(postgres_binaries() / "psql"), "-qX1", "-v", "ON_ERROR_STOP=1", "-f", str(TABLES)]
    done = subprocess.run(
        [*words, database_url(var, role=OWNER)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        log.warning("tables are made by migrating, since: %s", done.stderr[-400:])
    return done.returncode == 0


def drawn(address: str) -> str:
    """What `tables.sql` says of this database; `address` is that of a superuser."""
    program = str(postgres_binaries() / "pg_dump")
    command = [program, *_DUMP, "--exclude-table-data=django_migrations"]
    done = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    lines = [x for x in done.stdout.splitlines() if x and not x.startswith(_LEFT_OUT)]
    with psycopg.connect(address) as connection:
        applied = [row[0] for row in connection.execute(_APPLIED)]
        version = connection.info.server_version // 10000
    return "\n".join([f"-- PostgreSQL {version}", *lines, *applied, ""])
