"""Whether a script has the scenes that are named, before anything is asked with them.

Whoever serves people reads no stranger's file: a child does, with limits.
"""

import json
from pathlib import Path

from projects.apart.asking import Silent, answer, ask
from projects.apart.child import Ended
from projects.assist.contract import ToolInput, ToolRefused
from projects.assist.script_parts import parts
from projects.media.refusal import Refused

#: A person waits. What takes longer, the worker tells.
SECONDS, MEMORY = 10, 1024**3


def length(item: ToolInput, named: str, parameter: str) -> int:
    """Characters of these scenes, without those between them; 0 where that is not known. Raises
    `ToolRefused`: `palette:no_scene`, `script:no_scenes`, at that parameter. A script that cannot
    be read, or not in time, is left to the worker, which says more of it.
    """
    asked = json.dumps([str(item.path.resolve()), item.name, named])
    try:
        told = json.loads(ask(__name__, asked, seconds=SECONDS, turn=0.05))
    except (Silent, Ended):
        return 0
    if isinstance(told, dict):
        raise ToolRefused(told["code"], told["detail"], parameter)
    return int(told)


def _told(question: str) -> str:
    path, name, named = json.loads(question)
    try:
        found = parts(ToolInput(Path(path), name), named)
    except ToolRefused as refused:
        return json.dumps({"code": refused.code, "detail": refused.detail})
    except Refused:
        return "0"
    none = {"code": "palette:no_scene", "detail": named}  # all of them are omitted
    return json.dumps(sum(len(part.text) for part in found) or none)


if __name__ == "__main__":
    answer(_told, memory=MEMORY, cpu=SECONDS)
