"""A backup: one moment of the database, and every object that a row of that moment names.

Objects are written before the rows that name them and never changed; so copying them after the
moment is taken would do, were nothing ever deleted. Therefore:

    1  every object of the store is copied that is not on the shelf yet: the long part
    2  the moment: a snapshot of the database, exported for pg_dump
    3  the store is listed again and what came since 1 is copied. What has gone since stays in the
       backup where a row of the snapshot names it, and leaves it where none does
    4  pg_dump and the hashes of all tables, both of that snapshot
    5  every key that a row names is looked for in the inventory; what is nowhere is told by table

Cut short at any point, the next backup goes on with what lies on the shelf.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from portal.backups import contents, inspecting, keys, programs
from portal.backups.contents import DUMP, FORMAT, INVENTORY, STRUCTURE, Manifest
from portal.backups.faults import BackupFault
from portal.backups.places import Place
from portal.backups.shelf import Shelf
from portal.processes import private_files

Say = Callable[[str], None]


def back_up(folder: Path, *, place: Place, storage: Any, say: Say = lambda _line: None) -> Path:
    """The folder of the new backup. Raises BackupFault; a finished one is never written over."""
    with private_files():
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        if (folder / name).exists():
            raise BackupFault(f"{folder / name} is there already. Wait a second, and try again.")
        _apart(folder, settings.MEDIA_ROOT if not settings.S3_BUCKET else "")
        shelf = Shelf(folder, name)
        try:
            _clear_unfinished(folder)
            return _made(folder / name, shelf, place, storage, say)
        finally:
            shelf.close()


def _apart(folder: Path, media: str) -> None:
    """A backup inside of what it backs up would hold itself, and burn with it."""
    inside = media and folder.resolve().is_relative_to(Path(media).resolve())
    if inside:
        raise BackupFault(f"{folder} lies in MEDIA_ROOT. Name a folder on another disk.")


def _clear_unfinished(folder: Path) -> None:
    """What a backup that was cut short has left; its objects are on the shelf and stay there."""
    for made in folder.glob("*T*Z"):
        if made.is_dir() and not (made / contents.MANIFEST).exists():
            shutil.rmtree(made)


def _made(target: Path, shelf: Shelf, place: Place, storage: Any, say: Say) -> Path:
    begun = datetime.now(UTC)
    with place.seen_whole() as connection:  # what would stop it later stops it now
        if "django_migrations" not in inspecting.tables(connection):
            raise BackupFault(f"The database {place.name} holds no portal. Nothing was written.")
        programs.found("pg_dump", at_least=inspecting.server(connection))
    target.mkdir(mode=0o700)
    _take(shelf, storage, storage.everything())
    say(f"{shelf.copied} objects copied ({shelf.copied_bytes} bytes)")
    with place.seen_whole() as connection:
        snapshot = _snapshot(connection)
        absent = _second_look(shelf, storage, connection)
        say("dumping the database")
        made_by = programs.dump(
            place, snapshot, target / DUMP, server=inspecting.server(connection)
        )
        manifest = _described(connection, target, shelf, absent, made_by, begun)
    contents.write(target, manifest)
    return target


def _snapshot(connection: psycopg.Connection) -> str:
    found = connection.execute("select pg_export_snapshot()").fetchone()
    assert found
    return str(found[0])


def _take(shelf: Shelf, storage: Any, listed: Iterable[tuple[str, int, str]]) -> set[str]:
    """Which keys were listed."""
    seen = set()
    for key, size, stamp in listed:
        if shelf.take(storage, key, size, stamp):
            seen.add(key)
    return seen


def _second_look(shelf: Shelf, storage: Any, connection: psycopg.Connection) -> dict[str, int]:
    """Table → rows whose object is nowhere."""
    seen = _take(shelf, storage, storage.everything())
    named = dict[str, str]()
    for table, key in inspecting.named_keys(connection):
        named.setdefault(key, table)
    for item in [*shelf.items()]:
        if item.key not in seen and item.key not in named:
            shelf.drop(item.key)
    return dict(Counter(table for key, table in named.items() if not shelf.has(key)))


def _described(
    connection: psycopg.Connection,
    target: Path,
    shelf: Shelf,
    absent: dict[str, int],
    made_by: int,
    begun: datetime,
) -> Manifest:
    objects, size = _write_inventory(target / INVENTORY, shelf)
    lines = inspecting.structure(connection)
    (target / STRUCTURE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in (DUMP, INVENTORY, STRUCTURE):
        _flush(target / name)
    return Manifest(
        format=FORMAT,
        begun_at=begun.isoformat(timespec="seconds"),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        server=inspecting.server(connection),
        pg_dump=made_by,
        database=connection.info.dbname,
        roles=inspecting.roles(connection),
        migrations=inspecting.migrations(connection),
        tables=inspecting.rows(connection),
        sealed=keys.sealed(connection),
        keys=keys.prints(),
        objects=objects,
        bytes=size,
        files={name: contents.measured(target / name) for name in (DUMP, INVENTORY, STRUCTURE)},
        absent=absent,
    )


def _write_inventory(path: Path, shelf: Shelf) -> tuple[int, int]:
    count = size = 0
    with path.open("w", encoding="utf-8") as out:
        for item in shelf.items():
            out.write(json.dumps(item.__dict__, ensure_ascii=False) + "\n")
            count, size = count + 1, size + item.size
    return count, size


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
