"""`manage.py print_settings`: every environment variable, as the README's table."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.settings.environment import VARIABLES


class Command(BaseCommand):
    help = "Print the table of settings for the README, or --example for .env.example."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--example", action="store_true")

    def handle(self, *args: Any, example: bool, **options: Any) -> None:
        if example:
            for v in VARIABLES:
                self.stdout.write(f"# {v.meaning}; default: {v.default or 'none'}\n#{v.name}=\n")
            return
        self.stdout.write("| variable | meaning | default |\n| --- | --- | --- |")
        for v in VARIABLES:
            needed = " (production must set it)" if v.required else ""
            self.stdout.write(f"| `{v.name}` | {v.meaning}{needed} | {v.default or '–'} |")
