"""Where files are kept: a folder or any S3, behind the same upload protocol.

The only module that imports boto3. Keys are made by us from random ids; a person's file
name is never part of a path. Both classes are Django storages and add:

    begin(key) -> ref                     start an upload in parts
    sign_part(key, ref, part) -> Signed   an address that takes exactly that part
    parts(key, ref) -> {number: Part}     what has arrived and was verified
    finish(key, ref, parts)               make the object, or raise IncompleteUpload
    abandon(key, ref)                     throw away what arrived
    link(key, name, seconds)              a direct address, or None (serve by X-Send-File)
    local(key)                            context manager: the file as a path on this machine
"""

import base64
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings
from django.core import signing
from django.core.files.storage import FileSystemStorage, default_storage
from storages.backends.s3 import S3Storage

from portal.shelves import BucketShelves, FolderShelves

PART_SALT = "portal.parts"


class IncompleteUpload(Exception):
    """Some parts are not there, or not as announced; `numbers` says which."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(f"parts {numbers} are missing")
        self.numbers = numbers


@dataclass(frozen=True)
class Part:
    """One part: counted from 1, `size` in bytes, SHA-256 in hex, where it begins."""

    number: int
    size: int
    sha256: str
    offset: int = 0


@dataclass(frozen=True)
class Signed:
    """PUT the bytes to `url` with exactly these headers."""

    url: str
    headers: dict[str, str]


def _check(expected: list[Part], arrived: dict[int, Part]) -> None:
    wrong = [
        part.number
        for part in expected
        if part.number not in arrived
        or arrived[part.number].size != part.size
        or arrived[part.number].sha256 not in ("", part.sha256)
    ]
    if wrong:
        raise IncompleteUpload(wrong)


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

    def begin(self, key: str) -> str:
        ref = uuid.uuid4().hex
        folder = self._upload(ref)
        folder.mkdir(parents=True)
        (folder / "data").touch()
        return ref

    def sign_part(self, key: str, ref: str, part: Part) -> Signed:
        token = signing.dumps(
            [ref, part.number, part.offset, part.size, part.sha256], salt=PART_SALT
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
        _check(parts, self.parts(key, ref))
        target.parent.mkdir(parents=True, exist_ok=True)
        if (folder / "data").exists():
            os.replace(folder / "data", target)
        _remove(folder)

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

    def put(self, key: str, source: Path, media_type: str = "") -> None:
        """Copy a finished file in; it appears whole or not at all."""
        target = Path(self.path(key))
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
        shutil.copyfile(source, partial)
        os.replace(partial, target)


class S3Files(BucketShelves, S3Storage):
    """Objects in `S3_BUCKET`. S3 verifies each part against the signed checksum."""

    def __init__(self, **options: Any) -> None:
        defaults: dict[str, Any] = {
            "bucket_name": settings.S3_BUCKET,
            "endpoint_url": settings.S3_ENDPOINT_URL,
            "region_name": settings.S3_REGION,
            "access_key": settings.S3_ACCESS_KEY,
            "secret_key": settings.S3_SECRET_KEY,
            "default_acl": None,
            "file_overwrite": True,
        }
        super().__init__(**{**defaults, **options})

    def _client(self, endpoint: str | None) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=settings.S3_REGION or "us-east-1",
            aws_access_key_id=settings.S3_ACCESS_KEY,
            aws_secret_access_key=settings.S3_SECRET_KEY,
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if endpoint else "auto"},
                request_checksum_calculation="when_required",
            ),
        )

    @cached_property
    def s3(self) -> Any:
        """Made once: it takes longer than most of what it is asked."""
        return self._client(settings.S3_ENDPOINT_URL)

    @cached_property
    def _signer(self) -> Any:
        return self._client(settings.S3_PUBLIC_ENDPOINT_URL)

    def _at(self, key: str, **more: Any) -> dict[str, Any]:
        return {"Bucket": settings.S3_BUCKET, "Key": key, **more}

    def begin(self, key: str) -> str:
        made = self.s3.create_multipart_upload(**self._at(key, ChecksumAlgorithm="SHA256"))
        return made["UploadId"]

    def sign_part(self, key: str, ref: str, part: Part) -> Signed:
        checksum = base64.b64encode(bytes.fromhex(part.sha256)).decode()
        params = self._at(
            key,
            UploadId=ref,
            PartNumber=part.number,
            ChecksumSHA256=checksum,
            ContentLength=part.size,
        )
        url = self._signer.generate_presigned_url(
            "upload_part", Params=params, ExpiresIn=settings.UPLOAD_LINK_SECONDS
        )
        return Signed(url, {"x-amz-checksum-sha256": checksum})

    def receive(self, key: str, ref: str, part: Part, body: bytes) -> None:
        """Take a part from this process (samples, command line)."""
        checksum = base64.b64encode(bytes.fromhex(part.sha256)).decode()
        at = self._at(key, UploadId=ref, PartNumber=part.number, ChecksumSHA256=checksum)
        self.s3.upload_part(**at, Body=body)

    def _listed(self, key: str, ref: str) -> Iterator[dict[str, Any]]:
        pages = self.s3.get_paginator("list_parts").paginate(**self._at(key, UploadId=ref))
        for page in pages:
            yield from page.get("Parts", [])

    def _uploads(self, prefix: str) -> set[tuple[str, str]]:
        """(key, ref) of uploads that are not finished, below a prefix."""
        pages = self.s3.get_paginator("list_multipart_uploads")
        try:
            found = pages.paginate(Bucket=settings.S3_BUCKET, Prefix=prefix)
            return {(r["Key"], r["UploadId"]) for page in found for r in page.get("Uploads", [])}
        except ClientError as error:
            # Before the first upload some servers have no place for them at all.
            if error.response["Error"]["Code"] == "NoSuchBucket":
                return set()
            raise

    def parts(self, key: str, ref: str) -> dict[int, Part]:
        try:
            return {row["PartNumber"]: _part(row) for row in self._listed(key, ref)}
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchUpload":
                return {}
            raise

    def finish(self, key: str, ref: str, parts: list[Part]) -> None:
        try:
            rows = {row["PartNumber"]: row for row in self._listed(key, ref)}
        except ClientError:
            if self.exists(key):  # finished before a crash
                return
            raise IncompleteUpload([part.number for part in parts]) from None
        _check(parts, {number: _part(row) for number, row in rows.items()})
        done = [_completed(rows[part.number], part) for part in parts]
        self.s3.complete_multipart_upload(
            **self._at(key, UploadId=ref, MultipartUpload={"Parts": done})
        )

    def abandon(self, key: str, ref: str) -> None:
        try:
            self.s3.abort_multipart_upload(**self._at(key, UploadId=ref))
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchUpload":
                raise

    def link(self, key: str, name: str = "", seconds: int = 300) -> str | None:
        more = {"ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        params = self._at(key, **(more if name else {}))
        return self._signer.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds)

    def free_bytes(self) -> int | None:
        return None

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="last-mile-") as folder:
            path = Path(folder) / "object"
            self.s3.download_file(settings.S3_BUCKET, key, str(path))
            yield path

    def put(self, key: str, source: Path, media_type: str = "") -> None:
        extra = {"ContentType": media_type} if media_type else {}
        self.s3.upload_file(str(source), settings.S3_BUCKET, key, ExtraArgs=extra)


def _part(row: dict[str, Any]) -> Part:
    checksum = row.get("ChecksumSHA256", "")
    return Part(
        row["PartNumber"], row["Size"], base64.b64decode(checksum).hex() if checksum else ""
    )


def _completed(row: dict[str, Any], part: Part) -> dict[str, Any]:
    checksum = base64.b64encode(bytes.fromhex(part.sha256)).decode()
    return {"PartNumber": part.number, "ETag": row["ETag"], "ChecksumSHA256": checksum}


#: The configured storage, typed as what both classes offer.
files = cast(FolderFiles, default_storage)
