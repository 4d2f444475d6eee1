"""Look-up tables in .cube: a declared size, that many rows, finite numbers."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from projects.media.refusal import Refused, gettext_noop

MAX_BYTES = 64 * 1024 * 1024
MAX_LINE = 4096
_MOST_REMARKS = 10_000  # lines that are no rows: blank, comments, keywords
_DIGITS = 6
_LARGEST = {"LUT_1D_SIZE": 65536, "LUT_3D_SIZE": 256}
_TWO_NUMBERS = ("LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE")
_THREE_NUMBERS = ("DOMAIN_MIN", "DOMAIN_MAX")


def is_cube(head: str) -> bool:
    """True when the first lines declare the size of a table."""
    return any(line.split(None, 1)[:1] in ([key] for key in _LARGEST) for line in head.splitlines())


def check_file(path: Path) -> int:
    """`check_cube` for the file at `path`.

    Raises `Refused`: `media:too_large_text`, `media:line_too_long`, `media:bad_lut`.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Refused(
            "media:too_large_text",
            gettext_noop("%(size)s bytes, at most %(most)s"),
            size=size,
            most=MAX_BYTES,
        )
    with path.open(encoding="utf-8", errors="replace") as file:
        return check_cube(_short(iter(lambda: file.readline(MAX_LINE + 1), "")))


def _short(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if len(line) > MAX_LINE:
            raise Refused(
                "media:line_too_long", gettext_noop("more than %(most)s characters"), most=MAX_LINE
            )
        yield line


def check_cube(lines: Iterable[str]) -> int:
    """The number of rows of a good table; raises `Refused("media:bad_lut")` for others."""
    declared, rows = 0, 0
    for words in _meaningful(lines):
        if words[0] in _LARGEST:
            declared += _declared_rows(words)
        elif words[0] in _TWO_NUMBERS or words[0] in _THREE_NUMBERS:
            _numbers(words[1:], 2 if words[0] in _TWO_NUMBERS else 3)
        else:
            _numbers(words, 3)
            rows += 1
            if rows > declared:
                break
    if rows != declared:
        raise Refused(
            "media:bad_lut",
            gettext_noop("%(rows)s or more rows where %(declared)s are declared"),
            rows=rows,
            declared=declared,
        )
    return rows


def _meaningful(lines: Iterable[str]) -> Iterator[list[str]]:
    rest = _MOST_REMARKS
    for line in lines:
        words = line.split()
        if not words or not _is_row(words[0]):
            rest -= 1
        if rest < 0:
            raise Refused(
                "media:bad_lut",
                gettext_noop("more than %(most)s lines that are no rows"),
                most=_MOST_REMARKS,
            )
        if words and not words[0].startswith("#") and words[0] != "TITLE":
            yield words


def _is_row(word: str) -> bool:
    return word[0] in "+-.0123456789"


def _declared_rows(words: list[str]) -> int:
    good = len(words) == 2 and words[1].isdecimal() and len(words[1]) <= _DIGITS
    size = int(words[1]) if good else 0
    if not 2 <= size <= _LARGEST[words[0]]:
        raise Refused(
            "media:bad_lut",
            gettext_noop("%(word)s outside 2 to %(most)s"),
            word=words[0],
            most=_LARGEST[words[0]],
        )
    return size if words[0] == "LUT_1D_SIZE" else size**3


def _numbers(words: list[str], count: int) -> None:
    try:
        good = len(words) == count and all(math.isfinite(float(word)) for word in words)
    except ValueError:
        good = False
    if not good:
        raise Refused(
            "media:bad_lut", gettext_noop("a row that is not %(count)s finite numbers"), count=count
        )
