"""A backup brought into a portal: objects first, each checked as it is copied, then the database.

A damaged object stops it before the database is touched; what was copied by then stays, and is not
copied again. The database comes in one transaction into a schema of its own name, beside the one
that was there, which is dropped only when all of it is in.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from portal.backups import contents, inspecting, keys, programs
from portal.backups.aside import bring_back, held, set_aside
from portal.backups.checking import whole
from portal.backups.comparing import hash_of, structure, tables
from portal.backups.contents import DUMP, Item, Manifest, damaged
from portal.backups.faults import BackupFault
from portal.backups.places import Place
from portal.backups.shelf import place as shelved
from portal.processes import private_files

Say = Callable[[str], None]


def restore(
    folder: Path,
    *,
    owner: Place,
    reader: Place,
    storage: Any,
    replace: bool = False,
    without_keys: bool = False,
    known: set[str] | None = None,
    say: Say = lambda _line: None,
) -> Manifest:
    """Raises BackupFault with a portal that is as it was, but for objects that were added.

    `owner` makes the tables, `reader` sees all rows afterwards; `known`: the migrations that this
    code has, where that is to be looked at.
    """
    manifest = whole(folder, read_objects=False)
    _can_be_used(manifest, known, without_keys)
    bring_back(owner, reader, say)
    with reader.seen_whole() as connection:
        _may_be_filled(connection, manifest, replace)
        _roles_are_there(connection, manifest)
    programs.found("pg_restore", at_least=manifest.pg_dump)
    with private_files():
        copied = sum(_bring(folder, item, storage) for item in contents.inventory(folder))
        say(f"{copied} objects copied, {manifest.objects - copied} were there")
        say("restoring the database")
        with set_aside(owner):
            programs.restore(owner, folder / DUMP, made_by=manifest.pg_dump)
            _is_the_same(folder, manifest, reader)
    return manifest


def _can_be_used(manifest: Manifest, known: set[str] | None, without_keys: bool) -> None:
    if known is not None and (later := sorted(set(manifest.migrations) - known)):
        raise BackupFault(
            f"The backup was made by a later portal ({later[-1]} is not known here). Nothing was"
            " changed. Restore it with that version."
        )
    newest, _older = keys.lost(manifest.keys)
    if newest and not without_keys:
        raise BackupFault(
            "The backup was made with another SECRET_KEY. Without it these stay sealed for good:"
            f" {keys.what_is_lost(manifest.sealed)}. Nothing was changed. Set the key of then (as"
            " SECRET_KEY, or among SECRET_KEY_FALLBACKS), or give --without-keys."
        )


def _may_be_filled(connection: psycopg.Connection, manifest: Manifest, replace: bool) -> None:
    if inspecting.server(connection) < manifest.server:
        raise BackupFault(
            f"The backup is of PostgreSQL {manifest.server}, and this server is older. Nothing was"
            f" changed. Restore into PostgreSQL {manifest.server} or later."
        )
    if not replace and (here := held(connection)):
        raise BackupFault(
            f"This portal is not empty: it has {here}. Nothing was changed. Restore into a fresh"
            " one, or give --replace, which drops every row that is here."
        )


def _roles_are_there(connection: psycopg.Connection, manifest: Manifest) -> None:
    known = {name for (name,) in connection.execute("select rolname from pg_roles")}
    if missing := sorted(set(manifest.roles) - known):
        made = "; ".join(f"create role {name} login" for name in missing)
        raise BackupFault(
            f"The backup's tables belong to roles that this server does not have. Nothing was"
            f" changed. As its administrator: {made}; then restore again."
        )


def _bring(folder: Path, item: Item, storage: Any) -> bool:
    """Whether it had to be copied. Nothing is put in that is not what was written."""
    source = shelved(folder.parent, item.sha256)
    if contents.digest(source) != item.sha256:
        raise damaged(source, f"the object {item.key} is not what was written")
    if _is_there(storage, item):
        return False
    storage.put(item.key, source, item.type, kms_key=item.kms)
    return True


def _is_there(storage: Any, item: Item) -> bool:
    there = storage.exists(item.key) and storage.size(item.key) == item.size
    return there and hash_of(storage, item.key) == item.sha256


def _is_the_same(folder: Path, manifest: Manifest, reader: Place) -> None:
    before = (folder / contents.STRUCTURE).read_text(encoding="utf-8").splitlines()
    with reader.seen_whole() as connection:
        found = [*tables(connection, manifest), *structure(before, connection)]
    if found:
        raise BackupFault(
            f"What was restored is not what was backed up: {found[0]} (and {len(found) - 1} more)."
            " The database is as it was before."
        )
