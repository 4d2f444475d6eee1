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
    return asked(__name__, asdict(job), waiting)


def asked(module: str, question: dict[str, Any], waiting: Callable[[], None]) -> dict[str, Any]:
    """What a reader of a process of its own answers; raises what it has refused."""
    try:
        out = ask(module, json.dumps(question), seconds=SECONDS, waiting=waiting, turn=TURN)
    except (Silent, Ended):
        raise ExportRefused("timeline:gave_up", gettext_noop("no answer")) from None
    told = json.loads(out)
    if "refused" in told:
        raise ExportRefused(told["refused"], told["said"], **told["numbers"])
    return told


def answered(read: Callable[[dict[str, Any]], dict[str, Any]], question: str) -> str:
    """The reader's side: what `read` finds, or what it refuses."""
    try:
        told = read(json.loads(question))
    except ExportRefused as refused:
        told = {"refused": refused.code, "said": refused.said, "numbers": refused.numbers}
    return json.dumps(told)


def _convert(question: str) -> str:
    return answered(lambda told: convert(Job(**told)), question)


if __name__ == "__main__":
    answer(_convert, memory=MEMORY, cpu=SECONDS, largest_file=_LARGEST_FILE)
