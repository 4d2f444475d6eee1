"""A ZIP that is written once, from front to back, with a list of all it holds.

Media are stored as they are, texts deflated; nothing is held in memory. The list
(`manifest.json`) names each file with its size and SHA-256, and comes last.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

MANIFEST = "manifest.json"
#: ZIP cannot tell of a time before 1980; when a file was packed is no fact about it.
_TIME = (1980, 1, 1, 0, 0, 0)


class Archive:
    """`with Archive(path) as archive: archive.add(name, pieces)`."""

    def __init__(self, path: Path, *, about: dict[str, Any]) -> None:
        self._zip = zipfile.ZipFile(path, "w", allowZip64=True)
        self._about = about
        self.files: list[dict[str, Any]] = []

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, kind: Any, *_rest: Any) -> None:
        if kind is None:
            whole = {**self._about, "files": self.files}
            self._write(MANIFEST, [json.dumps(whole, indent=1, ensure_ascii=False).encode()], True)
        self._zip.close()

    def add(self, name: str, pieces: Iterable[bytes], *, text: bool = False, **facts: Any) -> None:
        """One file. `facts` stand beside its size and hash in the list."""
        size, sha256 = self._write(name, pieces, text)
        self.files.append({"name": name, "size": size, "sha256": sha256, **facts})

    def _write(self, name: str, pieces: Iterable[bytes], text: bool) -> tuple[int, str]:
        entry = zipfile.ZipInfo(name, _TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED if text else zipfile.ZIP_STORED
        entry.external_attr = 0o644 << 16
        entry.extract_version = zipfile.ZIP64_VERSION  # Python 3.11.3 and older forget to say so
        size, hashed = 0, hashlib.sha256()
        with self._zip.open(entry, "w", force_zip64=True) as target:
            for piece in pieces:
                target.write(piece)
                hashed.update(piece)
                size += len(piece)
        return size, hashed.hexdigest()


def safe(name: str) -> str:
    """A person's name for something as one step of a path on any system."""
    kept = "".join(c if c.isalnum() or c in " -_.()" else "_" for c in name).strip(". ")
    return kept[-120:] or "file"


def line(fields: dict[str, Any]) -> bytes:
    """One line of JSON Lines."""
    return json.dumps(fields, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"
