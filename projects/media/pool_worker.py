"""A worker of a pool (`python -m projects.media.pool_worker`): parts in, results out."""

import pickle
import time
import traceback
from importlib import import_module
from typing import Any

import cv2

from projects.apart.inside import Parent, limit
from projects.media import sharing
from projects.media.pool import BEAT, MEMORY


def main() -> None:
    """Serve until the parent is gone."""
    limit(memory=MEMORY)
    sharing.begin()
    cv2.setNumThreads(1)  # the workers are the parallel part
    parent = Parent()
    while True:
        module, name, part = pickle.loads(parent.asked())  # noqa: S301 - from whoever started us
        parent.say(_answer(_Teller(parent), module, name, part))


class _Teller:
    """Passes on the share done, a few times a second."""

    def __init__(self, parent: Parent) -> None:
        self._parent, self._told = parent, time.monotonic()

    def __call__(self, share: float) -> None:
        if time.monotonic() - self._told >= BEAT:
            self._told = time.monotonic()
            self._parent.say(pickle.dumps(("share", share)))


def _answer(tell: _Teller, module: str, name: str, part: Any) -> bytes:
    try:
        return pickle.dumps(("found", getattr(import_module(module), name)(part, tell)))
    except MemoryError:
        return pickle.dumps(("memory", None))
    except Exception as error:
        if isinstance(error, cv2.error) and error.code == cv2.Error.StsNoMem:
            return pickle.dumps(("memory", None))
        error.add_note(traceback.format_exc())
        return _raised(error)


def _raised(error: Exception) -> bytes:
    """What cannot be pickled is told by its words."""
    try:
        message = pickle.dumps(("raised", error))
        pickle.loads(message)  # noqa: S301 - what was written a line above
    except Exception:
        return pickle.dumps(("raised", RuntimeError("\n".join(error.__notes__))))
    return message


if __name__ == "__main__":
    main()
