"""`manage.py upload PATH… --project CODE`: send files, to this portal or to a remote one."""

import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from projects.sending import command


class Command(BaseCommand):
    help = "Send files and folders to a portal; started again, it goes on where it stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        command.add_options(parser, url=settings.PUBLIC_URL)

    def handle(self, *args: Any, **options: Any) -> None:
        """Touches no database: what a person may do here is what the token may do."""
        self.stdout.ending = ""  # a line that moves ends itself
        code = command.run(argparse.Namespace(**options), self.stdout)  # type: ignore[arg-type]
        if code:
            sys.exit(code)
