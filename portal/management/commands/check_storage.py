"""`manage.py check_storage`: proves the storage from every process there is."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

import httpx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from kombu.exceptions import OperationalError

from portal.celery import app
from portal.storage import asking, files, rules
from portal.storage.proving import prove

WAIT = 30.0  # seconds in which every worker has to answer


class Command(BaseCommand):
    help = "Prove that files can be written, read, listed and deleted; print the bucket's rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="give the bucket its rules")
        parser.add_argument("--here", action="store_true", help="ask nobody else")
        parser.add_argument("--url", default="", help="of the web processes, if not PUBLIC_URL")

    def handle(self, *args: Any, apply: bool, here: bool, url: str, **options: Any) -> None:
        if settings.S3_BUCKET:
            self._rules(apply)
        places = {"this process": [asdict(proved) for proved in prove(files)]}
        if not here:
            places |= self._workers() | self._web(url)
        failed = sum(self._tell(place, steps) for place, steps in places.items())
        if failed:
            raise CommandError(f"{failed} of the steps failed.")

    def _rules(self, apply: bool) -> None:
        wanted = {"CORSRules": [rules.cors_rule()], "Rules": [rules.lifecycle_rule()]}
        self.stdout.write(f"The bucket {settings.S3_BUCKET} needs:\n{json.dumps(wanted, indent=1)}")
        for name, trouble in rules.tell(files) if apply else ():
            self.stdout.write(f"{name}: {trouble or 'set'}")

    def _workers(self) -> dict[str, list[dict[str, str]]]:
        try:
            answers = app.control.broadcast("prove_storage", reply=True, timeout=WAIT)
        except OperationalError as error:
            raise CommandError(f"The broker cannot be reached: {error}") from error
        if not answers:
            self.stdout.write("No worker answered; start them, or ask with --here.")
        return {name: steps for answer in answers or () for name, steps in answer.items()}

    def _web(self, url: str) -> dict[str, list[dict[str, str]]]:
        try:
            return asking.ask(url)
        except (httpx.HTTPError, ValueError, KeyError) as error:
            self.stdout.write(f"No web process answered ({error}); name one by --url, or --here.")
            return {}

    def _tell(self, place: str, steps: list[dict[str, str]]) -> int:
        self.stdout.write(place)
        for row in steps:
            self.stdout.write(f"  {'ok     ' if not row['trouble'] else 'FAILED '}{row['step']}")
            if row["trouble"]:
                self.stdout.write(f"         {row['trouble']}")
        return sum(bool(row["trouble"]) for row in steps)
