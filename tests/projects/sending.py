"""A sender as the browser is one: start, sign, PUT, complete, over the real ASGI receiver."""

import hashlib
from pathlib import Path
from typing import Any

import httpx
from asgiref.sync import async_to_sync

from portal.parts import PartReceiver
from portal.storage import Part, files
from projects.announcing import start_upload
from projects.models import Upload

PART = 64 * 1024
BODY = b"".join(n.to_bytes(4, "big") for n in range(40 * 1024))  # two parts and a half


async def elsewhere(scope: dict, receive: Any, send: Any) -> None:
    """What stands behind the receiver."""
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"not a part"})


def client(app: Any = None) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app or PartReceiver(elsewhere))
    return httpx.AsyncClient(transport=transport, base_url="http://testserver")


async def aput(url: str, body: Any, method: str = "PUT") -> httpx.Response:
    async with client() as sender:
        return await sender.request(method, url, content=body)


put = async_to_sync(aput)


def begin(house: Any, *, size: int = len(BODY), name: str = "clip.mov", **more: Any) -> Upload:
    given = {"asset": None, "shot": None, **more}
    return start_upload(
        actor=house.people["artist"], project=house.project, file_name=name, size=size, **given
    )


def piece(upload: Upload, number: int, body: bytes = BODY) -> bytes:
    return body[(number - 1) * upload.part_size : number * upload.part_size]


def announced(upload: Upload, number: int, body: bytes = BODY) -> dict[str, Any]:
    block = piece(upload, number, body)
    sha256 = hashlib.sha256(block).hexdigest()
    return {"number": number, "size": len(block), "sha256": sha256}


def signed(upload: Upload, number: int, body: bytes = BODY) -> tuple[Part, str]:
    """(the part, its address); the address is empty when it has arrived."""
    ((part, address),) = upload.sign([announced(upload, number, body)])
    return part, address.url if address else ""


def send(upload: Upload, *numbers: int, body: bytes = BODY) -> list[int]:
    """The status of each part sent; all parts without numbers."""
    chosen = numbers or range(1, upload.part_count + 1)
    return [put(signed(upload, n, body)[1], piece(upload, n, body)).status_code for n in chosen]


def tree(upload: Upload, body: bytes = BODY) -> str:
    digests = (
        hashlib.sha256(piece(upload, n, body)).digest() for n in range(1, upload.part_count + 1)
    )
    return hashlib.sha256(b"".join(digests)).hexdigest()


def stored(version: Any) -> bytes:
    return Path(files.path(version.storage_key)).read_bytes()
