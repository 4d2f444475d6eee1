"""`manage.py backup FOLDER`: the database and every object, into a folder of backups."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.backups import BackupFault, contents, keys, places
from portal.backups.checking import whole
from portal.backups.making import back_up
from portal.embedded import EmbeddedError
from portal.storage import files


class Command(BaseCommand):
    help = "Back up the database and every object; the portal may run meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="of all backups, better on another disk")
        parser.add_argument(
            "--check", action="store_true", help="read the backup of this folder whole instead"
        )

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        try:
            made, manifest = self._checked(folder) if check else self._made(folder)
        except (BackupFault, EmbeddedError) as error:
            raise CommandError(str(error)) from error
        for table, count in manifest.absent.items():
            self.stderr.write(f"{count} rows of {table} name an object that is not in the storage")
        if not check:
            self.stdout.write("Keep beside it, in another place (no backup holds them):")
            for line in keys.BESIDE:
                self.stdout.write(f"  {line}")
        told = {"backup": str(made), "rows": manifest.rows, "tables": len(manifest.tables)}
        told |= {"objects": manifest.objects, "bytes": manifest.bytes}
        self.stdout.write(json.dumps({**told, "absent": sum(manifest.absent.values())}))

    def _checked(self, folder: Path) -> tuple[Path, contents.Manifest]:
        return folder, whole(folder, read_objects=True)

    def _made(self, folder: Path) -> tuple[Path, contents.Manifest]:
        with places.awake(alone=False):
            made = back_up(folder, place=places.whole(), storage=files, say=self.stdout.write)
        return made, contents.read(made)
