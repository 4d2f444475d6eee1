"""Studios with runs to be done, asked for as people ask for them."""

import json
from typing import Any

from django.db import transaction

from portal.drills.remote.world import script
from portal.drills.workers.app import TOOL
from portal.models import Studio
from portal.tenancy import open_across
from projects.models import Version
from projects.models.requests import request_assistance

#: For a portal's shell: `tell` called with what is asked for.
ASK = """
from portal.drills.workers.house import tell
tell({asked!r})
"""


def tell(asked: list[dict[str, Any]]) -> None:
    """Each `{name, count}`, with `at_once` of a studio that is new and parameters of the tool."""
    for one in asked:
        _ask(**one)
    print(json.dumps({"asked": sum(one["count"] for one in asked)}))


@transaction.atomic
def _ask(name: str, count: int, at_once: int = 4, **parameters: Any) -> None:
    """In one transaction: until all are written, nobody begins."""
    studio, new = Studio.objects.get_or_create(name=name, defaults={"concurrent_runs": at_once})
    open_across(Studio.objects.all(), reason="drill")
    rows = Version.objects.select_related("uploaded_by")
    version = script(studio) if new else rows.get(studio=studio)
    for _n in range(count):
        request_assistance(
            actor=version.uploaded_by, tool=TOOL.name, versions=[version], parameters=parameters
        )
