"""The world of the tests, built once a process and laid out for each test that asks for it.

Building it takes some 350 statements, laying it out again takes one: the rows wait in a schema
of their own beside the tables, the objects as bytes, the files as they are. Every test gets
objects of its own; only the identifiers are the same in each.

A module whose tests all begin with something slow, a film that was examined, keeps the world
with it in the same way (`keep_world_with`).
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test import override_settings

from tests.everywhere import see, seen
from tests.world import World, build_world

#: Filled by triggers, when the rows they go with are laid out.
BY_TRIGGER = {
    *{"portal_auditpending", "projects_indexcard", "projects_tally"},
    *{"projects_derivation", "projects_reliance"},
}
_TABLES = "select tablename from pg_tables where schemaname = current_schema() order by 1"
_COLUMNS = """
select column_name from information_schema.columns
where table_schema = current_schema() and table_name = %s and is_generated = 'NEVER'
order by ordinal_position
"""


@dataclass(frozen=True)
class KeptWorld:
    """What a test needs to find the world as if it had just been built."""

    insert: str
    objects: bytes
    files: dict[str, bytes]
    studios: frozenset[str]

    def lay_out(self, media: Path) -> Any:
        """What was built: the world, or it and what was made in it."""
        with connection.cursor() as cursor:
            cursor.execute(self.insert)
        see(self.studios)
        for name, content in self.files.items():
            path = media / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return pickle.loads(self.objects)


def keep(
    folder: Path, build: Callable[[], Any] = build_world, name: str = "kept_world"
) -> KeptWorld:
    """Builds it, takes everything down, and puts the building back as if it had never been."""
    own = {"MEDIA_ROOT": str(folder / "media"), "WORK_ROOT": str(folder / "work")}
    with override_settings(**own), transaction.atomic():
        before = {table: _rows(table) for table in _tables()}
        built = build()
        after = {table: _rows(table) for table in _tables()}
        objects, told = pickle.dumps(built), _told_by_triggers()
        transaction.set_rollback(True)
    new = {table: text for table, text in after.items() if text != before[table]}
    rows = {table: text for table, text in new.items() if table not in BY_TRIGGER}
    assert not any(before[table] for table in rows), "rows of migrations were changed"
    media = folder / "media"
    files = {p.relative_to(media).as_posix(): p.read_bytes() for p in _files(media)}
    kept = KeptWorld(_put_aside(rows, name), objects, files, seen())
    _assert_told_again(kept, folder, told)
    return kept


def _assert_told_again(kept: KeptWorld, folder: Path, told: dict[str, int]) -> None:
    """Rows are laid out by table, not as they were made: what triggers tell of them must be there
    again. Where it is not, that must not be kept.
    """
    with transaction.atomic():
        kept.lay_out(folder / "again")
        again = _told_by_triggers()
        transaction.set_rollback(True)
    assert again == told, f"triggers tell something else: {again}, not {told}"


def _told_by_triggers() -> dict[str, int]:
    """How many rows; a tally of nothing is none."""
    where = {"projects_tally": " where assets <> 0"}
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(BY_TRIGGER):
            cursor.execute(f"select count(*) from {table}{where.get(table, '')}")
            found[table] = cursor.fetchone()[0]
        return found


def keep_world_with(
    kept: KeptWorld, folder: Path, make: Callable[[World], Any], name: str
) -> KeptWorld:
    """Lays out the pair of the world and what `make` makes in it. `name`: one for each module."""

    def build() -> tuple[World, Any]:
        world = kept.lay_out(folder / "media")
        return world, make(world)

    return keep(folder, build, f"kept_{name}")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [row[0] for row in cursor.fetchall()]


def _rows(table: str) -> bytes:
    """As COPY writes them. Row-level security lets COPY read, though not write."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")  # the fence is told with a statement of Django's own
        with _raw(cursor).copy(f"copy (select {_names(table)} from {table}) to stdout") as copy:
            return b"".join(copy)


def _put_aside(rows: dict[str, bytes], schema: str) -> str:
    """The statement that lays them out again. Django checks foreign keys when all is there."""
    insert = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"drop schema if exists {schema} cascade; create schema {schema}")
        for table, text in rows.items():
            names = _names(table)
            cursor.execute(
                f"create table {schema}.{table} as select {names} from {table} with no data"
            )
            with _raw(cursor).copy(f"copy {schema}.{table} from stdin") as copy:
                copy.write(text)
            insert.append(
                f"insert into {table} ({names}) overriding system value"
                f" select {names} from {schema}.{table}"
            )
    return "; ".join(insert)


def _raw(cursor: Any) -> Any:
    return cursor.cursor if hasattr(cursor, "cursor") else cursor


def _names(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        return ", ".join(f'"{row[0]}"' for row in cursor.fetchall())
