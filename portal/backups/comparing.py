"""Whether a portal is what a backup says: every table, every rule, every object."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from portal.backups import contents, inspecting
from portal.backups.contents import STRUCTURE, Manifest
from portal.backups.places import Place

_SHOWN = 20


@dataclass
class Comparison:
    """What was held beside each other, and every difference in words."""

    tables: int = 0
    rows: int = 0
    lines: int = 0
    objects: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        return not self.differences

    def as_dict(self) -> dict[str, Any]:
        told = {"tables": self.tables, "rows": self.rows, "rules": self.lines}
        found = {"differences": len(self.differences), "first": self.differences[:_SHOWN]}
        return {**told, "objects": self.objects, **found}


def compare(folder: Path, manifest: Manifest, *, place: Place, storage: Any) -> Comparison:
    """Reads every object of the store again."""
    found = Comparison(tables=len(manifest.tables), rows=manifest.rows)
    with place.seen_whole() as connection:
        found.differences += tables(connection, manifest)
        before = (folder / STRUCTURE).read_text(encoding="utf-8").splitlines()
        found.lines = len(before)
        found.differences += structure(before, connection)
    for difference in _objects(folder, storage, found):
        found.differences.append(difference)
    return found


def tables(connection: psycopg.Connection, manifest: Manifest) -> Iterator[str]:
    here = inspecting.rows(connection, since=manifest.begun_at)
    for name in sorted({*here, *manifest.tables}):
        told, now = manifest.tables.get(name), here.get(name)
        if told and now and told != now:
            what = "rows" if told["rows"] != now["rows"] else "hash"
            yield f"table {name}: {what} {told[what]} in the backup, {now[what]} here"
        elif told is None or now is None:
            yield f"table {name} is only {'here' if told is None else 'in the backup'}"


def structure(before: list[str], connection: psycopg.Connection) -> Iterator[str]:
    """Line by line; functions have several."""
    after = "\n".join(inspecting.structure(connection)).splitlines()
    for line in sorted({*before} - {*after}):
        yield f"only in the backup: {line}"
    for line in sorted({*after} - {*before}):
        yield f"only here: {line}"


def _objects(folder: Path, storage: Any, found: Comparison) -> Iterator[str]:
    here = {key: size for key, size, _stamp in storage.everything()}
    for item in contents.inventory(folder):
        found.objects += 1
        size = here.pop(item.key, None)
        if size is None:
            yield f"object {item.key} is not here"
        elif size != item.size or hash_of(storage, item.key) != item.sha256:
            yield f"object {item.key} has another content here"
    yield from (f"object {key} is only here" for key in sorted(here))


def hash_of(storage: Any, key: str) -> str:
    digest = hashlib.sha256()
    for piece in storage.chunks(key):
        digest.update(piece)
    return digest.hexdigest()
