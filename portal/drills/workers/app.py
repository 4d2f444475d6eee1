"""What the workers of these drills load: the portal's own application, with two tools more. One
does nothing and offers nothing; one offers a result, which a person decides on.

`DRILL_LEASE` and `DRILL_RESEND` (seconds) shorten what a drill would only wait for.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from portal.celery import app
from projects.assist.contract import Outcome, Parameters, Progress, Tool, ToolInput
from projects.assist.tools import TOOLS

__all__ = ["NOTHING", "SOMETHING", "app", "idle"]
for name, variable in (("LEASE_SECONDS", "DRILL_LEASE"), ("RESEND_SECONDS", "DRILL_RESEND")):
    if variable in os.environ:
        setattr(settings, name, int(os.environ[variable]))


class TakesTime(Parameters):
    seconds: float = 0.0


def _work(
    inputs: Sequence[ToolInput], parameters: TakesTime, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    ends = time.monotonic() + parameters.seconds
    progress("work", 0.5)
    while time.monotonic() < ends:
        time.sleep(0.02)
        progress("work", 0.6)
    return []


def _work_and_offer(
    inputs: Sequence[ToolInput], parameters: TakesTime, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    return [*_work(inputs, parameters, folder, progress), Outcome({"drill": True}, kind="script")]


NOTHING = Tool(
    name="nothing",
    version="1",
    title="Nothing",
    purpose="Does nothing.",
    method="None.",
    serves="editing",
    accepts=frozenset({"script"}),
    parameters=TakesTime,
    stages={"work": "working"},
    decided=False,
    run=_work,
)
SOMETHING = replace(NOTHING, name="something", decided=True, run=_work_and_offer)
TOOLS.update({tool.name: tool for tool in (NOTHING, SOMETHING)})


@app.task
def idle() -> None:
    """What Celery itself costs."""
