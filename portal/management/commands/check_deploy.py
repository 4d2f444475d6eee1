"""`manage.py check_deploy`: everything there is, examined from every process."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.examining import others
from portal.examining.findings import DOUBT, WRONG, Examination, taken
from portal.examining.outside import Door, hops
from portal.examining.process import examine, facts

MARKS = {"ok": "ok    ", DOUBT: "doubt ", WRONG: "WRONG "}


class Command(BaseCommand):
    help = "Examine database, broker, storage, mail, proxy and keys from every process."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines, on one line")
        parser.add_argument("--here", action="store_true", help="this process alone")
        parser.add_argument("--url", default="", help="as browsers come in, if not PUBLIC_URL")
        parser.add_argument("--authority", default="", help="PEM that signed its certificate")

    def handle(self, *args: Any, **options: Any) -> None:
        told = {"this process": examine()}
        if not options["here"]:
            told |= everywhere(Door(options["url"] or settings.PUBLIC_URL, options["authority"]))
        found = [row for one in told.values() for row in one["findings"]]
        count = {state: sum(row["state"] == state for row in found) for state in MARKS}
        if options["json"]:
            places = {name: one["findings"] for name, one in told.items()}
            self.stdout.write(json.dumps({**count, "processes": places}))
        else:
            self._tell(told)
        if count[WRONG]:
            raise CommandError(f"{count[WRONG]} findings are wrong, {count[DOUBT]} in doubt.")

    def _tell(self, told: dict[str, dict[str, Any]]) -> None:
        for name, one in told.items():
            self.stdout.write(name)
            for row in one["findings"]:
                self.stdout.write(f"  {MARKS[row['state']]}{row['about']}: {row['said']}")
                if row["mend"]:
                    self.stdout.write(f"         {row['mend']}")


def everywhere(door: Door) -> dict[str, dict[str, Any]]:
    """Of all others, each under its name, and of what can only be seen from outside of them."""
    workers, webs = others.workers(), others.webs(door.url, door.authority)
    told = {"this process": {"facts": facts()}, **workers, **webs}
    around: dict[str, Examination] = {
        "processes": lambda: others.roll(workers, webs),
        "agreement": lambda: others.agreement(told),
        "queues": others.queues,
        "beat": others.beat,
        **door.examinations(),
    }
    if webs:
        around["proxies"] = lambda: hops(webs)
    return {"all together": {"findings": taken(around, seconds=60)}, **workers, **webs}
