"""How far the plate can be trusted, place by place and as a whole."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.plate.hypotheses import Chosen
from projects.media.plate.visits import Visits

DOUBT = 0.12  # a choice that was cheaper by less could as well be the other
BRIEF = 3  # samples: what was seen no longer than this held still by chance
OTHER = 0.2  # share of the samples that makes another colour a rival whatever the choice cost
FAINT = 0.05  # share that makes it one where the choice was close
TEXTURE = 8.0  # levels a pixel
HELD = 0.2  # a place holds still if its colour is there in such a share of the samples


@dataclass(frozen=True)
class Judged:
    """h x w: was the background `seen` at all, is the choice `doubtful`, in what `share` of
    the samples is it there; `texture`: the share of the detailed places that hold still."""

    seen: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]
    share: NDArray[np.float32]
    texture: float
    moving: float


def judge(visits: Visits, chosen: Chosen) -> Judged:
    """Judge the choice of the background's colours."""
    shape, count = chosen.kind.shape, visits.when.shape[1]
    kind, places = chosen.kind.reshape(-1), np.arange(chosen.kind.size)
    share = visits.support[kind, places]
    least = min(BRIEF, max(2, count // 8))
    seen = (visits.runs[kind, places] >= 2) & (share * count >= least - 0.5)
    rival = visits.support.copy()
    rival[kind, places] = 0
    stands = (visits.runs > BRIEF) & (rival > FAINT)
    close = chosen.margin.reshape(-1) < DOUBT
    doubtful = seen & (stands & ((rival > OTHER) | close)).any(0)
    colour = visits.colour[kind, places].reshape(*shape, 3)
    return Judged(
        seen.reshape(shape),
        doubtful.reshape(shape),
        share.reshape(shape).astype(np.float32),
        _texture_held(colour, share.reshape(shape)),
        float((visits.support[0] < 0.97).mean()),
    )


def _texture_held(colour: np.ndarray, share: np.ndarray) -> float:
    grey = np.ascontiguousarray(colour.mean(-1), np.float32)
    across, along = (cv2.Sobel(grey, cv2.CV_32F, *d, ksize=1) for d in ((1, 0), (0, 1)))
    detailed = np.hypot(across, along) / 2 > TEXTURE / 2
    return float((share[detailed] > HELD).mean()) if detailed.sum() > 30 else 1.0


def confidence(judged: Judged, agreeing: NDArray[np.uint16], samples: int) -> NDArray[np.uint8]:
    """The mask at full size, H x W.

    0: never seen, made up. 1..99: doubtful, another picture stood there too. 100..255: the
    share of the samples that show this background, 255 from a half on.
    """
    height, width = agreeing.shape
    share = np.minimum(agreeing / (samples / 2), 1)
    sure = (100 + 155 * share).astype(np.uint8)
    weak = (1 + 98 * share).astype(np.uint8)
    mask = np.where(_large(judged.doubtful, width, height), weak, sure)
    return np.where(_large(judged.seen, width, height) & (agreeing > 0), mask, 0)


def _large(small: NDArray[np.bool_], width: int, height: int) -> NDArray[np.bool_]:
    size = (width, height)
    return cv2.resize(small.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
