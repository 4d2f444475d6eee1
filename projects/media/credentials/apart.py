"""Credentials read in a process of its own: what it does to itself is an answer here.

A manifest is a tree of boxes that strangers wrote, and its reader is a large library. The child has
limits of memory, time and open files, and neither secrets nor network that it would use.
"""

import json
from pathlib import Path
from typing import Any

from projects.apart.asking import Silent, answer, ask
from projects.apart.child import Ended
from projects.media.credentials.forms import form_of
from projects.media.credentials.reading import read
from projects.media.credentials.signing import Source, archives_of, sha256_of
from projects.media.refusal import Refused, gettext_noop

SECONDS, BYTES_A_SECOND = 60, 50_000_000
MEMORY = 1024**3
#: The largest manifest that is carried into what is made of a file, in bytes of base64.
LARGEST = 4 * 1024**2


def read_apart(path: Path, anchors: str) -> dict[str, Any]:
    """What `reading.read` gives. Raises `Refused`: `origin:unreadable`, `origin:too_much`."""
    return _asked({"path": str(path.resolve()), "anchors": anchors})["record"]


def taken_in(path: Path, one: Source, anchors: str) -> dict[str, Any]:
    """`record` of the file (as above), its `sha256`, and the `archives` that carry its credentials
    along: empty where it has none, or where they are too large (`record["not_carried"]`).
    """
    named = {"label": one.label, "title": one.title, "media_type": form_of(path)}
    return _asked({"path": str(path.resolve()), "anchors": anchors, "take": named})


def _asked(question: dict[str, Any]) -> dict[str, Any]:
    size = Path(question["path"]).stat().st_size
    seconds = SECONDS + size / BYTES_A_SECOND
    try:
        told = json.loads(ask(__name__, json.dumps(question), seconds=seconds))
    except Silent:
        said = gettext_noop("reading them took more than %(seconds)s seconds")
        raise Refused("origin:too_much", said, seconds=round(seconds)) from None
    except Ended:
        raise Refused("origin:too_much", gettext_noop("their reader was stopped")) from None
    if "refused" in told:
        raise Refused(told["refused"], told["said"], **told["numbers"])
    return told


def _answered(question: str) -> str:
    asked = json.loads(question)
    try:
        return json.dumps(_told(asked))
    except Refused as refused:
        told = {"refused": refused.code, "said": refused.said, "numbers": refused.numbers}
        return json.dumps(told)


def _told(asked: dict[str, Any]) -> dict[str, Any]:
    path = Path(asked["path"])
    if "take" not in asked:
        return {"record": read(path, asked["anchors"])}
    sha256 = sha256_of(path)
    told: dict[str, Any] = {"sha256": sha256, "archives": {}}
    try:
        told["record"] = read(path, asked["anchors"])
    except Refused as refused:
        return told | {"record": {"state": "unreadable", "why": refused.detail}}
    if told["record"]["state"] != "none":
        told |= _carried(path, Source(sha256=sha256, **asked["take"]), told["record"])
    return told


def _carried(path: Path, one: Source, record: dict[str, Any]) -> dict[str, Any]:
    archives = archives_of(path, one)
    if sum(map(len, archives.values())) > LARGEST:
        return {"record": record | {"not_carried": "size"}}
    return {"archives": archives}


def main() -> None:
    """The child: one question, one answer."""
    answer(_answered, memory=MEMORY, cpu=4 * 3600)


if __name__ == "__main__":
    main()
