"""The draw: permuted blocks from a seed. Pure; anybody can recompute it with any SHA-256.

Algorithm "blocks-1", of a seed (32 hexadecimal characters):

1. the size of the block is 4 if the first byte of sha256("size:" + seed) is even, else 6:
   nobody who has seen some arms of a block can be sure of the next;
2. its places 0 … size-1 are put in the order of sha256("place:" + seed + ":" + place), as
   lower-case hexadecimal text;
3. the first half of that order is assisted, the other half by hand.

Each seed is committed to before work: `commitment(seed)` stands on the block from its first
draw. The seed itself is told when every item of the block has begun (or was dropped).
"""

import hashlib
import secrets

from feedback.measured import Arm

ALGORITHM = "blocks-1"
SIZES = (4, 6)


def new_seed() -> str:
    """Of the operating system's randomness; chosen by nobody."""
    return secrets.token_hex(16)


def commitment(seed: str) -> str:
    """What is told of a seed at once: it fixes the seed and gives nothing of it away."""
    return _hash(f"commitment:{seed}")


def size_of(seed: str) -> int:
    """How many items a block takes: as many assisted as by hand."""
    return SIZES[bytes.fromhex(_hash(f"size:{seed}"))[0] % 2]


def draw(seed: str, algorithm: str = ALGORITHM) -> tuple[Arm, ...]:
    """The arm of each place of the block. Raises ValueError for an algorithm it does not know."""
    if algorithm != ALGORITHM:
        raise ValueError(f"unknown algorithm {algorithm}")
    size = size_of(seed)
    order = sorted(range(size), key=lambda place: _hash(f"place:{seed}:{place}"))
    assisted = set(order[: size // 2])
    return tuple(Arm.ASSISTED if place in assisted else Arm.BY_HAND for place in range(size))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
