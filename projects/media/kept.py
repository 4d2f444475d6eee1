"""What a run has found so far, kept in its folder: begun again, it goes on where it was.

Only for what describes pictures and sound. What describes people is never written down.
"""

import hashlib
import pickle
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

_NUMPY = {"ndarray", "dtype", "scalar", "_reconstruct", "_frombuffer"}
_PLAIN = {
    ("array", "_array_reconstructor"),
    ("array", "array"),
    ("fractions", "Fraction"),
    ("pathlib", "Path"),
    ("pathlib", "PosixPath"),
}
_SAMPLE = 1024**2  # bytes from either end of a file by which it is known again


class Kept:
    """Results by name, in a folder of their own within `folder`, for one job alone: `job` says
    which (the tool, its version and parameters) and `files` what it works on.

    What cannot be read again counts as not there. One process writes at a time.
    """

    def __init__(self, folder: Path, job: str, files: Iterable[Path]) -> None:
        found = hashlib.sha256(job.encode())
        for path in files:
            found.update(_known_by(path))
        self.folder = folder / f"kept_{found.hexdigest()[:32]}"

    def found(self, name: str) -> Any:
        """What was kept under this name, None where nothing was."""
        try:
            with (self.folder / name).open("rb") as file:
                return Known(file).load()
        except Exception:  # half a file raises whatever its bytes happen to mean
            return None

    def keep(self, name: str, value: Any) -> None:
        """Whole or not at all; a full disk loses the time that it would have saved, no more."""
        half = self.folder / f"{name}.half"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(pickle.dumps(value))
            half.replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                half.unlink()

    def forget(self) -> None:
        """When the job is done."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _known_by(path: Path) -> bytes:
    """Its size and its ends: the same film fetched anew has another name and another date."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        file.seek(max(0, size - _SAMPLE))
        return hashlib.sha256(b"%d " % size + head + file.read(_SAMPLE)).digest()


class Known(pickle.Unpickler):
    """Reads numbers, text, arrays and records of this room. A folder may come from anybody, and
    a pickle may name any function to be called.
    """

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if self._may(module, name) else None
        if found is None or (module.startswith("projects.media.") and not _record(found)):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found

    @staticmethod
    def _may(module: str, name: str) -> bool:
        if module.partition(".")[0] == "numpy":
            return name in _NUMPY
        return module.startswith("projects.media.") or (module, name) in _PLAIN


def _record(found: Any) -> bool:
    return isinstance(found, type) and (is_dataclass(found) or hasattr(found, "_fields"))
