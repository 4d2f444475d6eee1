"""`manage.py report NAME`: a report made here and now, as files in a folder."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from feedback.models import ReportDefinition
from feedback.models.reports import data_cut, hashed
from feedback.reports.files import FILES
from feedback.reports.making import content_of
from portal.models import Studio
from portal.tenancy import across_studios


class Command(BaseCommand):
    help = "Make a report from its definition; the same data give the same files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="of the definition, such as first-lessons")
        parser.add_argument("--as-of", default="", help="a day; data of whole weeks before it")
        parser.add_argument("--to", default=".", type=Path, help="the folder to write into")

    def handle(self, *args: Any, name: str, as_of: str, to: Path, **options: Any) -> None:
        definition = ReportDefinition.objects.filter(name=name).first()
        if definition is None:
            known = ReportDefinition.objects.values_list("name", flat=True)
            raise CommandError(f"there is no definition {name}; there are: {', '.join(known)}")
        until = _cut(as_of)
        with across_studios(Studio.objects.all(), reason=f"report {name} on the command line"):
            content = content_of(definition, until)
        sha256 = hashed(content)
        to.mkdir(parents=True, exist_ok=True)
        for ending, file in FILES.items():
            path = to / f"{name}-{until:%Y-%m-%d}.{ending}"
            path.write_bytes(file.write(content, sha256))
            self.stdout.write(str(path))
        self.stdout.write(f"data until {until:%Y-%m-%d} UTC, content {sha256}")


def _cut(day: str) -> datetime:
    try:
        asked = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    except ValueError:
        raise CommandError(f"{day} is no day; write it as 2026-11-23") from None
    if asked and data_cut(asked) > data_cut():
        raise CommandError(f"there are no data after {data_cut():%Y-%m-%d} yet")
    return data_cut(asked)
