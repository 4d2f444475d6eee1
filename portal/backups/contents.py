"""The files of one backup: what is in them, and that they are what was written.

An inventory is a line of JSON an object, by key: `{"key", "size", "sha256", "type", "kms"}`.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from portal.backups.faults import BackupFault

FORMAT = 1
MANIFEST, DUMP, INVENTORY, STRUCTURE = (
    "manifest.json",
    "database.dump",
    "inventory.jsonl",
    "structure.txt",
)
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Item:
    """One object: `type` and `kms` as an S3 told them, empty in a folder."""

    key: str
    size: int
    sha256: str
    type: str = ""
    kms: str = ""


@dataclass
class Manifest:
    """What a backup says of itself; written last, so that its presence says that all is there."""

    format: int
    begun_at: str
    made_at: str
    server: int
    pg_dump: int
    database: str
    roles: list[str]
    migrations: list[str]
    tables: dict[str, dict[str, Any]]
    sealed: dict[str, int]
    keys: list[str]
    objects: int
    bytes: int
    files: dict[str, dict[str, Any]]
    absent: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())


def digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(_CHUNK):
            found.update(piece)
    return found.hexdigest()


def measured(path: Path) -> dict[str, Any]:
    return {"size": path.stat().st_size, "sha256": digest(path)}


def write(folder: Path, manifest: Manifest) -> None:
    """Whole or not at all, with its own hash inside."""
    body = asdict(manifest)
    text = json.dumps({**body, "hash": _hash(body)}, indent=1, sort_keys=True)
    partial = folder / f".{MANIFEST}"
    with partial.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(partial, folder / MANIFEST)


def _hash(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def read(folder: Path) -> Manifest:
    """Raises BackupFault where it is missing, unfinished, damaged or of a later format."""
    path = folder / MANIFEST
    if not path.is_file():
        raise BackupFault(
            f"{folder} holds no finished backup: it has no {MANIFEST}. Nothing was changed. Name"
            " the folder of one backup, or make it again: what was copied is not copied twice."
        )
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        told = body.pop("hash")
        if body["format"] != FORMAT:
            raise BackupFault(f"{folder} is of format {body['format']}; this portal reads {FORMAT}")
        if told != _hash(body):
            raise ValueError("its hash is another")
        return Manifest(**body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(path, str(error)) from error


def damaged(path: Path, why: str) -> BackupFault:
    return BackupFault(
        f"The backup is damaged: {path.name} ({why}). Nothing was changed. Take another backup."
    )


def inventory(folder: Path) -> Iterator[Item]:
    with (folder / INVENTORY).open(encoding="utf-8") as lines:
        for line in lines:
            yield Item(**json.loads(line))
