"""`drill backup`: back the demo's portal up, restore it into a fresh one, compare every row.

The first backup is taken while the portal works, the second when it has stopped: nothing changes
then, so that each table can be read from both databases in the order of its rows and each row held
beside its other, but for what backups and restores note of themselves. Objects are read whole on
both sides. In between, the folder of backups is broken in every part (dump, inventory, structure,
manifest, an object missing, an object with one byte turned): each restore has to be refused, and
to leave the fresh portal as it was. At last the restored portal is started, and has to answer.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg import sql

from portal.embedded import Postgres, database_url, socket_dir
from portal.rehearsal import Rehearsal, free_port, rehearsal
from portal.settings.environment import BASE_DIR

_SECONDS = 600
_ORDERED = 'select t::text from public.{} t where {} order by t::text collate "C"'
#: What each backup and restore has noted itself, after the moment that it is about.
_NOTED = "select id from public.portal_auditevent where verb like 'backup:%'"
_BUT = {
    "portal_auditevent": sql.SQL(f"id not in ({_NOTED})"),
    "portal_auditpending": sql.SQL(f"event not in ({_NOTED})"),
}
_TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"


def run(args: list[str]) -> dict[str, Any]:
    """Rows and objects compared, what differed, what was refused."""
    with (
        rehearsal(patience=_SECONDS) as source,
        tempfile.TemporaryDirectory(prefix="last-mile-drill-") as folder,
    ):
        backups, fresh = Path(folder) / "backups", Rehearsal(Path(folder) / "fresh", free_port())
        fresh.var.mkdir()
        shutil.copy(source.var / "secret_key", fresh.var / "secret_key")  # kept beside it
        try:
            return _drill(source, backups, fresh)
        finally:
            fresh.stop()
            shutil.rmtree(socket_dir(fresh.var), ignore_errors=True)


def _drill(source: Rehearsal, backups: Path, fresh: Rehearsal) -> dict[str, Any]:
    first = _told(source, "backup", str(backups))
    _told(fresh, "restore", first["backup"])
    source.stop()
    second = _told(source, "backup", str(backups))
    held = _refused(fresh, "restore", second["backup"])
    broken = [_broken(fresh, Path(second["backup"]), what) for what in _BREAKS]
    _told(fresh, "restore", second["backup"], "--replace")
    compared = _told(fresh, "restore", second["backup"], "--compare")
    rows = _row_by_row(source, fresh)
    objects = _object_by_object(source, fresh)
    return {
        "drill": "backup",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "while_it_works": {k: first[k] for k in ("rows", "objects", "bytes")},
        **rows,
        **objects,
        "rules": compared["rules"],
        "not_empty_refused": held,
        "broken": len(broken),
        "broken_refused": sum(broken),
        "answers": _answers(fresh),
    }


def _call(portal: Rehearsal, *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *words]
    how: dict[str, Any] = {"cwd": BASE_DIR, "env": portal.env, "timeout": _SECONDS}
    return subprocess.run(command, capture_output=True, text=True, check=False, **how)


def _told(portal: Rehearsal, *words: str) -> dict[str, Any]:
    done = _call(portal, *words)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed: {done.stdout[-500:]}{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def _refused(portal: Rehearsal, *words: str) -> bool:
    """In words, not by a traceback."""
    done = _call(portal, *words)
    return done.returncode != 0 and "Traceback" not in done.stderr and "CommandError" in done.stderr


_BREAKS = ("dump", "inventory", "structure", "manifest", "object missing", "object turned")
_FILES = {"dump": "database.dump", "inventory": "inventory.jsonl", "structure": "structure.txt"}


def _broken(fresh: Rehearsal, backup: Path, what: str) -> bool:
    """Whether a restore of the broken backup is refused; it is mended again."""
    if what.startswith("object"):
        path = next(p for p in sorted((backup.parent / "objects").rglob("*")) if p.is_file())
    else:
        path = backup / _FILES.get(what, "manifest.json")
    before = path.read_bytes()
    if what == "object missing":
        path.unlink()
    else:
        middle = len(before) // 2
        path.write_bytes(before[:middle] + bytes([before[middle] ^ 1]) + before[middle + 1 :])
    try:
        return _refused(fresh, "restore", str(backup), "--replace")
    finally:
        path.write_bytes(before)


def _row_by_row(source: Rehearsal, fresh: Rehearsal) -> dict[str, Any]:
    databases = [Postgres(portal.var) for portal in (source, fresh)]
    for database in databases:
        database.start()
    try:
        with _opened(source) as one, _opened(fresh) as other:
            tables = [name for (name,) in one.execute(_TABLES)]
            found = {name: _held_beside(one, other, name) for name in tables}
            same = tables == [name for (name,) in other.execute(_TABLES)]
    finally:
        for database in databases:
            database.stop()
    rows, differing = (sum(counts) for counts in zip(*found.values(), strict=True))
    told = {"tables": len(tables), "rows": rows, "rows_differing": differing}
    return {**told, "same_tables": same}


def _opened(portal: Rehearsal) -> psycopg.Connection:
    return psycopg.connect(database_url(portal.var, role="postgres"))


def _held_beside(one: psycopg.Connection, other: psycopg.Connection, table: str) -> tuple[int, int]:
    """(rows, rows that are not the same on both sides)."""
    count = differing = 0
    here, there = _streamed(one, table), _streamed(other, table)
    while True:
        row, its_other = next(here, None), next(there, None)
        if row is None and its_other is None:
            return count, differing
        count, differing = count + 1, differing + (row != its_other)


def _streamed(connection: psycopg.Connection, table: str) -> Iterator[str]:
    with connection.cursor(name=f"rows_{table}"[:60]) as cursor:
        wanted = _BUT.get(table, sql.SQL("true"))
        for (row,) in cursor.execute(sql.SQL(_ORDERED).format(sql.Identifier(table), wanted)):
            yield row


def _object_by_object(source: Rehearsal, fresh: Rehearsal) -> dict[str, int]:
    one, other = _media(source), _media(fresh)
    differing = sum(
        name not in other or path.read_bytes() != other[name].read_bytes()
        for name, path in one.items()
    )
    return {"objects": len(one), "objects_differing": differing + len(other.keys() - one.keys())}


def _media(portal: Rehearsal) -> dict[str, Path]:
    top = portal.var / "media"
    found = {p.relative_to(top).as_posix(): p for p in top.rglob("*") if p.is_file()}
    return {name: path for name, path in found.items() if not name.startswith("uploads/")}


def _answers(fresh: Rehearsal) -> bool:
    """The restored portal comes up, with its own people and films."""
    fresh.start(_SECONDS)
    return httpx.get(f"{fresh.address}/healthz/", timeout=30).json()["status"] == "ok"
