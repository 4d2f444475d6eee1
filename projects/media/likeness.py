"""How alike two pictures are: a 64-bit hash of what they show, and groups of near-duplicates.

The hash is the sign pattern of the low frequencies of a 32 x 32 grey picture (a discrete cosine
transform): scaling, recompressing and small changes of light leave it nearly as it is. Two
hashes are as far apart as they have different bits. Of pictures without any detail the hash
tells nothing.
"""

from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE, KEPT = 32, 8
BITS = KEPT * KEPT
#: Of 64 bits: the same picture recompressed or regraded differs in few, another one in about 32.
NEAR = 10
_FLAT = 1.0  # coefficients below this are noise of the coding, in grey levels


def likeness(picture: NDArray[np.uint8]) -> str:
    """The hash of an H x W x 3 (blue, green, red) picture, as 16 hexadecimal digits."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(small)[1 : KEPT + 1, 1 : KEPT + 1].reshape(-1)
    bits = (waves > np.median(waves)) & (np.abs(waves) > _FLAT)
    return np.packbits(bits).tobytes().hex()


def apart(one: str, other: str) -> int:
    """In how many of 64 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def groups(hashes: Sequence[str], within: int = NEAR) -> list[int]:
    """For each hash the index of the first of its group; alone it is its own.

    Any two of a group differ in at most `within` bits. (Linking each to its nearest would make
    chains whose ends show different things.) The closest pairs come together first; the same
    hashes in the same order give the same groups.
    """
    return _grouped(tuple(hashes), within)[:]


@lru_cache(maxsize=16)  # a board is looked at, and each decision on it told, many times
def _grouped(hashes: tuple[str, ...], within: int) -> list[int]:
    far = _distances(hashes)
    place = list(range(len(hashes)))
    members = {index: [index] for index in place}
    for _distance, left, right in _pairs(far, within):
        one, other = sorted((place[left], place[right]))
        if one == other or far[one, other] > within:
            continue
        far[one] = far[:, one] = np.maximum(far[one], far[other])
        for index in members.pop(other):
            place[index] = one
            members[one].append(index)
    return place


def _distances(hashes: Sequence[str]) -> NDArray[np.int16]:
    """N x N bits apart; from now on the farthest pair of two groups stands at their firsts.

    Multiplied as floats, for which processors have fast ways; up to 64 they are exact.
    """
    raw = np.frombuffer(bytes.fromhex("".join(hashes)), np.uint8)
    bits = np.unpackbits(raw).reshape(-1, BITS).astype(np.float32)
    ones = bits.sum(axis=1)
    return (ones[:, None] + ones[None, :] - 2 * bits @ bits.T).astype(np.int16)


def _pairs(far: NDArray[np.int16], within: int) -> list[tuple[int, int, int]]:
    left, right = np.nonzero(np.triu(far <= within, 1))
    return sorted(
        (int(far[a, b]), int(a), int(b)) for a, b in zip(left.tolist(), right.tolist(), strict=True)
    )
