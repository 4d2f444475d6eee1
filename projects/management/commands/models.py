"""`manage.py models install|status`: files that find and compare faces, by their hash."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from projects.media.faces.models import (
    ADDRESS,
    MODELS,
    Model,
    NotInstalled,
    bring,
    fetch,
    installed,
)


class Command(BaseCommand):
    help = "Install OpenCV's face models (YuNet, SFace), or tell whether they are there."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("install", "status"))
        parser.add_argument(
            "--from",
            dest="source",
            metavar="FOLDER",
            help="take the files from there, brought by hand, instead of downloading them",
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        folder = Path(settings.MODELS_DIR)
        if action == "install":
            source = Path(options["source"]) if options["source"] else None
            for model in MODELS:
                self._install(model, folder, source)
        for model in MODELS:
            said = "installed" if installed(model, folder) else "not installed"
            self.stdout.write(f"{model.name}: {said} ({folder / model.file_name})")

    def _install(self, model: Model, folder: Path, source: Path | None) -> None:
        if installed(model, folder):
            return
        try:
            if source:
                bring(model, folder, source)
            else:
                address = (settings.MODELS_URL or ADDRESS).rstrip("/")
                fetch(model, folder, address)
        except NotInstalled as error:
            raise CommandError(
                f"{model.name} was not installed: {error}. Nothing of it was kept. On a machine "
                f"without the net, bring {model.file_name} (SHA-256 {model.sha256}) and say "
                "models install --from FOLDER."
            ) from error
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}") from error
