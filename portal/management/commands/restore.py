"""`manage.py restore FOLDER`: a backup, into a portal that is empty and does not run."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from portal.backups import BackupFault, contents, keys, notes, places
from portal.backups.checking import whole
from portal.backups.comparing import compare
from portal.backups.faults import in_words
from portal.backups.restoring import restore
from portal.embedded import EmbeddedError
from portal.storage import files

_KEPT = "The database is as it was; objects that were copied stay. Mend that, and restore again."


class Command(BaseCommand):
    help = "Restore a backup: roles and policies, every row, every object; checked throughout."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="of one backup")
        parser.add_argument("--replace", action="store_true", help="drop what this portal holds")
        parser.add_argument(
            "--without-keys", action="store_true", help="also where its SECRET_KEY is lost"
        )
        parser.add_argument(
            "--compare", action="store_true", help="change nothing: compare everything with it"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        folder = folder.resolve()
        try:
            with in_words(_KEPT):
                told = self._done(folder, options)
        except (BackupFault, EmbeddedError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(told))

    def _done(self, folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        return self._compare(folder) if options["compare"] else self._restore(folder, options)

    def _compare(self, folder: Path) -> dict[str, Any]:
        with places.awake(alone=False):
            manifest = whole(folder, read_objects=False)
            found = compare(folder, manifest, place=places.whole(), storage=files)
        for line in found.differences:
            self.stderr.write(line)
        if not found.same:
            raise CommandError(f"{len(found.differences)} differences")
        return found.as_dict()

    def _restore(self, folder: Path, options: dict[str, Any]) -> dict[str, Any]:
        loader = MigrationLoader(None)
        known = {f"{app}.{name}" for app, name in loader.disk_migrations}
        with places.awake(alone=True):
            manifest = restore(
                folder,
                owner=places.owner(),
                reader=places.whole(),
                storage=files,
                replace=options["replace"],
                without_keys=options["without_keys"],
                known=known,
                say=self.stdout.write,
            )
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            if trouble := notes.restored(manifest):
                self.stderr.write(trouble)
            connections.close_all()
        self._warn(manifest)
        return {"restored": str(folder), "rows": manifest.rows, "objects": manifest.objects}

    def _warn(self, manifest: contents.Manifest) -> None:
        self.stderr.write(
            f"The portal is as of {manifest.begun_at}. What was withdrawn, revoked, closed or"
            " deleted since is back, and what was sent since may be sent again: look before you"
            " start it."
        )
        newest, older = keys.lost(manifest.keys)
        if newest:
            told = keys.what_is_lost(manifest.sealed)
            self.stderr.write(f"Sealed with a key that is not here, and lost: {told}.")
        if older:
            self.stderr.write(
                f"{older} of its SECRET_KEY_FALLBACKS are not here: what they sealed stays shut."
            )
