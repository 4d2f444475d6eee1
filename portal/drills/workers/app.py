"""What the workers of `drill workers`, `drill clock` and `bench runs` load: the portal's own
application, and one tool more, which does nothing but take its time and offer so many results.
"""

import time
from collections.abc import Sequence
from pathlib import Path

from portal.celery import app
from projects.assist.contract import Outcome, Parameters, Progress, Tool, ToolInput
from projects.assist.tools import TOOLS

__all__ = ["TOOL", "app"]


class Nothing(Parameters):
    seconds: float = 0.0
    results: int = 0


def _do(
    inputs: Sequence[ToolInput], parameters: Nothing, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    ends = time.monotonic() + parameters.seconds
    progress("doing", 0.5)
    while time.monotonic() < ends:
        time.sleep(min(0.05, parameters.seconds))
        progress("doing", 0.6)
    return [Outcome({"nothing": number}, kind="script") for number in range(parameters.results)]


TOOL = Tool(
    name="nothing",
    version="1",
    title="Nothing",
    purpose="Does nothing.",
    method="None.",
    serves="editing",
    accepts=frozenset({"script"}),
    parameters=Nothing,
    stages={"doing": "doing nothing"},
    run=_do,
    decided=False,
)
TOOLS[TOOL.name] = TOOL
