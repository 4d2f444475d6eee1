"""`manage.py assist TOOL`: a tool on files, without server or database."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from pydantic import ValidationError

from portal.errors import sentences
from projects.assist.contract import Outcome, ToolInput, ToolRefused
from projects.assist.tools import TOOLS, selects, selects_words
from projects.media.refusal import Refused


class Command(BaseCommand):
    help = "Run a tool on files; writes DIR/result.json and the files beside it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "tool", choices=sorted(name for name, known in TOOLS.items() if known.run)
        )
        parser.add_argument("--input", action="append", required=True, metavar="FILE")
        parser.add_argument("--out", required=True, metavar="DIR")
        parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")

    def handle(self, *args: Any, tool: str, **options: Any) -> None:
        chosen = TOOLS[tool]
        inputs = [ToolInput(path, _readable(path)) for path in map(Path, options["input"])]
        gone = [item for item in inputs if not item.path.is_file()]
        missing = [str(item.path.with_name(item.name)) for item in gone]
        if missing:
            raise CommandError(f"there is no file {', '.join(missing)}")
        if len(inputs) > (most := chosen.most_inputs):
            raise CommandError(f"{tool} takes {most} --input at most, and {len(inputs)} are given")
        parameters = self._parameters(chosen, options["param"])
        out = Path(options["out"])
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{out} cannot be made: {error.strerror}") from error
        try:
            assert chosen.run, "the choices are tools of the engine"
            outcomes = chosen.run(inputs, parameters, out, self._show)
        except (ToolRefused, Refused) as refused:
            told = sentences(refused.code, refused.facts)
            raise CommandError(f"{told['message']} {told['todo']}") from refused
        except OSError as error:
            raise CommandError(f"{error.filename or out}: {error.strerror or error}") from error
        self._write(out, outcomes)

    def _parameters(self, chosen: Any, pairs: list[str]) -> Any:
        try:
            given = dict(pair.split("=", 1) for pair in pairs)
            return chosen.parameters(**given)
        except ValueError as error:
            if not isinstance(error, ValidationError):
                raise CommandError("--param takes NAME=VALUE") from error
            wrong = "; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors())
            raise CommandError(wrong) from error

    def _show(self, stage: str, fraction: float) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{stage:<24}{fraction:6.1%}", ending="")

    def _write(self, out: Path, outcomes: Sequence[Outcome]) -> None:
        """One candidate is told by its shots, several by their number."""
        path, result = out / "result.json", outcomes[0].result
        if not path.exists():
            path.write_text(json.dumps(result, indent=1))
        for note in _notes(result):
            self.stdout.write(f"Note: {note}.")
        lost = "Lost" if result.get("written") else "Would be lost"
        for row in result.get("losses", ()):
            self.stdout.write(f"{lost}: {row['detail']}.")
        if result.get("written") is False:
            self.stdout.write("Nothing was written; --param accept_losses=true writes it.")
        self.stdout.write(f"{_told(result, len(outcomes))} in {path}")


def _notes(result: dict[str, Any]) -> list[str]:
    if result.get("tool") == selects.NAME:
        return selects_words.told(result)
    rows = result.get("warnings", ())
    return [row["detail"] for row in rows if isinstance(row, dict) and "detail" in row]


def _readable(path: Path) -> str:
    """Its name in letters that can be written: disks also hold names that are no text."""
    return os.fsencode(path.name).decode(errors="replace")


def _told(result: dict[str, Any], count: int) -> str:
    """By what was found, as far as it can be counted; several candidates by their number."""
    for name in ("shots", "takes", "scenes", "events"):
        if name in result and count == 1:
            found = len(result[name])
            return f"{found} {name if found != 1 else name[:-1]}"
    return f"{count} candidate" + ("s" if count != 1 else "")
