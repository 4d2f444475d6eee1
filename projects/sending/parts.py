"""The parts of a file: where they lie, what they hash to, and how one is put where it belongs."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import httpx

from .portal import TIMEOUT, Unreachable, declined

MEBIBYTE = 1024 * 1024
BLOCK = 256 * 1024  # bytes in memory for each part under way
MOST = 64 * MEBIBYTE


class Item(Protocol):
    """What can be sent: a file, or what stands for several."""

    @property
    def path(self) -> Path: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def changed(self) -> int | str: ...
    def is_the_same(self) -> bool: ...
    def pieces(self, start: int, length: int) -> Iterator[bytes | tuple[Path, int, int]]: ...


class FileChanged(Exception):
    """The file is gone, or is no longer what it was when it was announced."""


def wished_size(size: int, parallel: int) -> int:
    """Bytes a part, so that every lane has work twice; the portal has the last word."""
    return max(8 * MEBIBYTE, min(MOST, size // (2 * parallel) // MEBIBYTE * MEBIBYTE))


def count(size: int, part_size: int) -> int:
    return -(-size // part_size)


class Cut:
    """A file cut into parts, numbered from 1."""

    def __init__(self, file: Item, part_size: int) -> None:
        self.file, self.part_size = file, part_size
        self.numbers = range(1, count(file.size, part_size) + 1)

    def length(self, number: int) -> int:
        return min(self.part_size, self.file.size - (number - 1) * self.part_size)

    def blocks(self, number: int) -> Iterator[bytes]:
        """The bytes of a part. Raises FileChanged where a file has become shorter or is gone."""
        yield from _read(self.file, (number - 1) * self.part_size, self.length(number))

    def sha256(self, number: int) -> str:
        digest = hashlib.sha256()
        for block in self.blocks(number):
            digest.update(block)
        return digest.hexdigest()


def _read(file: Item, start: int, length: int) -> Iterator[bytes]:
    for piece in file.pieces(start, length):
        if isinstance(piece, bytes):
            yield piece
        else:
            yield from _blocks(*piece)


def _blocks(path: Path, start: int, left: int) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as source:
            source.seek(start)
            while left:
                block = source.read(min(BLOCK, left))
                if not block:
                    raise FileChanged(f"{path} has become shorter.")
                left -= len(block)
                yield block
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise FileChanged(f"{path} cannot be read any more: {reason}.") from error


def fingerprint(file: Item) -> str:
    """SHA-256 over the first and the last mebibyte (which may overlap). Raises FileChanged."""
    digest, span = hashlib.sha256(), min(MEBIBYTE, file.size)
    for start in (0, file.size - span):
        for block in _read(file, start, span):
            digest.update(block)
    return digest.hexdigest()


def tree_of(file: Item, part_size: int) -> str:
    """The hash of the whole, as a file that was sent in parts of that size has it."""
    cut = Cut(file, part_size)
    return tree([cut.sha256(number) for number in cut.numbers])


def tree(digests: list[str]) -> str:
    """SHA-256 over the parts' raw digests, in order."""
    return hashlib.sha256(b"".join(map(bytes.fromhex, digests))).hexdigest()


class Store:
    """Puts parts to signed addresses. The token is not for the store: it goes by itself."""

    def __init__(self, parallel: int, transport: Any = None) -> None:
        limits = httpx.Limits(max_connections=parallel, max_keepalive_connections=parallel)
        self.http = httpx.Client(timeout=TIMEOUT, limits=limits, transport=transport)

    def close(self) -> None:
        self.http.close()

    def put(self, signed: dict[str, Any], cut: Cut, moved: Callable[[int], None]) -> None:
        """Raises Declined, Unreachable or FileChanged; `moved` is told of bytes as they leave."""
        number = signed["number"]

        def body() -> Iterator[bytes]:
            for block in cut.blocks(number):
                yield block
                moved(len(block))

        headers = {**signed["headers"], "Content-Length": str(cut.length(number))}
        try:
            answer = self.http.put(signed["url"], content=body(), headers=headers)
        except httpx.HTTPError as error:
            raise Unreachable(f"the line broke ({error or type(error).__name__})") from error
        if not answer.is_success:
            raise declined(answer)
