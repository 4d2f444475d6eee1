"""Good files made bad, the same way every time: what a drill feeds to whatever decodes."""

import random
import struct
from collections.abc import Callable

Change = Callable[[random.Random, bytearray], bytearray]

_HEAD = 2048
_BOXES = (
    *(b"moov", b"mvhd", b"trak", b"tkhd", b"mdia", b"mdhd", b"hdlr", b"minf", b"stbl", b"stsd"),
    *(b"stts", b"stsc", b"stsz", b"stco", b"ctts", b"stss", b"avc1", b"avcC", b"mp4a", b"esds"),
    *(b"elst", b"edts", b"moof", b"traf", b"trun", b"sidx", b"mdat", b"ftyp", b"colr", b"pasp"),
    *(b"RIFF", b"LIST", b"avih", b"strh", b"strf", b"idx1", b"fmt ", b"data", b"IHDR", b"IDAT"),
)
_ODD = (0, 1, 7, 8, 9, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def mutated(source: bytes, seed: int) -> tuple[str, bytes]:
    """(how it was changed, the changed file); the same for the same source and seed."""
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated is what is wanted
    name = chance.choice(sorted(CHANGES))
    return name, bytes(CHANGES[name](chance, bytearray(source)))


def _bits(chance: random.Random, data: bytearray) -> bytearray:
    """One to 64 bits anywhere."""
    for _ in range(2 ** chance.randrange(7)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _cut(chance: random.Random, data: bytearray) -> bytearray:
    """The end is missing."""
    return data[: chance.randrange(len(data))]


def _head(chance: random.Random, data: bytearray) -> bytearray:
    """Bytes of the first two kilobytes are others."""
    for _ in range(chance.randint(1, 16)):
        data[chance.randrange(min(_HEAD, len(data)))] = chance.randrange(256)
    return data


def _box_sizes(chance: random.Random, data: bytearray) -> bytearray:
    """The number before a box's name, which in MP4 is its size, is an odd one."""
    return _at_boxes(chance, data, -4)


def _box_contents(chance: random.Random, data: bytearray) -> bytearray:
    """A number soon after a box's name, such as how many entries follow, is an odd one."""
    return _at_boxes(chance, data, 4 + 4 * chance.randrange(6))


def _at_boxes(chance: random.Random, data: bytearray, offset: int) -> bytearray:
    places = [at for box in _BOXES if (at := data.find(box)) >= 4]
    for _ in range(chance.randint(1, 3)):
        at = chance.choice(places) + offset if places else chance.randrange(len(data))
        if 0 <= at <= len(data) - 4:
            struct.pack_into(">I", data, at, chance.choice(_ODD))
    return data


def _blank(chance: random.Random, data: bytearray) -> bytearray:
    """A stretch of nothing, as a bad disk or a torn transfer leaves it."""
    start, length = chance.randrange(len(data)), 2 ** chance.randrange(4, 14)
    end = min(len(data), start + length)
    data[start:end] = bytes(end - start)
    return data


def _removed(chance: random.Random, data: bytearray) -> bytearray:
    """A stretch is missing: everything after it lies elsewhere."""
    start = chance.randrange(len(data))
    del data[start : start + 2 ** chance.randrange(12)]
    return data


def _repeated(chance: random.Random, data: bytearray) -> bytearray:
    """A stretch stands there many times."""
    start = chance.randrange(len(data))
    piece = data[start : start + 2 ** chance.randrange(4, 10)]
    return data[:start] + piece * chance.randint(2, 64) + data[start:]


CHANGES: dict[str, Change] = {
    "bits": _bits,
    "cut": _cut,
    "head": _head,
    "box sizes": _box_sizes,
    "box contents": _box_contents,
    "blank": _blank,
    "removed": _removed,
    "repeated": _repeated,
}
