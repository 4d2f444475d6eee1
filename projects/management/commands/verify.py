"""`manage.py verify FILE`: what a file says of its origin, and whether that still holds."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.errors import sentences
from projects.media.credentials.apart import read_apart
from projects.media.refusal import Refused
from projects.origin_words import as_text, told
from projects.seals import anchors


class Command(BaseCommand):
    help = "Read a file's content credentials. Ends with 1 where they are broken or unreadable."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="the record instead of sentences")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """A manifest beside the file (`FILE.c2pa`) is read with it."""
        if not file.is_file():
            raise CommandError(f"there is no file {file}")
        try:
            record = read_apart(file, anchors())
        except Refused as refused:
            said = sentences(refused.code, refused.facts)
            raise CommandError(f"{said['message']} {said['todo']}") from refused
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(record, indent=1, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_text(told(record))))
        if record["state"] == "broken":
            raise CommandError("its content credentials are broken", returncode=1)
