"""Files in a folder of this machine, behind the same upload protocol as a bucket."""

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.core import signing
from django.core.files.storage import FileSystemStorage

from portal.storage.announced import PART_SALT, Part, Signed, check
from portal.storage.shelves import FolderShelves


def marker(folder: Path, part: Part) -> Path:
    """The file whose presence says that the part has arrived and was verified."""
    return folder / f"{part.number:06d}.part"


def confirm(folder: Path, part: Part) -> None:
    """Write the marker, whole or not at all."""
    partial = marker(folder, part).with_suffix(".new")
    partial.write_text(json.dumps(part.__dict__))
    os.replace(partial, marker(folder, part))


def _remove(folder: Path) -> None:
    """Renamed first: a part arriving meanwhile must find no folder to leave a file in."""
    aside = folder.with_name(f"{folder.name}.gone")
    shutil.rmtree(aside, ignore_errors=True)  # of a removal that was cut short
    with suppress(FileNotFoundError):
        os.replace(folder, aside)
    shutil.rmtree(aside, ignore_errors=True)


class FolderFiles(FolderShelves, FileSystemStorage):
    """Files in `MEDIA_ROOT`. Parts go straight to their place in one sparse file."""

    def _upload(self, ref: str) -> Path:
        return Path(self.location) / "uploads" / uuid.UUID(ref).hex

    def begin(self, key: str, *, kms_key: str = "") -> str:
        ref = uuid.uuid4().hex
        folder = self._upload(ref)
        folder.mkdir(parents=True)
        (folder / "data").touch()
        return ref

    def sign_part(self, key: str, ref: str, part: Part, whose: str = "") -> Signed:
        token = signing.dumps(
            [ref, part.number, part.offset, part.size, part.sha256, whose], salt=PART_SALT
        )
        return Signed(f"/uploads/parts/{token}", {"Content-Type": "application/octet-stream"})

    def receive(self, key: str, ref: str, part: Part, body: bytes) -> None:
        """Take a part from this process (samples, command line), confirmed as any other."""
        with (self._upload(ref) / "data").open("r+b") as data:
            data.seek(part.offset)
            data.write(body)
        confirm(self._upload(ref), part)

    def parts(self, key: str, ref: str) -> dict[int, Part]:
        found = {}
        for marker in self._upload(ref).glob("*.part"):
            fields = json.loads(marker.read_text())
            found[fields["number"]] = Part(**fields)
        return found

    def finish(self, key: str, ref: str, parts: list[Part]) -> None:
        """Rename into place. Called again after a crash it finds the work done."""
        folder, target = self._upload(ref), Path(self.path(key))
        if not (folder / "data").exists() and target.exists():
            _remove(folder)  # cut short after the rename
            return
        check(parts, self.parts(key, ref))
        target.parent.mkdir(parents=True, exist_ok=True)
        if (folder / "data").exists():
            os.replace(folder / "data", target)
        _remove(folder)

    def begun_before(self, moment: datetime) -> Iterator[tuple[str, str]]:
        """(nothing, ref) of every upload whose folder nobody has touched since."""
        folder = Path(self.location) / "uploads"
        for place in folder.iterdir() if folder.exists() else ():
            with suppress(FileNotFoundError):  # finished since it was listed
                if place.is_dir() and place.stat().st_mtime < moment.timestamp():
                    yield "", place.name.removesuffix(".gone")

    def abandon(self, key: str, ref: str) -> None:
        _remove(self._upload(ref))

    def link(self, key: str, name: str = "", seconds: int = 300) -> str | None:
        return None

    def free_bytes(self) -> int | None:
        Path(self.location).mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.location).free

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        yield Path(self.path(key))

    def fetched(self, key: str, folder: Path) -> Path:
        return Path(self.path(key))

    def put(self, key: str, source: Path, media_type: str = "", *, kms_key: str = "") -> None:
        """Copy a finished file in; it appears whole or not at all."""
        target = Path(self.path(key))
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
        shutil.copyfile(source, partial)
        os.replace(partial, target)
