"""Takes the parts of an upload to the local folder, past Django, in constant memory.

The signed address names upload, number, place, size and checksum, so nothing here asks
the database. A part counts only when its marker is written, after size and SHA-256
agree; a marker is never unwritten, and a part with one is not written again.

All work on the disk has threads of its own, and so many parts are taken at once: a slow disk
or many slow senders hold up other parts, never the pages, the API or the sockets. One person
holds a quarter of the places at most, and none longer than a slow line needs for the part.
"""

import asyncio
import errno
import fcntl
import hashlib
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _
from starlette.responses import JSONResponse

from portal.errors import PortalError, Text, register
from portal.storage import PART_SALT, FolderFiles, Part, confirm, marker

PREFIX = "/uploads/parts/"
SILENCE = 60  # seconds without a byte before the sender counts as gone
PARTS_AT_ONCE = 64  # in one server process; each holds a mebibyte at most
PARTS_A_PERSON = 16  # of those
GRACE, SLOWEST = 60, 64 * 1024  # seconds for any part, and bytes a second of the slowest line
_BLOCK = 1024 * 1024
_DISK = ThreadPoolExecutor(4, thread_name_prefix="parts")

Result = TypeVar("Result")


async def _on_disk(work: Callable[..., Result], *args: Any) -> Result:
    return await asyncio.get_running_loop().run_in_executor(_DISK, work, *args)


class PartReceiver:
    """ASGI middleware: answers PUT under `/uploads/parts/`, hands on the rest."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.under_way: Counter[str] = Counter()

    async def __call__(self, scope: dict, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        try:
            with _place(self.under_way, "", PARTS_AT_ONCE):
                response = await _answer(scope, receive, self.under_way)
        except PortalError as error:
            response = JSONResponse({"error": error.as_dict()}, error.status)
        await response(scope, receive, send)


@contextmanager
def _place(taken: Counter[str], whose: str, most: int) -> Iterator[None]:
    if taken[whose] >= most:
        raise PortalError("upload:busy")
    taken[whose] += 1
    try:
        yield
    finally:
        taken[whose] -= 1
        if not taken[whose]:
            del taken[whose]


async def _answer(scope: dict, receive: Any, taken: Counter[str]) -> JSONResponse:
    if scope["method"] != "PUT":
        raise PortalError("method")
    try:
        folder, part, whose = await _on_disk(_opened, scope["path"].removeprefix(PREFIX))
        with _place(taken, whose, PARTS_A_PERSON):
            await _take(folder, part, _body(receive, GRACE + part.size / SLOWEST))
    except OSError as error:
        raise PortalError(_code_of(error)) from error
    return JSONResponse({"number": part.number, "size": part.size, "sha256": part.sha256})


async def _take(folder: Path, part: Part, body: Any) -> None:
    async with _locked(folder, part):
        if await _on_disk(marker(folder, part).exists):
            async for _block in body:  # the sender missed our answer: let it finish
                continue
        else:
            await _write(folder, part, body)


def _code_of(error: OSError) -> str:
    if error.errno == errno.ENOENT:  # finished or cancelled while the part was on its way
        return "upload:gone"
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return "storage:full" if full else "storage:failed"


def _opened(token: str) -> tuple[Path, Part, str]:
    """(the upload's folder, the part, whose place it takes)."""
    try:
        ref, number, offset, size, sha256, *whose = signing.loads(
            token, salt=PART_SALT, max_age=settings.UPLOAD_LINK_SECONDS
        )
    except signing.BadSignature:
        raise PortalError("upload:link_expired") from None
    folder = FolderFiles()._upload(ref)
    if not (folder / "data").exists():
        raise PortalError("upload:gone")
    return folder, Part(number, size, sha256, offset), "".join(whose) or ref


@asynccontextmanager
async def _locked(folder: Path, part: Part) -> AsyncIterator[None]:
    """One sender a part. The lock goes with the process, so a crash leaves none."""
    lock = await _on_disk(_lock, folder / f"{part.number:06d}.lock")
    try:
        yield
    finally:
        lock.close()


def _lock(path: Path) -> IO[bytes]:
    lock = path.open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise PortalError("upload:part_busy") from None
    return lock


async def _message(receive: Any, left: float) -> dict[str, Any]:
    """The next one. Only the wait for the sender ends early, never a write under way."""
    try:
        # Not wait_for: it makes a task of each message, which costs more than the message does.
        async with asyncio.timeout(min(SILENCE, left)):
            message = await receive()
    except TimeoutError:
        raise PortalError("upload:slow" if left < SILENCE else "upload:interrupted") from None
    if message["type"] == "http.disconnect":
        raise PortalError("upload:interrupted")
    return message


async def _body(receive: Any, seconds: float) -> AsyncIterator[bytes]:
    """The request's bytes in blocks of about a mebibyte."""
    held: list[bytes] = []
    length, ends = 0, time.monotonic() + seconds
    while True:
        message = await _message(receive, ends - time.monotonic())
        held.append(message.get("body", b""))
        length += len(held[-1])
        more = message.get("more_body", False)
        if length and (length >= _BLOCK or not more):
            yield b"".join(held)
            held, length = [], 0
        if not more:
            return


async def _write(folder: Path, part: Part, body: Any) -> None:
    sha256, received = hashlib.sha256(), 0
    descriptor = await _on_disk(os.open, folder / "data", os.O_WRONLY)
    try:
        async for block in body:
            if received + len(block) > part.size:
                raise PortalError("upload:checksum", number=part.number)
            await _on_disk(_put, descriptor, block, part.offset + received, sha256)
            received += len(block)
        if received != part.size or sha256.hexdigest() != part.sha256:
            raise PortalError("upload:checksum", number=part.number)
        await _on_disk(_confirm, descriptor, folder, part)
    finally:
        os.close(descriptor)


def _put(descriptor: int, block: bytes, offset: int, sha256: Any) -> None:
    sha256.update(block)
    view = memoryview(block)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written


def _confirm(descriptor: int, folder: Path, part: Part) -> None:
    """Data first, then the marker, so that a marker never promises lost bytes."""
    os.fdatasync(descriptor)
    confirm(folder, part)


_KEPT = _("The parts that arrived before are kept.")

register(
    {
        "upload:link_expired": Text(
            403,
            _("The address for this part has expired or is forged."),
            _KEPT,
            _("Ask for a new one."),
        ),
        "upload:gone": Text(
            410, _("This upload is finished or was cancelled."), "", _("Start it again.")
        ),
        "upload:part_busy": Text(
            409, _("This part is being received already."), _KEPT, _("Wait a moment.")
        ),
        "upload:busy": Text(
            503,
            _("The portal takes as many parts at once as it can."),
            _KEPT,
            _("Wait a moment and send the part again."),
        ),
        "upload:interrupted": Text(
            408, _("The line was interrupted."), _KEPT, _("Send the part again.")
        ),
        "upload:slow": Text(
            408,
            _("The line is too slow for this part."),
            _KEPT,
            _("Send the part again, over a faster line if there is one."),
        ),
        "upload:checksum": Text(
            422, _("Part {number} did not arrive as announced."), _KEPT, _("Send the part again.")
        ),
        "storage:full": Text(
            507,
            _("The portal's storage is full."),
            _KEPT,
            _("Tell the beta team; go on when there is room."),
        ),
        "storage:failed": Text(
            503,
            _("The portal's storage does not answer."),
            _KEPT,
            _("Wait a minute and try again."),
        ),
    }
)
