"""Inner products of every frame with the frames that follow it: a band along the diagonal.

All that a linear mixture of two pictures needs (distances, shares, residuals) follows
from these numbers alone, so that every pair of frames can be tried without looking at
a picture again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.shots.motion import COLUMNS, ROWS
from projects.media.shots.pictures import CHROMA_SIZE, LUMA_SIZE, Pictures, luma_of

BLOCK = 256
COLOUR_WEIGHT = 2.0  # a colour sample covers four luma samples of the halved picture


def vectors(pictures: Pictures) -> NDArray[np.float32]:
    """N x D: the halved luma and the weighted colours around zero; squared distances are
    mean squares per luma sample."""
    luma = luma_of(pictures).astype(np.float32) - 128
    half = luma.reshape(-1, ROWS, 2, COLUMNS, 2).mean((2, 4)).reshape(len(pictures), -1)
    colour = (pictures[:, LUMA_SIZE:].astype(np.float32) - 128) * COLOUR_WEIGHT
    assert colour.shape[1] == 2 * CHROMA_SIZE
    return np.concatenate([half, colour], axis=1) / np.sqrt(np.float32(half.shape[1]))


def patterns(pictures: Pictures) -> NDArray[np.float32]:
    """N x D: the halved luma with mean 0 and length 1, so that products are correlations.

    A change of exposure leaves a pattern as it is. Flat pictures come near zero.
    """
    luma = luma_of(pictures).astype(np.float32)
    half = luma.reshape(-1, ROWS, 2, COLUMNS, 2).mean((2, 4)).reshape(len(pictures), -1)
    half -= half.mean(1, keepdims=True)
    noise = np.float32(2 * np.sqrt(half.shape[1]))
    return half / (np.linalg.norm(half, axis=1, keepdims=True) + noise)


@dataclass(frozen=True)
class Band:
    """`products[t, k]` is the inner product of frame t with frame t + k (0 past the end)."""

    products: NDArray[np.float32]

    @property
    def frames(self) -> int:
        """How many frames the window has."""
        return len(self.products)

    def product(self, start: NDArray[np.intp], gap: NDArray[np.intp] | int) -> NDArray[np.float32]:
        """Inner products of frames `start` and `start + gap`, element by element."""
        return self.products[start, gap]

    def distance(self, start: NDArray[np.intp], gap: NDArray[np.intp] | int) -> NDArray[np.float32]:
        """Squared distances of frames `start` and `start + gap`, never negative."""
        own = self.products[start, 0] + self.products[start + gap, 0]
        return np.maximum(own - 2 * self.products[start, gap], 0)


def band(rows: NDArray[np.float32], width: int) -> Band:
    """The band of a window of `vectors` or `patterns`, for gaps 0..width."""
    products = np.zeros((len(rows), width + 1), np.float32)
    for start in range(0, len(rows), BLOCK):
        square = rows[start : start + BLOCK] @ rows[start : start + BLOCK + width].T
        for i, line in enumerate(square):
            piece = line[i : i + width + 1]
            products[start + i, : len(piece)] = piece
    return Band(products)
