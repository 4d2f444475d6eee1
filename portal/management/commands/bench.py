"""`manage.py bench NAME`: a measurement, stated with its method; JSON on the last line."""

import json
from argparse import REMAINDER, ArgumentParser
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import benchmarks


class Command(BaseCommand):
    help = "Run a benchmark."
    requires_system_checks: list[str] = []
    package = benchmarks

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=self.names())
        parser.add_argument("rest", nargs=REMAINDER, help="what this one takes, such as a file")

    @classmethod
    def names(cls) -> list[str]:
        return sorted(module.name for module in iter_modules(cls.package.__path__))

    def handle(self, *args: Any, name: str, rest: list[str], **options: Any) -> None:
        module = import_module(f"{self.package.__name__}.{name}")
        if {"-h", "--help"} & set(rest):
            told = (module.__doc__, module.run.__doc__)
            self.stdout.write("\n\n".join(cleandoc(words) for words in told if words))
            return
        try:
            result = module.run(rest)
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(result, default=str))
