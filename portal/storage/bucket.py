"""Objects of any S3. The only module that imports boto3."""

import base64
import fcntl
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

from portal.storage.announced import IncompleteUpload, Part, Signed, check
from portal.storage.away import Truncated
from portal.storage.shelves import BucketShelves

#: What a call of an S3 raises, besides what every network does.
FAULTS: tuple[type[Exception], ...] = (Boto3Error, BotoCoreError, ClientError)


def sealed(kms_key: str) -> dict[str, str]:
    """Encrypt by this key of the key service; by `S3_KMS_KEY`; else as the bucket does."""
    key = kms_key or settings.S3_KMS_KEY
    return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key} if key else {}


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
            "object_parameters": sealed(""),
            "client_config": _config("path" if settings.S3_ENDPOINT_URL else "auto"),
        }
        super().__init__(**{**defaults, **options})

    def _client(self, endpoint: str | None) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name=settings.S3_REGION or "us-east-1",
            aws_access_key_id=settings.S3_ACCESS_KEY,
            aws_secret_access_key=settings.S3_SECRET_KEY,
            config=_config("path" if endpoint else "auto"),
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

    def begin(self, key: str, *, kms_key: str = "") -> str:
        how = {"ChecksumAlgorithm": "SHA256", **sealed(kms_key)}
        made = self.s3.create_multipart_upload(**self._at(key, **how))
        return made["UploadId"]

    def sign_part(self, key: str, ref: str, part: Part, whose: str = "") -> Signed:
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

    def begun_before(self, moment: datetime) -> Iterator[tuple[str, str]]:
        """(key, ref) of every upload in parts that began before and was not finished.

        Also of those whose beginning was answered to nobody, and of what workers put here.
        """
        pages = self.s3.get_paginator("list_multipart_uploads")
        try:
            for page in pages.paginate(Bucket=settings.S3_BUCKET):
                for row in page.get("Uploads", []):
                    if row["Initiated"] < moment:
                        yield row["Key"], row["UploadId"]
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchBucket":  # as above
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
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("NoSuchUpload", "404"):
                raise  # the storage did not say that it is gone: nothing follows from it
            if self.exists(key):  # finished before a crash
                return
            raise IncompleteUpload([part.number for part in parts]) from None
        check(parts, {number: _part(row) for number, row in rows.items()})
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

    def set_rule(self, call: str, **rule: Any) -> str:
        """ "" when the bucket took it, else what the server said: not every one has the call."""
        try:
            getattr(self.s3, call)(Bucket=settings.S3_BUCKET, **rule)
        except ClientError as error:
            return str(error)
        return ""

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="last-mile-") as folder:
            path = Path(folder) / "object"
            self.s3.download_file(settings.S3_BUCKET, key, str(path))
            if (came := path.stat().st_size) != (size := self.size(key)):
                raise Truncated(key, came, size)  # half a file is never taken for the whole
            yield path

    def fetched(self, key: str, folder: Path) -> Path:
        """Whole or not at all, by whichever process comes first."""
        path = folder / hashlib.sha256(key.encode()).hexdigest()
        with (folder / f"{path.name}.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                half = path.with_suffix(".half")
                self.s3.download_file(settings.S3_BUCKET, key, str(half))
                half.replace(path)
        return path

    def put(self, key: str, source: Path, media_type: str = "", *, kms_key: str = "") -> None:
        extra = sealed(kms_key) | ({"ContentType": media_type} if media_type else {})
        self.s3.upload_file(str(source), settings.S3_BUCKET, key, ExtraArgs=extra)


def _config(style: str) -> Config:
    """Bounds for each call: three tries, seconds for a line, and as many between two bytes.

    Without them one call to a storage that is away holds a request for five minutes.
    """
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": style},
        request_checksum_calculation="when_required",
        connect_timeout=settings.S3_CONNECT_SECONDS,
        read_timeout=settings.S3_READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 3},
        tcp_keepalive=True,
    )


def _part(row: dict[str, Any]) -> Part:
    checksum = row.get("ChecksumSHA256", "")
    return Part(
        row["PartNumber"], row["Size"], base64.b64decode(checksum).hex() if checksum else ""
    )


def _completed(row: dict[str, Any], part: Part) -> dict[str, Any]:
    checksum = base64.b64encode(bytes.fromhex(part.sha256)).decode()
    return {"PartNumber": part.number, "ETag": row["ETag"], "ChecksumSHA256": checksum}
