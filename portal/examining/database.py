"""The database: whom it lets in, what it hides, whether its tables are this code's, its clock."""

import time
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.backups.aside import ASIDE
from portal.checks import role_faults
from portal.examining.findings import Finding, doubt, ok, wrong
from portal.tenancy import closed

MIGRATE = "Run manage.py migrate --database owner, before code of this version starts."
#: Seconds: signed addresses, second factors and leases bear less than a machine that drifts.
SKEW_DOUBT, SKEW_WRONG = 0.5, 2.0
ROOMS = ("portal", "projects", "feedback")


def role() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, current_setting('server_version_num')::int / 10000")
        name, version = cursor.fetchone()
        faults = role_faults(cursor)
    for fault in faults:
        yield wrong(
            f"the role {name} {fault}",
            "Give DATABASE_URL a role that owns nothing, and DATABASE_OWNER_URL the one that does.",
        )
    if version < 15:
        yield wrong(f"PostgreSQL {version} is too old", "Take PostgreSQL 15 or later.")
    if not faults:
        yield ok(f"the role {name} is bound by the policies of PostgreSQL {version}")


def fences() -> Iterator[Finding]:
    """Every table with a studio hides all its rows from a connection that named no studio."""
    with closed(), connection.cursor() as cursor:
        tables = _that_are_there(cursor, fenced_tables())
        open_ones = _without_policy(cursor, tables)
        shown = [t for t in tables if t not in open_ones and _shows(cursor, t)]
    for table in open_ones:
        yield wrong(f"{table} has no policy", MIGRATE)
    for table in shown:
        yield wrong(
            f"{table} shows rows although no studio was named",
            "Stop the portal: one studio may see another. Look at the role and at the policies.",
        )
    if not tables:
        yield wrong("no table of the portal is there", MIGRATE)
    elif not (open_ones or shown):
        yield ok(f"{len(tables)} tables show nothing while no studio is named")


def fenced_tables() -> list[str]:
    """Of all models that name a studio."""
    models = [m for room in ROOMS for m in apps.get_app_config(room).get_models()]
    named = [m for m in models if any(f.name == "studio" for f in m._meta.get_fields())]
    return sorted(m._meta.db_table for m in named)


def _that_are_there(cursor: Any, tables: list[str]) -> list[str]:
    """What is missing is told by `migrations`."""
    cursor.execute("select t from unnest(%s::text[]) t where to_regclass(t) is not null", [tables])
    return sorted(name for (name,) in cursor.fetchall())


def _without_policy(cursor: Any, tables: list[str]) -> list[str]:
    cursor.execute(
        "select relname from pg_class where oid = any(%s::text[]::regclass[]) and relrowsecurity"
        " and relforcerowsecurity and exists(select from pg_policy where polrelid = pg_class.oid)",
        [tables],
    )
    fenced = {name for (name,) in cursor.fetchall()}
    return [table for table in tables if table not in fenced]


def _shows(cursor: Any, table: str) -> bool:
    cursor.execute(f"select exists(select from {table})")  # noqa: S608
    return bool(cursor.fetchone()[0])


def migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    loader = executor.loader
    missing = [str(m) for m, _back in executor.migration_plan(loader.graph.leaf_nodes())]
    ours = {key for key in loader.applied_migrations if key[0] in ROOMS}
    newer = sorted(ours - set(loader.disk_migrations) - set(loader.replacements))
    if _is_left_aside():
        yield wrong(
            "a restore was cut short, and the portal of before it lies aside",
            "Do not migrate: run manage.py restore again, which brings it back first.",
        )
    if missing:
        yield wrong(f"{len(missing)} migrations are missing, {missing[0]} first", MIGRATE)
    if newer:
        yield doubt(
            f"the database knows {'.'.join(newer[-1])}, which this code does not",
            "Good while a deploy is under way; otherwise this process runs an old version.",
        )
    if not (missing or newer):
        yield ok("the tables are those of this code")


def _is_left_aside() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select exists(select from pg_namespace where nspname = %s)", [ASIDE])
        return bool(cursor.fetchone()[0])


def skew() -> tuple[float, float]:
    """Seconds that this clock is ahead of the database's, and how far that may be off."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")  # connected before the time is taken
        before = time.time()
        cursor.execute("select extract(epoch from clock_timestamp())::float8")
        there, after = cursor.fetchone()[0], time.time()
    return (before + after) / 2 - there, (after - before) / 2


def clock() -> Iterator[Finding]:
    ahead, error = skew()
    off = max(abs(ahead) - error, 0)
    said = f"this clock is {abs(ahead):.2f} s {'ahead of' if ahead > 0 else 'behind'} the database"
    mend = "Let both machines keep time with NTP (chrony, systemd-timesyncd)."
    if off > SKEW_DOUBT:
        yield (wrong if off > SKEW_WRONG else doubt)(said, mend)
    else:
        yield ok(f"the clock is the database's within {abs(ahead) + error:.2f} s")
