"""`manage.py backup FOLDER`: the database and every object, into a folder of backups."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from portal.backups import BackupFault, contents, keys, notes, places
from portal.backups.checking import whole
from portal.backups.faults import in_words
from portal.backups.making import back_up
from portal.backups.pruning import Rule, prune
from portal.embedded import EmbeddedError
from portal.storage import files

_KEPT = (
    "What was copied is kept, and finished backups are as they were: mend what is named, and make"
    " the backup again."
)


class Command(BaseCommand):
    help = "Back up the database and every object; the portal may run meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="of all backups, better on another disk")
        parser.add_argument(
            "--check", action="store_true", help="read the backup of this folder whole instead"
        )

        parser.add_argument("--keep", type=int, default=0, help="remove all but so many, after it")
        parser.add_argument("--keep-days", type=int, default=0, help="remove older ones, after it")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        rule = Rule(options["keep"], options["keep_days"])
        if rule.count < 0 or rule.days < 0 or (check and rule != Rule()):
            raise CommandError("--keep and --keep-days are numbers above 0, and not for --check")
        try:
            with in_words(_KEPT):
                made, manifest = self._checked(folder) if check else self._made(folder, rule)
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

    def _made(self, folder: Path, rule: Rule) -> tuple[Path, contents.Manifest]:
        with places.awake(alone=False):
            made = back_up(folder, place=places.whole(), storage=files, say=self.stdout.write)
            manifest = contents.read(made)
            self._tell(notes.made(manifest))
            if rule != Rule():
                self._prune(folder, rule)
            connections.close_all()
        return made, manifest

    def _prune(self, folder: Path, rule: Rule) -> None:
        done = prune(folder, rule)
        self._tell(notes.removed(done.backups))
        self.stdout.write(
            f"{len(done.backups)} backups removed, and {done.contents} objects that no other has"
            f" ({done.bytes} bytes)"
        )

    def _tell(self, trouble: str) -> None:
        if trouble:
            self.stderr.write(trouble)
