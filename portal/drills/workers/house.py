"""Studios with runs to be done, asked for as people ask for them."""

import time
from typing import Any

from django.db import transaction

from portal.drills.remote.world import script
from portal.drills.workers import app
from portal.models import Studio, WebhookEndpoint
from portal.tenancy import open_across
from projects.models import Version
from projects.models.requests import request_assistance


def tell(asked: list[dict[str, Any]]) -> None:
    """Each `{name, count}`, with `tool`, `at_once` of a studio that is new, `after` seconds, and
    parameters of the tool; one after the other."""
    for one in asked:
        time.sleep(one.pop("after", 0))
        _ask(**one)


@transaction.atomic
def _ask(
    name: str, count: int, at_once: int = 4, tool: str = app.NOTHING.name, **parameters: Any
) -> None:
    """In one transaction: until all are written, nobody begins."""
    studio, new = Studio.objects.get_or_create(name=name, defaults={"concurrent_runs": at_once})
    open_across(Studio.objects.all(), reason="drill")
    if new:
        hook = {"url": "https://hooks.example.org/", "events": ["run.finished"]}
        WebhookEndpoint.objects.create(studio=studio, **hook)
    rows = Version.objects.select_related("uploaded_by")
    version = script(studio) if new else rows.get(studio=studio)
    for _n in range(count):
        request_assistance(
            actor=version.uploaded_by, tool=tool, versions=[version], parameters=parameters
        )
