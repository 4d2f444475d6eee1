"""`manage.py words`: brings the French catalogues up to the sources, and lists what is missing."""

from argparse import ArgumentParser
from typing import Any

from babel.messages.catalog import Catalog
from django.core.management.base import BaseCommand, CommandError

from portal.languages.catalogue import KEPT, known, missing, path_of, renewed, written
from portal.languages.sources import BROWSER, DJANGO, ROOT


class Command(BaseCommand):
    help = "Collect the words of the sources into the French catalogues and list the missing ones."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail on a change")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Exit 1 where a word is missing, or with `--check` where a file is not of today."""
        said, lacking, old = {d: known(d) for d in (DJANGO, BROWSER)}, 0, []
        total = 0
        for place in KEPT:
            catalogue, path = renewed(*place, said[place[0]]), path_of(*place)
            name, text = path.relative_to(ROOT).as_posix(), written(catalogue)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                old.append(name)
                if not check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
            lacking, total = lacking + self._list(name, catalogue), total + len(catalogue)
        if check and old:
            raise CommandError(f"run `manage.py words`: {', '.join(old)} would change")
        if lacking:
            raise CommandError(f"{lacking} words have no French yet; terms: portal/decisions/0059")
        self.stdout.write(f"{total} words, all in French.")

    def _list(self, name: str, catalogue: Catalog) -> int:
        rows = list(missing(catalogue))
        for message in rows:
            said = message.id if isinstance(message.id, str) else " | ".join(message.id)
            place = message.locations[0][0] if message.locations else name
            self.stdout.write(f"{place}: {said}")
        return len(rows)
