"""What this machine remembers of its uploads, so that the same command goes on where it stopped.

One small JSON file an upload, replaced whole: commands that run beside each other share nothing.
No token is ever written down.
"""

import hashlib
import json
import os
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .parts import Item


@dataclass
class Remembered:
    """`once` makes the announcement one, however often it is made; `id` is the upload's."""

    once: str
    id: str = ""
    done: str = ""  # what became of it, as a sentence


def default_folder() -> Path:
    """Where programs of this person keep what they remember."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "last-mile" / "uploads"


class Memory:
    """By portal, project, place in it, path, size and time: a changed file is another one."""

    def __init__(self, folder: Path, *, portal: str, place: str) -> None:
        self.folder, self.portal, self.place = folder, portal, place

    def recall(self, file: Item) -> Remembered | None:
        """None when nothing is known, or when what is there cannot be read."""
        with suppress(OSError, ValueError, TypeError):
            kept = json.loads(self._path(file).read_text(encoding="utf-8"))
            return Remembered(kept["once"], kept["id"], kept["done"])
        return None

    def keep(self, file: Item, row: Remembered) -> None:
        """Raises OSError where the folder cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._path(file)
        partial = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
        told = {"path": os.fspath(file.path), "portal": self.portal, **asdict(row)}
        partial.write_text(json.dumps(told), encoding="utf-8", errors="surrogateescape")
        os.replace(partial, path)

    def forget(self, file: Item) -> None:
        self._path(file).unlink(missing_ok=True)

    def _path(self, file: Item) -> Path:
        whose = [self.portal, self.place, os.fspath(file.path), file.size, file.changed]
        name = hashlib.sha256(json.dumps(whose).encode()).hexdigest()[:32]
        return self.folder / f"{name}.json"
