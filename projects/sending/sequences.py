"""Frames that lie beside each other in a folder, as one thing to send.

What goes over the line is a plain tar, put together while it is sent: the same frames always
give the same bytes, so that an upload goes on where it stopped and nothing is written to disk.
"""

import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from .found import Found

BLOCK = 512
FEWEST = 3  # frames that make a sequence
MOST_NAME = 100  # bytes that a header has for a name
MOST_FRAME = 2 * 1024**3
_FRAME = re.compile(
    r"(?P<stem>.{0,200}?)(?P<joint>[._]|\A)(?P<digits>[0-9]{1,9})\.(?P<kind>exr|dpx|tiff?|png|jpe?g)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Sequence:
    """Frames by rising number. Behaves as `Found` does: a path, a size, a moment of change."""

    frames: tuple[Found, ...]
    numbers: tuple[int, ...]

    @property
    def folder(self) -> Path:
        return self.frames[0].path.parent

    @property
    def label(self) -> str:
        return self.frames[0].label

    @property
    def title(self) -> str:
        """ "shot.[1001-1096].exr"."""
        match = _FRAME.fullmatch(self.frames[0].name)
        last = _FRAME.fullmatch(self.frames[-1].name)
        assert match and last
        begin = match["stem"] + match["joint"]
        return f"{begin}[{match['digits']}-{last['digits']}].{match['kind'].lower()}"

    @property
    def name(self) -> str:
        return f"{self.title}.tar"

    @property
    def path(self) -> Path:
        return self.folder / self.name

    @cached_property
    def _places(self) -> list[int]:
        """Where each frame's header lies, and where the end is."""
        return list(accumulate((_stored(frame.size) for frame in self.frames), initial=0))

    @property
    def size(self) -> int:
        return self._places[-1] + 2 * BLOCK

    @cached_property
    def changed(self) -> str:
        """One text for the state of all frames."""
        told = "\n".join(f"{f.name} {f.size} {f.changed}" for f in self.frames)
        return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def missing(self) -> str:
        """ "1043, 1051-1053"; empty when none is."""
        pairs = zip(self.numbers, self.numbers[1:], strict=False)
        gaps = [(a + 1, b - 1) for a, b in pairs if b > a + 1]
        return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in gaps)

    def is_the_same(self) -> bool:
        return all(frame.is_the_same() for frame in self.frames)

    def pieces(self, start: int, length: int) -> Iterator[bytes | tuple[Path, int, int]]:
        """What lies there of the tar: bytes of our own, or (file, offset, length)."""
        end, over = start + length, self._places[-1]
        for place in range(bisect_right(self._places, start) - 1, len(self.frames)):
            at = self._places[place]
            if at >= end:
                return
            yield from _within(self.frames[place], start - at, end - at)
        if end > over:
            yield bytes(end - max(over, start))


def gather(files: Iterable[Found]) -> list[Found | Sequence]:
    """The same files, frames of a sequence as one, in the place of the first of them."""
    files = list(files)
    groups: dict[tuple, list[tuple[int, Found]]] = defaultdict(list)
    widths = _padded(files)
    for file in files:
        if key := _key(file, widths):
            match = _FRAME.fullmatch(file.name)
            assert match
            groups[key].append((int(match["digits"]), file))
    found = [one for rows in groups.values() for one in _sequences(rows)]
    part_of = {frame: sequence for sequence in found for frame in sequence.frames}
    return list(dict.fromkeys(part_of.get(file, file) for file in files))


def may_grow(item: object) -> bool:
    """Whether more frames may follow: a sequence, or a file that may be the first of one."""
    return isinstance(item, Sequence) or (isinstance(item, Found) and _frame(item) is not None)


def _padded(files: Iterable[Found]) -> dict[tuple, set[int]]:
    """How wide numbers with leading zeros are: 0998 and 1003 belong together, 01 and 001 not."""
    widths: dict[tuple, set[int]] = defaultdict(set)
    for file in files:
        match = _frame(file)
        if match and match["digits"][0] == "0" and len(match["digits"]) > 1:
            widths[_family(file, match)].add(len(match["digits"]))
    return widths


def _key(file: Found, widths: dict[tuple, set[int]]) -> tuple | None:
    match = _frame(file)
    if match is None:
        return None
    family, digits = _family(file, match), match["digits"]
    fitting = [w for w in widths.get(family, ()) if w <= len(digits)]
    return (*family, max(fitting, default=0))


def _frame(file: Found) -> re.Match[str] | None:
    fits = len(file.name.encode("utf-8", "surrogateescape")) <= MOST_NAME
    usable = fits and 0 < file.size <= MOST_FRAME and file.name.isprintable()
    return _FRAME.fullmatch(file.name) if usable else None


def _family(file: Found, match: re.Match[str]) -> tuple:
    return (file.path.parent, match["stem"], match["joint"], match["kind"].lower())


def _sequences(rows: list[tuple[int, Found]]) -> Iterator[Sequence]:
    """Apart where more is missing than there is; none of what is few or mostly holes."""
    rows.sort(key=lambda row: row[0])
    begin, numbers = 0, [number for number, _file in rows]
    for end in range(1, len(rows) + 1):
        if end < len(rows) and numbers[end] - numbers[end - 1] <= len(rows):
            continue
        if end - begin >= FEWEST and _is_dense(numbers[begin:end]):
            files = tuple(file for _number, file in rows[begin:end])
            yield Sequence(files, tuple(numbers[begin:end]))
        begin = end


def _is_dense(numbers: list[int]) -> bool:
    span = numbers[-1] - numbers[0] + 1
    return len(set(numbers)) == len(numbers) and span <= 2 * len(numbers)


def _stored(size: int) -> int:
    return BLOCK + -(-size // BLOCK) * BLOCK


def _within(frame: Found, start: int, end: int) -> Iterator[bytes | tuple[Path, int, int]]:
    """Header, content and filling of a frame, cut to start..end, counted from its header."""
    if start < BLOCK:
        yield _header(frame)[max(0, start) : min(end, BLOCK)]
    begin, stop = max(0, start - BLOCK), min(frame.size, end - BLOCK)
    if stop > begin:
        yield frame.path, begin, stop - begin
    filled = _stored(frame.size)
    begin, stop = max(BLOCK + frame.size, start), min(filled, end)
    if stop > begin:
        yield bytes(stop - begin)


def _header(frame: Found) -> bytes:
    """Of a plain file without owner and time, so that it depends on name and size alone."""
    name = frame.name.encode("utf-8", "surrogateescape")
    owner = b"0000000\0" * 2
    fields = name.ljust(100, b"\0") + b"0000644\0" + owner + b"%011o\0" % frame.size
    fields += b"00000000000\0" + b" " * 8 + b"0" + bytes(100) + b"ustar\x0000"
    block = fields.ljust(BLOCK, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]
