"""Reading and counting what is kept, for both kinds of storage, in constant memory.

chunks(key)     the content, piece by piece
piece(key, start, length)  the bytes from there on, as many as there are
listed(prefix)  (key, size) of everything below a prefix that ends with "/"
unfinished(key, ref)  bytes of an upload that never became a file; None when none are there
everything()    (key, size, stamp) of every object; the stamp changes when it is written anew
facts(key)      {"type", "kms"} as an S3 was told them; None when the object is not there
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHUNK = 1024 * 1024
#: Parts of uploads (of a folder), and what a check of the storage has left.
_NO_OBJECTS = {"uploads", "checks"}


class FolderShelves:
    """Of a folder."""

    location: str
    path: Any
    _upload: Any

    def chunks(self, key: str) -> Iterator[bytes]:
        with Path(self.path(key)).open("rb") as source:
            while piece := source.read(CHUNK):
                yield piece

    def piece(self, key: str, start: int, length: int) -> bytes:
        with Path(self.path(key)).open("rb") as source:
            source.seek(start)
            return source.read(length)

    def listed(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Half-written files too: a copy that was cut short leaves one."""
        top = Path(self.path(_folder(prefix)))
        for place, _folders, names in os.walk(top):
            for name in sorted(names):
                path = Path(place) / name
                yield path.relative_to(self.location).as_posix(), path.stat().st_size

    def everything(self) -> Iterator[tuple[str, int, str]]:
        """Without parts of uploads and copies that are being written: those are no objects yet."""
        for place, folders, names in os.walk(self.location):
            if Path(place) == Path(self.location):
                folders[:] = [name for name in folders if name not in _NO_OBJECTS]
            folders.sort()
            for name in sorted(names):
                path = Path(place) / name
                if name.startswith("."):
                    continue
                try:
                    found = path.stat()
                except FileNotFoundError:  # deleted since it was listed
                    continue
                key = path.relative_to(self.location).as_posix()
                yield key, found.st_size, str(found.st_mtime_ns)

    def facts(self, key: str) -> dict[str, str] | None:
        return {"type": "", "kms": ""} if Path(self.path(key)).is_file() else None

    def unfinished(self, key: str, ref: str) -> int | None:
        """The folder of its parts, also one whose removal was cut short."""
        folder = self._upload(ref)
        left = [f for f in (folder, folder.with_name(f"{folder.name}.gone")) if f.exists()]
        sizes = [path.stat().st_size for place in left for path in place.iterdir()]
        return sum(sizes) if left else None


class BucketShelves:
    """Of a bucket. The newest version of each object: older ones are the bucket's own rule."""

    s3: Any
    exists: Any
    _at: Any
    parts: Any
    _uploads: Any

    def chunks(self, key: str) -> Iterator[bytes]:
        yield from self.s3.get_object(**self._at(key))["Body"].iter_chunks(CHUNK)

    def piece(self, key: str, start: int, length: int) -> bytes:
        asked = f"bytes={start}-{start + length - 1}"
        return self.s3.get_object(**self._at(key), Range=asked)["Body"].read()

    def listed(self, prefix: str) -> Iterator[tuple[str, int]]:
        bucket = self._at("")["Bucket"]
        pages = self.s3.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=bucket, Prefix=_folder(prefix)):
            for row in page.get("Contents", []):
                yield row["Key"], row["Size"]

    def everything(self) -> Iterator[tuple[str, int, str]]:
        pages = self.s3.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._at("")["Bucket"]):
            for row in page.get("Contents", []):
                if row["Key"].split("/")[0] not in _NO_OBJECTS:
                    yield row["Key"], row["Size"], row["ETag"]

    def facts(self, key: str) -> dict[str, str] | None:
        if not self.exists(key):
            return None
        told = self.s3.head_object(**self._at(key))
        return {"type": told.get("ContentType", ""), "kms": told.get("SSEKMSKeyId", "")}

    def unfinished(self, key: str, ref: str) -> int | None:
        """By the list of uploads: some servers go on listing the parts of a finished one."""
        if (key, ref) not in self._uploads(key):
            return None
        return sum(part.size for part in self.parts(key, ref).values())


def _folder(prefix: str) -> str:
    """Two steps deep at least: `exports/` alone would list every studio's."""
    if not prefix.endswith("/") or prefix.count("/") < 2:
        raise ValueError(f"{prefix!r} is no prefix of one row's files")
    return prefix
