"""The database that the tests' own are copies of: whoever needs one first migrates it."""

import fcntl
from pathlib import Path

from django.core.management import call_command
from django.db import connection

NAME = "migrated"


def migrated(folder: Path) -> str:
    """Its name. Made once a run, in the cluster of this run; others wait meanwhile."""
    done = folder / "migrated"
    with (folder / "migrating").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not done.exists():
            _migrate()
            done.touch()
    return NAME


def _migrate() -> None:
    usual = connection.settings_dict["NAME"]
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"create database {NAME}")
    connection.settings_dict["NAME"] = NAME
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
