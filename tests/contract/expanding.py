"""What a migration does to the code that is running while it is applied.

The SQL that Django makes of it is read by squawk, which knows PostgreSQL's locks and what a client
of the tables before would miss. What is judged here besides is what cannot be written as SQL.
"""

import json
import subprocess
import sys
from pathlib import Path

from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

SQUAWK = Path(sys.executable).parent / "squawk"
#: Rules that say nothing about a version that runs.
STYLE = {
    "prefer-bigint-over-int": "Django chooses the type; small numbers are meant",
    "prefer-bigint-over-smallint": "Django chooses the type; small numbers are meant",
    "prefer-text-field": "a length is a promise of the model",
    "prefer-timestamp-tz": "Django's are with time zone",
    "prefer-robust-stmts": "a migration runs once, in a transaction where it can",
    "require-lock-timeout": "the connection that migrates has one (portal/settings/data.py)",
    "require-statement-timeout": "validating a large table may take long, and locks nobody out",
    "require-timeout-settings": "the connection that migrates has one",
    "ban-drop-constraint": "a rule that is gone stops no version",
    "transaction-nesting": "Django writes BEGIN and COMMIT",
}
ALONE = "data-beside-schema"


def sql_of(migration: Migration, state: ProjectState) -> str:
    """As `sqlmigrate` prints it; by a connection outside of the test's own transaction."""
    line = connection.copy()
    try:
        with line.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
            migration.apply(state, editor, collect_sql=True)
    finally:
        line.close()
    return "\n".join(editor.collected_sql)


def judged(migration: Migration, state: ProjectState) -> set[str]:
    """Names of the rules that it breaks."""
    found = complaints(sql_of(migration, state), in_transaction=migration.atomic)
    moving = [op for op in migration.operations if isinstance(op, RunPython)]
    if moving and len(moving) < len(migration.operations):
        # Rows are changed while the locks of what came before are held.
        found.add(ALONE)
    return found


def complaints(sql: str, *, in_transaction: bool) -> set[str]:
    told = subprocess.run(
        [
            *(SQUAWK, "--reporter", "json", "--pg-version", "15", "--exclude", ",".join(STYLE)),
            *(["--assume-in-transaction"] if in_transaction else []),
        ],
        input=sql,
        capture_output=True,
        text=True,
        check=False,
    )
    return {row["rule_name"] for row in json.loads(told.stdout or "[]")}


def after(loader: MigrationLoader, since: dict[str, int]) -> list[Migration]:
    """Migrations of our rooms with a number above the one that is named for each."""
    return [
        migration
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app in since and int(name.split("_")[0]) > since[app]
    ]
