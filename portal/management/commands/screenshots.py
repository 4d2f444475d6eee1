"""`manage.py screenshots`: pictures of the main pages, for the README and whoever asks to see."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.help import gallery
from portal.settings.environment import BASE_DIR

THEMES = ("dark", "light")


class Command(BaseCommand):
    help = "Start a portal with the sample programme and take pictures of its main pages."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=BASE_DIR / "static" / "pictures")
        parser.add_argument(
            "--scale", type=float, default=1.5, help="pixels for each of the page's"
        )
        parser.add_argument("--theme", choices=THEMES, default="dark")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["scale"] <= 3:
            raise CommandError("--scale takes 1 to 3")
        given = {"scale": options["scale"], "theme": options["theme"], "tell": self._tell}
        try:
            gallery.take_all(options["to"], **given)
        except ImportError as error:
            raise CommandError("Playwright is missing: uv sync brings it; then again") from error
        except FileNotFoundError as error:
            raise CommandError(f"no picture was taken: {error}") from error
        except RuntimeError as error:
            raise CommandError(f"the portal for the pictures: {error}") from error

    def _tell(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
