"""`manage.py export_audit`: the audit as JSON lines, for `verify_audit.py`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.export import across, export
from portal.models import Studio
from portal.tenancy import in_studio


class Command(BaseCommand):
    help = "Write the audit of the programme, or of one studio, as JSON lines; audited itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--studio", help="name of one studio; without it the programme")
        parser.add_argument("--output", help="file to write; without it standard output")

    def handle(self, *args: Any, studio: str | None, output: str | None, **options: Any) -> None:
        lines = self._of(studio) if studio else across(actor=None, reason="manage.py export_audit")
        if not output:
            for batch in lines:
                self.stdout.write(batch, ending="")
            return
        with open(output, "w", encoding="utf-8") as out:
            out.writelines(lines)

    def _of(self, name: str) -> Any:
        house = Studio.objects.filter(name=name).first()
        if house is None:
            raise CommandError(f"there is no studio {name}")
        with in_studio(house):
            return export(actor=None, studio=house)
