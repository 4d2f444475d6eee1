"""Conversion in a process of its own.

The libraries that read these files are written in C++ and by hand, and a file built to hurt them
ends, fills or holds their process. Whoever serves people has somebody else read it.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from projects.apart.asking import TURN, Silent, answer, ask
from projects.apart.child import Ended
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines.converting import Job, convert

SECONDS, MEMORY = 300, 2 * 1024**3
_LARGEST_FILE = 2 * 1024**3


def convert_apart(job: Job, waiting: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """What `convert` gives. A file that ends its reader, or keeps it for longer than `SECONDS`,
    is refused as `timeline:gave_up`. `waiting` is called twice a second, and may raise.
    """
    question = json.dumps(asdict(job))
    try:
        out = ask(__name__, question, seconds=SECONDS, waiting=waiting, turn=TURN)
    except (Silent, Ended):
        raise ExportRefused("timeline:gave_up", gettext_noop("no answer")) from None
    told = json.loads(out)
    if "refused" in told:
        raise ExportRefused(told["refused"], told["said"], **told["numbers"])
    return told


def _convert(question: str) -> str:
    job = Job(**json.loads(question))
    try:
        told = convert(job)
    except ExportRefused as refused:
        told = {"refused": refused.code, "said": refused.said, "numbers": refused.numbers}
    return json.dumps(told)


if __name__ == "__main__":
    answer(_convert, memory=MEMORY, cpu=SECONDS, largest_file=_LARGEST_FILE)
