"""Objects as S3 keeps them, by the few calls that the providers make (s3 2006-03-01)."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.projects.assist.providers import aws_shapes as shapes

_XML = {"content-type": "application/xml"}


class Store:
    """`objects`: (bucket, key) → bytes. `ever` names all that were ever laid here."""

    def __init__(self) -> None:
        self.buckets = {"films"}
        self.objects: dict[tuple[str, str], bytes] = {}
        self.types: dict[tuple[str, str], str] = {}
        self.ever: list[str] = []
        self._parts: dict[int, bytes] = {}

    @staticmethod
    def named(method: str, path: str) -> str:
        """The operation, as the model calls it."""
        query = parse_qs(urlsplit(path).query, keep_blank_values=True)
        if method == "GET" and "list-type" in query:
            return "ListObjectsV2"
        if "uploads" in query:
            return "CreateMultipartUpload"
        if "partNumber" in query:
            return "UploadPart"
        if "uploadId" in query:
            return "CompleteMultipartUpload"
        named = {"GET": "Get", "HEAD": "Head", "PUT": "Put", "DELETE": "Delete"}
        return f"{named[method]}Object"

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        split = urlsplit(path)
        bucket, _slash, key = split.path.lstrip("/").partition("/")
        if bucket not in self.buckets:
            return 404, _error("NoSuchBucket"), _XML
        call = getattr(self, "_" + self.named(method, path))
        return call((bucket, key), {k: v[0] for k, v in parse_qs(split.query).items()}, body)

    def _PutObject(self, at: tuple[str, str], query: Any, body: bytes) -> Any:
        self.objects[at] = body
        self.ever.append(at[1])
        return 200, b"", {"etag": '"0"'}

    def _GetObject(self, at: tuple[str, str], query: Any, body: bytes) -> Any:
        if at not in self.objects:
            return 404, _error("NoSuchKey"), _XML
        return 200, self.objects[at], {"content-type": "application/octet-stream"}

    def _HeadObject(self, at: tuple[str, str], query: Any, body: bytes) -> Any:
        return (200 if at in self.objects else 404), b"", {}

    def _DeleteObject(self, at: tuple[str, str], query: Any, body: bytes) -> Any:
        self.objects.pop(at, None)
        return 204, b"", {}

    def _ListObjectsV2(self, at: tuple[str, str], query: Any, body: bytes) -> Any:
        prefix = query.get("prefix", "")
        found = [key for bucket, key in sorted(self.objects) if bucket == at[0]]
        rows = [
            {"Key": key, "Size": len(self.objects[at[0], key]), "LastModified": datetime.now(UTC)}
            for key in found
            if key.startswith(prefix)
        ]
        shape = shapes.operation("s3", "ListObjectsV2").output_shape
        told = {"Name": at[0], "Prefix": prefix, "KeyCount": len(rows), "Contents": rows}
        return 200, shapes.xml(shape, told, "ListBucketResult").encode(), _XML

    def _CreateMultipartUpload(self, at: tuple[str, str], query: Any, body: bytes) -> Any:
        self._parts = {}
        shape = shapes.operation("s3", "CreateMultipartUpload").output_shape
        told = {"Bucket": at[0], "Key": at[1], "UploadId": "upload"}
        return 200, shapes.xml(shape, told, "InitiateMultipartUploadResult").encode(), _XML

    def _UploadPart(self, at: tuple[str, str], query: Any, body: bytes) -> Any:
        self._parts[int(query["partNumber"])] = body
        return 200, b"", {"etag": f'"{query["partNumber"]}"'}

    def _CompleteMultipartUpload(self, at: tuple[str, str], query: Any, body: bytes) -> Any:
        numbers = [int(n) for n in re.findall(rb"<PartNumber>(\d+)<", body)]
        self._PutObject(at, query, b"".join(self._parts[n] for n in numbers))
        shape = shapes.operation("s3", "CompleteMultipartUpload").output_shape
        told = {"Bucket": at[0], "Key": at[1], "ETag": '"0"'}
        return 200, shapes.xml(shape, told, "CompleteMultipartUploadResult").encode(), _XML


def _error(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
