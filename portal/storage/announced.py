"""Parts of an upload, and what is said of them."""

from dataclasses import dataclass

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


def check(expected: list[Part], arrived: dict[int, Part]) -> None:
    wrong = [
        part.number
        for part in expected
        if part.number not in arrived
        or arrived[part.number].size != part.size
        or arrived[part.number].sha256 not in ("", part.sha256)
    ]
    if wrong:
        raise IncompleteUpload(wrong)
