"""An image sequence as one original: a plain tar of its frames, read without trusting it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from projects.media.refusal import Refused, gettext_noop

BLOCK = 512
MOST_FRAMES = 100_000
MOST_MISSING = 20_000
_LARGEST_FRAME = 2 * 1024**3
_COPIED = 1024 * 1024
_FRAME = re.compile(
    r"(?P<stem>.{0,200}?)(?P<joint>[._]|\A)(?P<digits>[0-9]{1,9})\.(?P<kind>exr|dpx|tiff?|png|jpe?g)",
    re.IGNORECASE | re.DOTALL,
)
_CHECKED = slice(148, 156)
_MAGIC = slice(257, 262)
_FILE = b"0\0"


@dataclass(frozen=True)
class Member:
    """A frame: its number, its file's name, and where its bytes lie in the archive."""

    number: int
    name: str
    offset: int
    size: int


@dataclass(frozen=True)
class Frames:
    """The frames of a sequence by rising number; `stem` is what their names begin with."""

    stem: str
    kind: str
    members: tuple[Member, ...]

    @property
    def first(self) -> int:
        return self.members[0].number

    @property
    def last(self) -> int:
        return self.members[-1].number

    @property
    def length(self) -> int:
        """Frames from the first to the last, missing ones among them."""
        return self.last - self.first + 1

    @property
    def missing(self) -> list[list[int]]:
        """Gaps as [first, last] of what is not there, by rising number."""
        pairs = zip(self.members, self.members[1:], strict=False)
        return [[a.number + 1, b.number - 1] for a, b in pairs if b.number > a.number + 1]


def is_tar(head: bytes) -> bool:
    return head[_MAGIC] == b"ustar"


def begins_with_a_frame(head: bytes) -> bool:
    """Whether the first file of this tar is named like a frame."""
    return _FRAME.fullmatch(_text(head[:100])) is not None


def index(path: Path) -> Frames:
    """The frames in the tar at `path`. Nothing is unpacked; names never become paths.

    Raises `Refused("media:bad_sequence")`: no plain tar, links or folders, names that are not
    frames of one sequence, a number twice or out of order, too many, or too far apart.
    """
    with path.open("rb") as file:
        found = list(_members(file, path.stat().st_size))
    if not found:
        raise _bad(gettext_noop("an archive without a frame"))
    (stem, kind), members = found[0][0], [member for _key, member in found]
    for number, (key, _member) in enumerate(found, 1):
        if key != (stem, kind):
            raise _bad(gettext_noop("entry %(entry)s belongs to another sequence"), entry=number)
    frames = Frames(stem, kind, tuple(members))
    absent = frames.length - len(members)
    if absent > MOST_MISSING or absent > 10 * len(members) + 100:
        raise _bad(gettext_noop("%(absent)s frames are missing"), absent=absent)
    return frames


def take_out(path: Path, member: Member, to: Path) -> None:
    """Copy one frame's bytes, as they were sent, to the file `to`."""
    with path.open("rb") as source, to.open("wb") as target:
        source.seek(member.offset)
        left = member.size
        while left and (piece := source.read(min(_COPIED, left))):
            target.write(piece)
            left -= len(piece)


def _members(file: IO[bytes], size: int) -> Iterator[tuple[tuple[str, str], Member]]:
    at, before = 0, -1
    for entry in range(1, MOST_FRAMES + 2):
        file.seek(at)
        head = file.read(BLOCK)
        if head == bytes(BLOCK):
            return
        if entry > MOST_FRAMES:
            raise _bad(gettext_noop("more than %(most)s frames"), most=MOST_FRAMES)
        key, member = _member(head, at + BLOCK, entry)
        if member.number <= before:
            raise _bad(gettext_noop("entry %(entry)s is out of order"), entry=entry)
        if member.offset + member.size > size:
            raise _bad(gettext_noop("it ends in entry %(entry)s"), entry=entry)
        yield key, member
        before, at = member.number, member.offset + -(-member.size // BLOCK) * BLOCK


def _member(head: bytes, offset: int, entry: int) -> tuple[tuple[str, str], Member]:
    if len(head) < BLOCK or not is_tar(head) or not _is_whole(head):
        raise _bad(gettext_noop("entry %(entry)s has no sound header"), entry=entry)
    if head[156] not in _FILE or head[157:257].strip(b"\0"):
        raise _bad(gettext_noop("entry %(entry)s is no plain file"), entry=entry)
    name, size = _text(head[:100]), _octal(head[124:136])
    match = _FRAME.fullmatch(name)
    if match is None or head[345:500].strip(b"\0") or not name.isprintable() or "/" in name:
        raise _bad(gettext_noop("entry %(entry)s is not named like a frame"), entry=entry)
    if size is None or not 0 < size <= _LARGEST_FRAME:
        raise _bad(gettext_noop("entry %(entry)s has no sound size"), entry=entry)
    key = match["stem"] + match["joint"], match["kind"].lower()
    return key, Member(int(match["digits"]), name, offset, size)


def _is_whole(head: bytes) -> bool:
    """The header's own sum, its place counted as blanks."""
    return _octal(head[_CHECKED]) == sum(head) - sum(head[_CHECKED]) + 8 * ord(" ")


def _octal(field: bytes) -> int | None:
    text = field.strip(b"\0 ")
    return int(text, 8) if text and not text.strip(b"01234567") else None


def _text(field: bytes) -> str:
    """A name; what is no UTF-8 becomes a sign that no frame's name has."""
    return field.partition(b"\0")[0].decode("utf-8", "replace").replace("\ufffd", "\0")


def _bad(said: str, **numbers: int) -> Refused:
    return Refused("media:bad_sequence", said, **numbers)
